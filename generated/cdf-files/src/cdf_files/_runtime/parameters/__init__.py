"""Parameters of operations: validated by their types, and written into the parts of a request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..errors import InvalidArgumentError, gathered, problems
from ..media import is_json
from ..not_given import NOT_GIVEN
from ..operation import Names, Operation
from ..request import RequestParts
from .parameter import Parameter
from .scalars import parameter_text

__all__ = ["Parameter", "parameter_values", "request_parts", "write_parameters"]

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_TEMPLATE = re.compile(r"\{([^{}]*)\}")


def write_parameters(operation: Operation, arguments: Mapping[str, Any], names: Names) -> RequestParts:
    """Return path, query and headers of a request, with all arguments serialized.

    Args:
        arguments: values by ``Parameter.key``; ``NOT_GIVEN`` counts as absent.

    Raises:
        InvalidArgumentError: an argument is missing, unknown or not what the document allows, or cannot be written.
    """
    return request_parts(operation, parameter_values(operation, arguments, names), parameter_text)


def parameter_values(operation: Operation, arguments: Mapping[str, Any], names: Names) -> list[tuple[Parameter, Any]]:
    """Return the parameters that are sent, with values as JSON-ready data, or as JSON text where they are a document.

    Raises:
        InvalidArgumentError: an argument is missing, unknown or not what the document allows.
    """
    strange = arguments.keys() - {parameter.key for parameter in operation.parameters}
    if strange:
        raise InvalidArgumentError(min(strange), "the operation has no such parameter")
    given = [(parameter, arguments.get(parameter.key, NOT_GIVEN)) for parameter in operation.parameters]
    sent = [(parameter, value) for parameter, value in given if parameter.required or value is not NOT_GIVEN]
    values = gathered(partial(_judged, parameter, value, names) for parameter, value in sent)
    return [(parameter, value) for (parameter, _), value in zip(sent, values, strict=True)]


def request_parts(
    operation: Operation, values: list[tuple[Parameter, Any]], write: Callable[[Parameter, Any], str]
) -> RequestParts:
    """Return path, query and headers of a request; ``write`` gives the text of each value that is no document.

    Raises:
        InvalidArgumentError: a value cannot be written.
    """
    texts = [(parameter, _text(parameter, value, write)) for parameter, value in values]
    path = _path(operation, {one.name: text for one, text in texts if one.location == "path"})
    return RequestParts(path, [text for one, text in texts if one.location == "query"], _header_fields(texts))


def _judged(parameter: Parameter, value: Any, names: Names) -> Any:
    if value is NOT_GIVEN:
        raise InvalidArgumentError(parameter.key, "this parameter is required")
    codec = names.codec(parameter.type)
    try:
        if parameter.media_type is not None and is_json(parameter.media_type):
            text = codec.dump_json(value).decode()
            is_ascii = parameter.location == "header"
            return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text) if is_ascii else text
        return codec.dump(value)
    except ValueError as error:
        raise InvalidArgumentError(parameter.key, problems(error)) from None


def _text(parameter: Parameter, value: Any, write: Callable[[Parameter, Any], str]) -> str:
    try:
        return write(parameter, value) if parameter.media_type is None else parameter_text(parameter, value)
    except UnicodeEncodeError:
        raise InvalidArgumentError(parameter.key, "the text holds half of a surrogate pair") from None


def _path(operation: Operation, texts: Mapping[str, str]) -> str:
    return "/".join(_segment(one, texts) if "{" in one else one for one in operation.path.split("/"))


def _segment(template: str, texts: Mapping[str, str]) -> str:
    """One path segment; '.' and '..' would leave the operation, and percent-encoding does not stop them."""
    filled = _TEMPLATE.sub(lambda match: texts.get(match[1], match[0]), template)
    if filled in {"", ".", ".."}:
        name = (_TEMPLATE.findall(template) or [template])[0]
        raise InvalidArgumentError(f"path.{name}", "'', '.' and '..' cannot stand in a path")
    return filled


def _header_fields(texts: list[tuple[Parameter, str]]) -> dict[str, str]:
    fields = {one.name.lower(): text for one, text in texts if one.location == "header"}
    cookies = "; ".join(text for one, text in texts if one.location == "cookie")
    return {**fields, "cookie": cookies} if cookies else fields
