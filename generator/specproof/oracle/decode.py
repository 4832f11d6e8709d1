"""Parameters from their text: the inverse of parameter styles (OpenAPI 3.1, 4.8.12.2-4; RFC 6570).

Written apart from the serializer of generated clients, and importing nothing of it, since it judges its output.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, unquote_plus

from specproof.oracle.json_values import MOST_LEVELS
from specproof.oracle.shape import Shape

__all__ = ["ABSENT", "NUMBER", "MalformedError", "Query", "Style", "decode", "decode_texts", "scalar", "structure_of"]

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
STEPS = re.compile(r"(?:\[[^\[\]]*\])*")
ABSENT: Final = object()
DecodeText = Callable[[str], str]


class MalformedError(ValueError):
    """The text of a parameter or body does not follow its declared serialization."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a parameter is serialized: its ``style`` and ``explode`` (OpenAPI 3.1, 4.8.12), its name, and where it is.

    Attributes:
        location: `path`, `query`, `header` or `cookie`.
    """

    name: str
    location: str
    style: str
    explode: bool


class Query:
    """The name-value pairs of a query string, form body or ``Cookie`` header; the values still percent-encoded."""

    def __init__(self, text: str, separator: str = "&", decode_text: Callable[[str], str] = unquote_plus) -> None:
        cut = [part.partition("=") for part in text.split(separator) if part.strip()]
        self.decode_text = decode_text
        self.pairs = [(decode_text(name.strip()), value) for name, _, value in cut]

    @classmethod
    def of_cookies(cls, header: str) -> Query:
        """Return the pairs of a ``Cookie`` header, where ``+`` is a plus sign (RFC 6265, 4.2.1)."""
        return cls(header, ";", unquote)

    def values(self, name: str) -> list[str]:
        """Return all values of a name, in order and still percent-encoded; empty if it does not occur."""
        return [value for key, value in self.pairs if key == name]

    def text(self, name: str) -> str | None:
        """Return the decoded value of a name; None if the name does not occur, or more than once."""
        values = self.values(name)
        return self.decode_text(values[0]) if len(values) == 1 else None


def scalar(text: str, shape: Shape) -> Any:
    """Return the number, boolean or null that ``text`` denotes, if ``shape`` admits that type; else the text itself.

    Raises:
        MalformedError: an integer has more digits than Python reads, 4,300.
    """
    kinds = shape.types
    if kinds & {"integer", "number"} and NUMBER.fullmatch(text):
        try:
            number = json.loads(text)
        except ValueError as error:
            raise MalformedError(f"a number of {len(text)} characters is too long") from error
        if not (isinstance(number, float) and math.isinf(number)):
            return number
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    if "null" in kinds and (text == "null" or (text == "" and "string" not in kinds)):
        return None
    return text


def decode(style: Style, shape: Shape, source: str | Query, declared: Iterable[Style] = ()) -> Any:
    """Return the value of one parameter, decoded from its serialization; ``ABSENT`` if the query does not contain it.

    Args:
        shape: the types that the parameter's schema admits.
        source: the encoded text of a path value or a header, or the whole query (or ``Cookie`` header).
        declared: all parameters of the query: names that are, or begin, those of others are not this one's.

    Raises:
        MalformedError: the text does not follow the style.
    """
    if isinstance(source, Query):
        return _query(style, shape, source, [one for one in declared if one.name != style.name])
    if style.location == "header":
        return _listed(style, shape, source, ",", str)
    if style.style == "label":
        return _label(style, shape, source)
    if style.style == "matrix":
        return _matrix(style, shape, source)
    return _listed(style, shape, source, ",", unquote)


def structure_of(shape: Shape) -> str:
    """Return how the text of a value is decoded: `array`, `object`, or `scalar` if the shape admits any scalar."""
    if shape.types & {"string", "integer", "number", "boolean"}:
        return "scalar"
    return "array" if "array" in shape.types else "object" if "object" in shape.types else "scalar"


def _listed(style: Style, shape: Shape, text: str, delimiter: str, decode_text: DecodeText) -> Any:
    """``a,b`` or ``k,v,k,v`` or, exploded, ``k=v,k=v``. No text is one empty item: an empty list is not written at all
    (RFC 6570, 2.3)."""
    kind = structure_of(shape)
    if kind == "scalar":
        return scalar(decode_text(text.strip() if style.location == "header" else text), shape)
    parts = [part.strip() if style.location == "header" else part for part in text.split(delimiter)]
    if kind == "array":
        return [scalar(decode_text(part), shape.item()) for part in parts]
    return _object(_pairs(parts, style.explode), shape, decode_text)


def _pairs(parts: Sequence[str], explode: bool) -> list[tuple[str, str]]:
    if explode:
        cut = [part.partition("=") for part in parts]
        if not all(equals for _, equals, _ in cut):
            raise MalformedError("an exploded object must be written name=value")
        return [(name, value) for name, _, value in cut]
    if len(parts) % 2:
        raise MalformedError("an object is written name,value,name,value: an even number of parts")
    return list(zip(parts[0::2], parts[1::2], strict=True))


def _object(pairs: Sequence[tuple[str, str]], shape: Shape, decode_text: DecodeText) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        key = decode_text(name)
        if key in result:
            raise MalformedError(f"property {key!r} appears twice")
        result[key] = scalar(decode_text(value), shape.property(key))
    return result


def _label(style: Style, shape: Shape, text: str) -> Any:
    """``.a`` / ``.a,b`` / ``.a.b`` exploded (RFC 6570, 3.2.5)."""
    if not text.startswith("."):
        raise MalformedError("a label starts with '.'")
    return _listed(style, shape, text[1:], "." if style.explode else ",", unquote)


def _matrix(style: Style, shape: Shape, text: str) -> Any:
    """``;n=a`` / ``;n=a,b`` / ``;n=a;n=b`` exploded / ``;k=v;k=v`` exploded object (RFC 6570, 3.2.7)."""
    if not text.startswith(";"):
        raise MalformedError("a matrix value starts with ';'")
    pairs = [(unquote(name), value) for name, _, value in (part.partition("=") for part in text[1:].split(";"))]
    kind = structure_of(shape)
    if kind == "object" and style.explode:
        return _object(pairs, shape, unquote)
    if any(name != style.name for name, _ in pairs):
        raise MalformedError(f"a matrix value is written ;{style.name}=…")
    if kind == "array" and style.explode:
        return [scalar(unquote(value), shape.item()) for _, value in pairs]
    if len(pairs) > 1:
        raise MalformedError(f"{style.name} appears {len(pairs)} times")
    return _listed(style, shape, pairs[0][1], ",", unquote)


def _query(style: Style, shape: Shape, query: Query, others: Sequence[Style]) -> Any:
    names = {one.name for one in others}
    if style.style == "deepObject":
        return _deep(style, shape, [pair for pair in query.pairs if pair[0] not in names], query.decode_text)
    if structure_of(shape) == "object" and style.explode:
        deep = tuple(f"{one.name}[" for one in others if one.style == "deepObject")
        pairs = [pair for pair in query.pairs if pair[0] not in names and not pair[0].startswith(deep)]
        return _object(pairs, shape, query.decode_text) if pairs else ABSENT
    values = query.values(style.name)
    return decode_texts(style, shape, values, query.decode_text) if values else ABSENT


def decode_texts(style: Style, shape: Shape, values: Sequence[str], decode_text: DecodeText) -> Any:
    """Return the value of a parameter, decoded from all the encoded texts that its name has in a query or form.

    Raises:
        MalformedError: there are several texts, and the parameter is not an exploded array; or the style is violated.
    """
    if structure_of(shape) == "array" and style.explode:
        return [scalar(decode_text(value), shape.item()) for value in values]
    if len(values) > 1:
        raise MalformedError(f"appears {len(values)} times")
    return _delimited(style, shape, values[0], decode_text)


def _delimited(style: Style, shape: Shape, text: str, decode_text: DecodeText) -> Any:
    """Not exploded: split at the style's delimiter, bare or escaped, before anything is decoded."""
    if style.style == "spaceDelimited":
        return _listed(style, shape, text.replace("%20", "+"), "+", decode_text)
    if style.style == "pipeDelimited":
        return _listed(style, shape, text.replace("%7C", "|").replace("%7c", "|"), "|", decode_text)
    return _listed(style, shape, text, ",", decode_text)


def _deep(style: Style, shape: Shape, pairs: Sequence[tuple[str, str]], decode_text: DecodeText) -> Any:
    """``name[key]=value``. What nests has no meaning in the specification: read as it is usually written, one bracket a
    level, items by index or by repetition; and a scalar as ``name=value``."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        steps = STEPS.fullmatch(name, len(style.name)) if name.startswith(style.name) else None
        if steps is not None:
            if steps[0].count("[") > MOST_LEVELS:
                raise MalformedError(f"it has more than {MOST_LEVELS} levels")
            _insert(tree, ["", *steps[0][1:-1].split("][")] if steps[0] else [""], decode_text(value))
    return _typed(tree[""], shape) if tree else ABSENT


def _insert(node: dict[str, Any], steps: Sequence[str], text: str) -> None:
    for step in steps[:-1]:
        node = node.setdefault(step, {})
        if not isinstance(node, dict):
            raise MalformedError(f"{step!r} has both a value and properties")
    texts = node.setdefault(steps[-1], [])
    if not isinstance(texts, list):
        raise MalformedError(f"{steps[-1]!r} has both a value and properties")
    texts.append(text)


def _typed(node: dict[str, Any] | list[str], shape: Shape) -> Any:
    is_array = structure_of(shape) == "array"
    if isinstance(node, list):
        if is_array:
            return [scalar(text, shape.item()) for text in node]
        if len(node) > 1:
            raise MalformedError(f"appears {len(node)} times")
        return scalar(node[0], shape)
    if is_array and list(node) == [str(at) for at in range(len(node))]:
        return [_typed(one, shape.item()) for one in node.values()]
    return {key: _typed(one, shape.property(key)) for key, one in node.items()}
