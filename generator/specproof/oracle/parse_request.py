"""What a request carries: read back from the wire for one operation, and whatever nobody declared beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from specproof.oracle.decode import ABSENT, Malformed, Query, Style, decode
from specproof.oracle.media_types import is_json
from specproof.oracle.operations import Operation, Parameter
from specproof.oracle.shape import Shape

__all__ = ["Carried", "Head", "parameters_of", "path_values"]

EXPRESSION = re.compile(r"\{([^{}]*)\}")
TEXT = Shape(frozenset({"string"}))

ShapeOf = Callable[[Parameter], Shape]


@dataclass(frozen=True, slots=True)
class Head:
    """``path`` and ``query`` still encoded, the server's own path cut off; ``headers`` by name in lower case."""

    path: str
    query: str
    headers: Mapping[str, str]

    @property
    def cookies(self) -> Query:
        return Query.of_cookies(self.headers.get("cookie", ""))


@dataclass(frozen=True, slots=True)
class Carried:
    """``values`` by ``Parameter.key``; ``strangers`` are names in query and cookies that nothing declares."""

    values: Mapping[str, Any]
    strangers: tuple[str, ...] = field(default=())


def path_values(template: str, raw: str) -> Iterator[dict[str, str]]:
    """Every way to read a path by its template: one, unless a segment has several expressions. Values stay encoded."""
    if template.count("/") == raw.count("/"):
        yield from _segments(list(zip(template.split("/"), raw.split("/"), strict=True)))


def _segments(pairs: list[tuple[str, str]]) -> Iterator[dict[str, str]]:
    if not pairs:
        yield {}
        return
    (template, raw), *rest = pairs
    pieces = EXPRESSION.split(template)
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


def parameters_of(operation: Operation, head: Head, values: Mapping[str, str], shape_of: ShapeOf) -> Carried:
    """The parameters of an operation as a request has them.

    Args:
        values: of the path, still encoded.
        shape_of: what each parameter is to be read as.

    Raises:
        Malformed: a text does not follow the style that its parameter declares.
    """
    query, cookies = Query(head.query), head.cookies
    sources: dict[str, Query] = {"query": query, "cookie": cookies}
    found: dict[str, Any] = {}
    for parameter in operation.parameters:
        source: str | Query | None = sources.get(parameter.place)
        if parameter.place == "path":
            source = values.get(parameter.name)
        elif parameter.place == "header":
            source = head.headers.get(parameter.name.lower())
        value = ABSENT if source is None else _value(parameter, operation, source, shape_of)
        if value is not ABSENT:
            found[parameter.key] = value
    strangers = [*_strangers(operation, "query", query, found), *_strangers(operation, "cookie", cookies, found)]
    return Carried(found, tuple(strangers))


def _value(parameter: Parameter, operation: Operation, source: str | Query, shape_of: ShapeOf) -> Any:
    if parameter.media_type is not None:
        return _content(parameter, source)
    others = [one.name for one in operation.parameters if one.place == parameter.place]
    style = Style(parameter.name, parameter.place, parameter.style, parameter.explode)
    return decode(style, shape_of(parameter), source, others)


def _content(parameter: Parameter, source: str | Query) -> Any:
    """A parameter with ``content``: its text is a document of that media type."""
    style = Style(parameter.name, parameter.place, "simple" if isinstance(source, str) else "form", False)
    text = decode(style, TEXT, source)
    if text is ABSENT or not is_json(parameter.media_type or ""):
        return text
    try:
        return json.loads(text)
    except ValueError:
        raise Malformed(f"{text!r} is no JSON") from None


def _strangers(operation: Operation, place: str, query: Query, found: Mapping[str, Any]) -> Iterable[str]:
    here = [one for one in operation.parameters if one.place == place]
    known = {one.name for one in here}
    prefixes = tuple(f"{one.name}[" for one in here if one.style == "deepObject")
    for one in here:
        value = found.get(one.key)
        if isinstance(value, dict) and one.is_spread:
            known |= value.keys()
    return (f"{place}.{name}" for name, _ in query.pairs if name not in known and not name.startswith(prefixes))
