"""Parameters of operations: validated by their types, and written in their styles into the parts of a request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import InvalidArgumentError, problems
from ..media import is_json
from ..not_given import NOT_GIVEN
from ..operation import Names, Operation
from ..request import RequestParts, header_text
from ..url import percent
from .parameter import Parameter
from .styles import SPREAD, Spelling, cookie_text, header_value, path_text, query_text, scalar_text

__all__ = ["Parameter", "write_parameters"]

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_TEMPLATE = re.compile(r"\{([^{}]*)\}")


def write_parameters(operation: Operation, arguments: Mapping[str, Any], names: Names) -> RequestParts:
    """Return path, query and headers of a request, with all arguments serialized.

    Args:
        arguments: values by ``Parameter.key``; ``NOT_GIVEN`` counts as absent.

    Raises:
        InvalidArgumentError: an argument is missing, unknown or not what the document allows, or cannot be written.
    """
    values = _values(operation, arguments, names)
    path = _path(operation, dict(_texts(values, "path")))
    return RequestParts(path, [text for _, text in _texts(values, "query")], _header_fields(values))


def _values(operation: Operation, arguments: Mapping[str, Any], names: Names) -> list[tuple[Parameter, Any]]:
    """The parameters that are sent, with their values as JSON-ready data, or as JSON text where they are a document."""
    strange = arguments.keys() - {parameter.key for parameter in operation.parameters}
    if strange:
        raise InvalidArgumentError(min(strange), "the operation has no such parameter")
    given = [(parameter, arguments.get(parameter.key, NOT_GIVEN)) for parameter in operation.parameters]
    missing = next((parameter for parameter, value in given if parameter.required and value is NOT_GIVEN), None)
    if missing is not None:
        raise InvalidArgumentError(missing.key, "this parameter is required")
    judged = [(parameter, _judged(parameter, value, names)) for parameter, value in given if value is not NOT_GIVEN]
    _refuse_clashes(operation, judged)
    return judged


def _refuse_clashes(operation: Operation, values: list[tuple[Parameter, Any]]) -> None:
    """Properties of an exploded object stand beside the other parameters, and must not pass for one of them."""
    spread = [(one, value) for one, value in values if isinstance(value, dict) and one.explode and one.style in SPREAD]
    for parameter, value in spread:
        others = [one for one in operation.parameters if one.location == parameter.location and one is not parameter]
        taken = {one.name for one in others}.union(*(keys for one, keys in spread if one in others))
        if clash := sorted(taken & value.keys()):
            raise InvalidArgumentError(parameter.key, f"{clash[0]!r} is the name of another parameter")


def _judged(parameter: Parameter, value: Any, names: Names) -> Any:
    codec = names.codec(parameter.type)
    try:
        if parameter.media_type is not None and is_json(parameter.media_type):
            text = codec.dump_json(value).decode()
            is_ascii = parameter.location == "header"
            return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text) if is_ascii else text
        return codec.dump(value)
    except ValueError as error:
        raise InvalidArgumentError(parameter.key, problems(error)) from None


_WRITERS: Mapping[str, Callable[[Parameter, Any], str]] = {
    "path": path_text,
    "query": lambda parameter, value: query_text(Spelling.of(parameter), value),
    "header": header_value,
    "cookie": cookie_text,
}


def _texts(values: list[tuple[Parameter, Any]], location: str) -> list[tuple[str, str]]:
    """Name and text of each parameter in one location."""
    return [(one.name, _text(one, value)) for one, value in values if one.location == location]


def _text(parameter: Parameter, value: Any) -> str:
    """The value in its location, with its name where that stands there too."""
    try:
        return (
            _document_text(parameter, value) if parameter.media_type else _WRITERS[parameter.location](parameter, value)
        )
    except UnicodeEncodeError:
        raise InvalidArgumentError(parameter.key, "the text holds half of a surrogate pair") from None


def _document_text(parameter: Parameter, value: Any) -> str:
    text = scalar_text(parameter.key, value)
    if parameter.location == "header":
        return header_text(parameter.key, text)
    return percent(text) if parameter.location == "path" else f"{percent(parameter.name)}={percent(text)}"


def _path(operation: Operation, texts: Mapping[str, str]) -> str:
    return "/".join(_segment(one, texts) if "{" in one else one for one in operation.path.split("/"))


def _segment(template: str, texts: Mapping[str, str]) -> str:
    """One path segment; '.' and '..' would leave the operation, and percent-encoding does not stop them."""
    filled = _TEMPLATE.sub(lambda match: texts.get(match[1], match[0]), template)
    if filled in {"", ".", ".."}:
        name = (_TEMPLATE.findall(template) or [template])[0]
        raise InvalidArgumentError(f"path.{name}", "'', '.' and '..' cannot stand in a path")
    return filled


def _header_fields(values: list[tuple[Parameter, Any]]) -> dict[str, str]:
    fields = {name.lower(): text for name, text in _texts(values, "header")}
    cookies = "; ".join(text for _, text in _texts(values, "cookie"))
    return {**fields, "cookie": cookies} if cookies else fields
