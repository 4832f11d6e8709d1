"""The parameters of a request, read from its path, query and headers, and those that its operation does not declare."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from specproof.oracle.decode import ABSENT, MalformedError, Query, Style, decode
from specproof.oracle.json_values import parse_strict
from specproof.oracle.media_types import is_json
from specproof.oracle.operations import PATH_EXPRESSION, Operation, Parameter
from specproof.oracle.shape import Shape

__all__ = ["RequestHead", "RequestParameters", "path_values", "read_parameter", "read_parameters"]

TEXT = Shape(frozenset({"string"}))

ShapeOf = Callable[[Parameter], Shape]


@dataclass(frozen=True, slots=True)
class RequestHead:
    """What a request consists of besides its body.

    Attributes:
        path: without that of the server, still percent-encoded.
        query: still percent-encoded, without `?`.
        headers: by name in lower case.
    """

    path: str
    query: str
    headers: Mapping[str, str]

    @property
    def cookies(self) -> Query:
        """Return the name-value pairs of the ``Cookie`` header."""
        return Query.of_cookies(self.headers.get("cookie", ""))

    def source(self, parameter: Parameter, path_values: Mapping[str, str]) -> str | Query | None:
        """Return the text to decode a parameter from; None if a path value or header is not there.

        That is the whole query (or the cookies), or the encoded value of a path parameter or header.

        Args:
            path_values: encoded values of the path parameters, by name.
        """
        match parameter.location:
            case "query":
                return Query(self.query)
            case "cookie":
                return self.cookies
            case "header":
                return self.headers.get(parameter.name.lower())
            case _:
                return path_values.get(parameter.name)


@dataclass(frozen=True, slots=True)
class RequestParameters:
    """The decoded parameters of a request.

    Attributes:
        values: ``Parameter.key`` (such as ``query.limit``) -> value; absent ones are left out.
        undeclared: query parameters and cookies that the operation does not declare, such as ``query.x``.
    """

    values: Mapping[str, Any]
    undeclared: tuple[str, ...] = field(default=())


def path_values(template: str, raw: str) -> Iterator[dict[str, str]]:
    """Yield each way to match a path with its template, as name -> encoded value: `/pets/{id}`, `/pets/7` -> `id: 7`.

    Nothing if the path does not match; several only if a segment of the template has two expressions.
    """
    if template.count("/") == raw.count("/"):
        yield from _segments(list(zip(template.split("/"), raw.split("/"), strict=True)))


def _segments(pairs: list[tuple[str, str]]) -> Iterator[dict[str, str]]:
    if not pairs:
        yield {}
        return
    (template, raw), *rest = pairs
    pieces = PATH_EXPRESSION.split(template)
    for first in _pieces(pieces, raw):
        for others in _segments(rest):
            yield {**first, **others}


def _pieces(pieces: list[str], raw: str) -> Iterator[dict[str, str]]:
    """``[literal, name, literal, …]`` against one segment; no value is empty."""
    literal, *rest = pieces
    length = _prefix(literal, raw)
    if length is None:
        return
    if not rest:
        if length == len(raw):
            yield {}
        return
    name, *after = rest
    remainder = raw[length:]
    for end in [len(remainder)] if after == [""] else range(1, len(remainder) + 1):
        if end:
            for others in _pieces(after, remainder[end:]):
                yield {name: remainder[:end], **others}


def _prefix(literal: str, raw: str) -> int | None:
    """How much of an encoded text spells a literal at its start (RFC 3986, 6.2.2.2), at most 3 characters a byte."""
    wanted = unquote(literal)
    if not wanted:
        return 0
    if raw[:1] not in (wanted[0], "%"):
        return None
    for end in range(len(wanted), min(len(raw), 3 * len(wanted.encode())) + 1):
        if unquote(raw[:end]) == wanted and not re.search("%[0-9A-Fa-f]?$", raw[:end]):
            return end
    return None


def read_parameters(
    operation: Operation, head: RequestHead, path_values: Mapping[str, str], shape_of: ShapeOf
) -> RequestParameters:
    """Return the decoded parameters of a request to an operation.

    Args:
        path_values: encoded values of the path parameters, by name.
        shape_of: returns the types that the schema of a parameter admits.

    Raises:
        MalformedError: a text does not follow the style that its parameter declares.
    """
    values: dict[str, Any] = {}
    for parameter in operation.parameters:
        value = read_parameter(operation, parameter, head.source(parameter, path_values), shape_of(parameter))
        if value is not ABSENT:
            values[parameter.key] = value
    spread = [one for one in operation.parameters if one.is_spread and isinstance(values.get(one.key), dict)]
    for location in ("query", "cookie"):
        shapes = {one.key: shape_of(one) for one in spread if one.location == location}
        values = dict(_told_apart(values, shapes)) if len(shapes) > 1 else values
    undeclared = [
        *_undeclared(operation, "query", Query(head.query), values),
        *_undeclared(operation, "cookie", head.cookies, values),
    ]
    return RequestParameters(values, tuple(undeclared))


def read_parameter(operation: Operation, parameter: Parameter, source: str | Query | None, shape: Shape) -> Any:
    """Return the decoded value of one parameter; ``ABSENT`` if the request does not have it.

    Args:
        source: the result of ``RequestHead.source``.
        shape: the types that the schema of the parameter admits.

    Raises:
        MalformedError: the text does not follow the style that the parameter declares, or is not JSON.
    """
    if source is None:
        return ABSENT
    if parameter.media_type is not None:
        return _content(parameter, source)
    declared = [_style(one) for one in operation.parameters if one.location == parameter.location]
    return decode(_style(parameter), shape, source, declared)


def _style(parameter: Parameter) -> Style:
    style = parameter.style if parameter.media_type is None else "form"
    return Style(parameter.name, parameter.location, style, parameter.explode)


def _told_apart(values: Mapping[str, Any], shapes: Mapping[str, Shape]) -> Iterator[tuple[str, Any]]:
    """Objects that are spread over one query: what the shape of one names, and that of another does not, is the one's.

    Args:
        values: decoded, by ``Parameter.key``.
        shapes: of those that are spread.
    """
    for key, value in values.items():
        named = (
            {name for other in shapes if other != key for name in shapes[other].properties} if key in shapes else set()
        )
        wrong = named - shapes[key].properties.keys() if key in shapes else named
        left = {name: one for name, one in value.items() if name not in wrong} if wrong else value
        if left or left == value:
            yield key, left


def _content(parameter: Parameter, source: str | Query) -> Any:
    """A parameter with ``content``: its text is a document of that media type."""
    style = Style(parameter.name, parameter.location, "simple" if isinstance(source, str) else "form", False)
    text = decode(style, TEXT, source)
    if text is ABSENT or not is_json(parameter.media_type or ""):
        return text
    try:
        return parse_strict(text)
    except ValueError as error:
        raise MalformedError(f"{text!r} is not JSON: {error}") from error


def _undeclared(operation: Operation, location: str, query: Query, values: Mapping[str, Any]) -> Iterator[str]:
    declared = [one for one in operation.parameters if one.location == location]
    known = {one.name for one in declared}
    prefixes = tuple(f"{one.name}[" for one in declared if one.style == "deepObject")
    for parameter in declared:
        value = values.get(parameter.key)
        if isinstance(value, dict) and parameter.is_spread:
            known |= value.keys()
    return (f"{location}.{name}" for name, _ in query.pairs if name not in known and not name.startswith(prefixes))
