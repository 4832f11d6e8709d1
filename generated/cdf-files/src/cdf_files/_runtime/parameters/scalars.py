"""Parameters that are scalars, in the styles simple and form, or documents (``content`` of the Parameter Object)."""

from __future__ import annotations

import math

from ..errors import InvalidArgumentError
from ..request import header_text
from ..url import percent
from .parameter import Parameter

__all__ = ["parameter_text", "scalar_text"]


def parameter_text(parameter: Parameter, value: object) -> str:
    """Return the value as it stands in its location, with its name in a query or cookie.

    Raises:
        InvalidArgumentError: it is no scalar, is empty in a path, or a header cannot express it.
    """
    text = scalar_text(parameter.key, value)
    if parameter.location == "header":
        return header_text(parameter.key, text)
    if parameter.location != "path":
        return f"{percent(parameter.name)}={percent(text)}"
    if not text and parameter.media_type is None:
        raise InvalidArgumentError(parameter.key, "a path value must not be empty")
    return percent(text)


def scalar_text(argument: str, value: object) -> str:
    """Return a string as it is, a number or boolean as in JSON; integral numbers have no point or exponent.

    Raises:
        InvalidArgumentError: NaN, infinity, null, or no scalar at all.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return str(int(value)) if value.is_integer() else repr(value)
    if value is None:
        raise InvalidArgumentError(argument, "null cannot be written as text here: leave out what has no value")
    raise InvalidArgumentError(argument, f"a {type(value).__name__} cannot be written as text here")
