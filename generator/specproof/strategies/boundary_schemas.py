"""Schemas of the values right inside and right outside of a constraint.

A value inside fails once the constraint is tightened by one, a value outside passes once it is loosened by one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, pairwise
from typing import Any

__all__ = ["just_inside", "just_outside"]

Schema = Mapping[str, Any]

_ASTRAL = "𝒳"
_LONGEST = 5_000
_MEMBERS = 80
_PAIRED, _ALONE = 6, 8
_KINDS: Mapping[str, tuple[Any, ...]] = {
    "null": (None,),
    "boolean": (False, True),
    "integer": (0, 1.0, 2),
    "number": (0.5, 3, 1e300),
    "string": ("", "0"),
    "array": ([],),
    "object": ({},),
}
_APPLIES_TO = {"Length": ("string",), "Items": ("array",), "Properties": ("object",)}
_PAIRS = {
    "Length": ("minLength", "maxLength"),
    "Items": ("minItems", "maxItems"),
    "Properties": ("minProperties", "maxProperties"),
}


def just_inside(node: Schema, keyword: str) -> Iterator[Schema]:
    """Yield schemas of the valid values at the edge of a keyword: for `maxLength: 5`, strings of 5 characters.

    Each schema also keeps the other keywords; for a keyword without an edge, the only one is the schema object itself.

    Args:
        node: the schema object that has the keyword.
    """
    if keyword in _INSIDE:
        yield from _INSIDE[keyword](node, keyword)
    else:
        yield node


def just_outside(node: Schema, keyword: str, loosened: Any) -> Iterator[Schema]:
    """Yield schemas of the values that just violate a keyword: for `maxLength: 5`, strings of 6 characters.

    Yield nothing for a keyword without an edge.

    Args:
        node: the schema object that has the keyword.
        loosened: the schema object without the keyword.
    """
    if isinstance(loosened, Mapping) and keyword in _OUTSIDE:
        yield from _OUTSIDE[keyword](node, keyword, loosened)


def _applicable(node: Schema, keyword: str) -> Schema:
    """The schema object for the types that the keyword applies to: null has no length."""
    kinds = next((kinds for end, kinds in _APPLIES_TO.items() if keyword.endswith(end)), ("number", "integer"))
    declared = node.get("type", kinds[0])
    left = [kind for kind in ([declared] if isinstance(declared, str) else declared) if kind in kinds]
    return {**node, "type": left} if left else node


def _inner_bound(node: Schema, keyword: str) -> Iterator[Schema]:
    value, step = node[keyword], node.get("multipleOf", 1)
    upper = "aximum" in keyword
    other = "minimum" if upper else "maximum"
    if keyword.startswith("exclusive"):
        yield from _beside(value, not upper)
    applicable = _applicable(node, keyword)
    for limit in (value, value - step if upper else value + step):
        yield {**applicable, other: limit}
    yield applicable


def _outer_bound(node: Schema, keyword: str, loosened: Schema) -> Iterator[Schema]:
    value, step = node[keyword], node.get("multipleOf", 1)
    upper = "aximum" in keyword
    if keyword.startswith("exclusive"):
        yield {**loosened, "minimum": value, "maximum": value}
    else:
        yield from _beside(value, upper)
    beyond = ("exclusiveMinimum", "maximum") if upper else ("exclusiveMaximum", "minimum")
    yield {**loosened, beyond[0]: value, beyond[1]: value + step if upper else value - step}


def _beside(value: float, above: bool) -> Iterator[Schema]:
    """The double next to a number."""
    if float(value) == value:
        yield {"const": math.nextafter(value, math.inf if above else -math.inf)}


def _inner_grid(node: Schema, keyword: str) -> Iterator[Schema]:
    yield {"allOf": [node, {"not": {"multipleOf": node[keyword] * 2}}]}
    yield node


def _outer_grid(node: Schema, keyword: str, loosened: Schema) -> Iterator[Schema]:
    off = {"not": {"multipleOf": node[keyword]}}
    yield {"allOf": [loosened, off, {"multipleOf": node[keyword] / 2}]}
    yield {"allOf": [loosened, off]}


def _other(keyword: str) -> str:
    pair = next(pair for end, pair in _PAIRS.items() if keyword.endswith(end))
    return pair[1] if keyword == pair[0] else pair[0]


def _inner_size(node: Schema, keyword: str) -> Iterator[Schema]:
    size = int(node[keyword])
    if keyword.endswith("Length") and size <= _LONGEST:
        yield {"const": _ASTRAL * size}
    applicable = _applicable(node, keyword)
    yield {**applicable, _other(keyword): size}
    yield applicable


def _outer_size(node: Schema, keyword: str, loosened: Schema) -> Iterator[Schema]:
    size = int(node[keyword]) + (-1 if keyword.startswith("min") else 1)
    if size < 0:
        return
    if keyword.endswith("Length") and size <= _LONGEST:
        yield {"const": _ASTRAL * size}
    yield {**loosened, keyword: size, _other(keyword): size}


def _inner_values(node: Schema, keyword: str) -> Iterator[Schema]:
    for value in node[keyword][:_MEMBERS] if keyword == "enum" else [node[keyword]]:
        yield {"const": value}


def _outer_values(node: Schema, keyword: str, _: Schema) -> Iterator[Schema]:
    for value in node[keyword][:3] if keyword == "enum" else [node[keyword]]:
        for near in _near(value):
            yield {"const": near}


def _near(value: Any) -> tuple[Any, ...]:
    if isinstance(value, str):
        return (value.swapcase(), value + "x", value[:-1], "")
    if isinstance(value, bool):
        return (not value, int(value), str(value))
    if isinstance(value, int | float):
        return (value + 1, value - 1, str(value))
    return ("null", 0, [value])


def _inner_type(node: Schema, keyword: str) -> Iterator[Schema]:
    for name in _types(node):
        yield {**node, "type": name}
        yield from ({"const": value} for value in _KINDS[name])
        if name == "array" and not node.get("uniqueItems"):
            yield {"allOf": [{**node, "type": name}, {"not": {"uniqueItems": True}}]}


def _outer_pattern(node: Schema, keyword: str, loosened: Schema) -> Iterator[Schema]:
    """What matches but for one character before its beginning or after its end; a line break passes many a dot."""
    pattern = node[keyword]
    for stray in ("!", "\\n", "/"):
        if pattern.startswith("^"):
            yield {**loosened, keyword: f"^{stray}{pattern[1:]}"}
        if pattern.endswith("$") and not pattern.endswith("\\$"):
            yield {**loosened, keyword: f"{pattern[:-1]}{stray}$"}
    yield from ({"const": value} for value in ("", "x", "0", " ", "é", "\n"))


def _outer_type(node: Schema, keyword: str, _: Schema) -> Iterator[Schema]:
    for name, values in _KINDS.items():
        if name not in _types(node):
            yield from ({"const": value} for value in values)
            yield from ({"const": str(value).lower()} for value in values if name in ("boolean", "integer"))


def _types(node: Schema) -> list[str]:
    named = node["type"]
    return [named] if isinstance(named, str) else list(named)


def _inner_branches(node: Schema, keyword: str) -> Iterator[Schema]:
    for at, branch in enumerate(node[keyword]):
        if keyword == "anyOf" and at < _ALONE:
            others = [other for index, other in enumerate(node[keyword]) if index != at]
            yield {"allOf": [node, branch, *([{"not": {"anyOf": others}}] if others else [])]}
        yield {"allOf": [node, branch]}
    if keyword == "anyOf":
        yield from ({"allOf": [node, one, other]} for one, other in pairwise(node[keyword]))


def _inner_unique(node: Schema, keyword: str) -> Iterator[Schema]:
    yield {**node, "minItems": max(2, node.get("minItems", 0))}
    yield node


def _outer_whole(node: Schema, keyword: str, _: Schema) -> Iterator[Schema]:
    """A value of each type: what a whole schema may reject."""
    yield from ({"const": value} for values in _KINDS.values() for value in values[:1])


def _outer_one(node: Schema, keyword: str, loosened: Schema) -> Iterator[Schema]:
    """Values that exactly two branches accept: without one of them they would pass."""
    branches = node[keyword]
    kept = {name: value for name, value in node.items() if name != keyword}
    for at, (one, other) in enumerate(islice(pairwise(branches), _PAIRED)):
        rest = [branch for index, branch in enumerate(branches) if index not in (at, at + 1)]
        yield {"allOf": [kept, one, other, *([{"not": {"anyOf": rest}}] if rest else [])]}
    yield from _outer_whole(node, keyword, loosened)


_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_SIZES = tuple(keyword for pair in _PAIRS.values() for keyword in pair)
_INSIDE: Mapping[str, Callable[[Schema, str], Iterator[Schema]]] = {
    **dict.fromkeys(_BOUNDS, _inner_bound),
    **dict.fromkeys(_SIZES, _inner_size),
    "multipleOf": _inner_grid,
    "enum": _inner_values,
    "const": _inner_values,
    "type": _inner_type,
    "anyOf": _inner_branches,
    "oneOf": _inner_branches,
    "uniqueItems": _inner_unique,
}
_OUTSIDE: Mapping[str, Callable[[Schema, str, Schema], Iterator[Schema]]] = {
    **dict.fromkeys(_BOUNDS, _outer_bound),
    **dict.fromkeys(_SIZES, _outer_size),
    "multipleOf": _outer_grid,
    "enum": _outer_values,
    "const": _outer_values,
    "type": _outer_type,
    "pattern": _outer_pattern,
    "oneOf": _outer_one,
    **dict.fromkeys(("$ref", "anyOf", "not", "false"), _outer_whole),
}
