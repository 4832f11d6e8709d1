"""Scalars as text, percent-encoding (RFC 3986) and header values (RFC 9110, section 5.5)."""

from __future__ import annotations

import math
import re
from urllib.parse import quote

from .errors import InvalidArgumentError

__all__ = ["header_text", "percent", "percent_reserved", "scalar_text"]

_HEADER_VALUE = re.compile(r"[!-~](?:[ \t!-~]*[!-~])?|")
_TRIPLET = re.compile(r"(%[0-9A-Fa-f]{2})")
# Reserved characters that keep their place in a query value: not & + # [ ], which would end or change it.
_RESERVED = ":/?@!$'()*,;=~"


def scalar_text(argument: str, value: object) -> str:
    """A string as it is; numbers and booleans as JSON writes them, integral numbers without point or exponent.

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
    told = "null" if value is None else f"a {type(value).__name__}"
    raise InvalidArgumentError(argument, f"{told} cannot be written as text here")


def percent(text: str) -> str:
    """Every character but the unreserved ones encoded, as UTF-8."""
    return quote(text, safe="~")


def percent_reserved(text: str, keep_out: str = "") -> str:
    """As ``percent``, but reserved characters and %XX stay (RFC 6570, section 3.2.3); ``keep_out`` are encoded."""
    safe = "".join(character for character in _RESERVED if character not in keep_out)
    pieces = _TRIPLET.split(text)
    return "".join(piece if at % 2 else quote(piece, safe=safe) for at, piece in enumerate(pieces))


def header_text(argument: str, value: str) -> str:
    """The value, if a header can carry it as it is.

    Raises:
        InvalidArgumentError: a control character, blanks at an end, or beyond ASCII. The value is not shown.
    """
    if not _HEADER_VALUE.fullmatch(value):
        raise InvalidArgumentError(argument, "a header holds printable ASCII without line breaks or blanks at its ends")
    return value
