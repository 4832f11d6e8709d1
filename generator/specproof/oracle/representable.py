"""Values that no text of a parameter's style means, decided from the specification: a client must refuse them.

RFC 6570, 2.3 (null, an empty list or object are undefined, and written as nothing) and 3.2; OpenAPI 3.1, 4.8.12.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from specproof.oracle.media_types import content_key, essence, is_json
from specproof.oracle.operations import PATH_EXPRESSION, Encoding, MediaType, Operation, Parameter

__all__ = ["form_obstacles", "obstacle", "obstacles", "texts_of"]

FIELD = re.compile(r"[!-~]([ \t!-~]*[!-~])?|")
DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


def obstacles(operation: Operation, arguments: Mapping[str, Any], body: Any, media_type: str | None) -> Iterator[str]:
    """Yield the reasons why no request can express these arguments and this body; nothing if one can.

    Args:
        arguments: ``Parameter.key`` (such as ``query.limit``) -> value.
        media_type: that of the body; None without a body.
    """
    given = [(one, arguments[one.key]) for one in operation.parameters if one.key in arguments]
    for parameter, value in given:
        reason = obstacle(parameter, value)
        if reason:
            yield f"{parameter.key}: {reason}"
    yield from _dots(operation.path, given)
    yield from _clashes(operation, given)
    if operation.body is not None and media_type is not None and isinstance(body, dict):
        declared = content_key(operation.body.content, media_type)
        if declared is not None:
            reasons = form_obstacles(operation.body.content[declared], essence(media_type), body)
            yield from (f"body.{name}: {reason}" for name, reason in reasons)


def obstacle(parameter: Parameter, value: Any) -> str:
    """Return why no text in the parameter's style can express a value; empty if one can."""
    if parameter.media_type is not None:
        if is_json(parameter.media_type):
            return ""
        return _scalar(value) or (_field([value]) if parameter.location == "header" else "")
    if parameter.style == "deepObject":
        return _nested(value)
    return _flat(value) or _in_style(parameter.location, parameter.style, parameter.explode, value)


def _scalar(value: Any) -> str:
    return "null has no text" if value is None else "it nests" if isinstance(value, dict | list) else ""


def _flat(value: Any) -> str:
    """Scalars, and lists and objects of them, that are not empty."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return next(filter(None, map(_scalar, inner)), "") if value else "it is empty"
    return _scalar(value)


def _in_style(location: str, style: str, explode: bool, value: Any) -> str:
    texts = texts_of(value)
    if location == "header":
        return _header(value, texts, explode)
    if location == "path" and style == "simple" and texts == [""]:
        return "a part of a path cannot be empty"
    if style == "label" and explode and isinstance(value, dict | list) and any("." in text for text in texts):
        return "an item holds the separator"
    delimiter = DELIMITERS.get(style)
    if delimiter and not explode and isinstance(value, dict | list) and any(delimiter in text for text in texts):
        return "an item holds the separator"
    return ""


def _header(value: Any, texts: list[str], explode: bool) -> str:
    """Not percent-encoded (OpenAPI 3.1.1, appendix D), and blanks around an item mean nothing (RFC 9110, 5.6.1)."""
    reason = _field(texts)
    if reason or not isinstance(value, dict | list):
        return reason
    if any("," in text for text in texts):
        return "an item holds the separator"
    return "a name holds '='" if explode and isinstance(value, dict) and any("=" in key for key in value) else ""


def _field(texts: Iterable[Any]) -> str:
    """What a field value can carry: visible ASCII, with blanks inside (RFC 9110, 5.5)."""
    return "" if all(FIELD.fullmatch(str(text)) for text in texts) else "a header cannot hold it"


def texts_of(value: Any) -> list[str]:
    """Return the texts that a scalar, or an array or object of scalars, is serialized to, before encoding and joining.

    Of an object they are names and values in turn: ``{"a": 1}`` -> ``["a", "1"]``.
    """
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (key, *texts_of(item))]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    if isinstance(value, str):
        return [value]
    return [str(int(value)) if isinstance(value, float) and value.is_integer() else json.dumps(value)]


def _nested(value: Any) -> str:
    if isinstance(value, dict | list):
        if not value:
            return "it is empty"
        if isinstance(value, dict) and any("[" in key or "]" in key for key in value):
            return "a name holds a bracket"
        return next(filter(None, map(_nested, value.values() if isinstance(value, dict) else value)), "")
    return _scalar(value)


def _dots(path: str, given: Iterable[tuple[Parameter, Any]]) -> Iterator[str]:
    """A segment that is '.' or '..' leads elsewhere, percent-encoded or not (RFC 3986, 5.2.4 and 6.2.2.2)."""
    texts = {one.name: _in_path(one, value) for one, value in given if one.location == "path"}
    for segment in path.split("/"):
        filled = PATH_EXPRESSION.sub(lambda match: texts.get(match[1], match[0]), segment)
        if filled != segment and filled in (".", ".."):
            yield f"{segment}: dots lead out of the path"


def _in_path(parameter: Parameter, value: Any) -> str:
    """As it stands in the path, as far as that is made of dots."""
    if parameter.media_type is not None or parameter.style == "matrix":
        return "x"
    between = "." if parameter.style == "label" and parameter.explode else ","
    pairs = list(value.items()) if isinstance(value, dict) else []
    texts = [f"{key}={''.join(texts_of(one))}" for key, one in pairs] or texts_of(value)
    return ("." if parameter.style == "label" else "") + between.join(texts)


def _clashes(operation: Operation, given: list[tuple[Parameter, Any]]) -> Iterator[str]:
    """Names in a query or among cookies that its reader takes for those of another parameter."""
    for location in ("query", "cookie"):
        declared = [one for one in operation.parameters if one.location == location]
        values = {one.name: value for one, value in given if one.location == location}
        yield from (f"{location}.{name}: {reason}" for name, reason in _taken_names(declared, values, values))


def _taken_names(
    fields: Iterable[Parameter], values: Mapping[str, Any], declared: Container[str]
) -> Iterator[tuple[str, str]]:
    """Each field that gives a pair the name of another one, with the reason. The later of two is to blame."""
    known = {one.name: one for one in fields}
    deep = {name: f"{name}[" for name, one in known.items() if one.style == "deepObject"}
    seen: set[str] = set()
    for name, value in values.items():
        names = set(_names_of(known[name], value))
        strange = names - {name} if name in declared else names
        is_part = any(one.startswith(prefix) for at, prefix in deep.items() if at != name for one in strange)
        if is_part or strange & (known.keys() - {name}) or names & seen:
            yield name, "a part of it has the name of another parameter, or of a part of one"
        seen |= names


def _names_of(parameter: Parameter, value: Any, path: str = "") -> Iterator[str]:
    """The names of the pairs that a value is written as."""
    if parameter.media_type is None and parameter.style == "deepObject" and isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _names_of(parameter, item, f"{path}[{key}]")
    elif parameter.is_spread and isinstance(value, dict):
        yield from value
    else:
        yield parameter.name + path


def form_obstacles(media: MediaType, media_type: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the properties of a form that its serialization cannot express, each as a pair of name and reason."""
    if media_type not in (FORM, MULTIPART):
        return
    fields = {name: _field_of(name, media.encodings.get(name)) for name in {**media.encodings, **body}}
    if media_type == FORM:
        yield from _taken_names(fields.values(), body, media.encodings)
    for name, value in body.items():
        encoding = media.encodings.get(name, Encoding())
        if encoding.style is not None and media_type == FORM:
            reason = obstacle(fields[name], value)
        else:
            reason = _items(value, is_json(encoding.media_type or ""))
        if reason:
            yield name, reason


def _field_of(name: str, encoding: Encoding | None) -> Parameter:
    """A field of a form; without a style it is written as text under its own name."""
    if encoding is None or encoding.style is None:
        return Parameter(name, "query", False, "form", False, "")
    return Parameter(name, "query", False, encoding.style, encoding.explode, "")


def _items(value: Any, are_json: bool) -> str:
    """One field or part a value, or an item of a list; what nests is JSON, and so may be the rest."""
    if value == []:
        return "it is empty"
    items = value if isinstance(value, list) else [value]
    return "null has no text" if None in items and not are_json else ""
