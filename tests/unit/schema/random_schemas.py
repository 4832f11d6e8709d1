"""Random small schemas over a few names, words and numbers, so that keywords meet, and values near to them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

__all__ = ["documents", "values"]

NAMES = ("a", "b", "c", "x-1", "class")
TEXTS = ("", "a", "b", "ab", "é", "a-1", "\U0001f600", "null", "1", "true", "abc\n")
NUMBERS = (0, 1, 2, 3, -1, 1.0, 1.5, 2.5, 0.1, -0.5, 10**20, 1e22, 2**53 + 1)
PATTERNS = ("^a", "b$", "^[a-c]+$", "^x-", "a|b", ".", "^\\d+$", "\\s", "^(?!a)", "^.{2}$", "é", "\\w$")
CONSTANTS: tuple[Any, ...] = ("a", "b", "é", "", 0, 1, 1.0, 1.5, True, False, None, [], [1], {}, {"a": 1}, "1")
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
SCALARS = (*TEXTS, *NUMBERS, True, False, None)

_small = st.integers(0, 3)
_bounds = st.sampled_from((0, 1, 2, 3, 1.5, 0.5, -1, 2.0, 10**20))


def documents(size: int) -> st.SearchStrategy[dict[str, Any]]:
    """Components that refer to one another: anywhere below a property or item, elsewhere only to later ones."""
    return st.tuples(*[_schema(i, size, 2) for i in range(size)]).map(
        lambda schemas: {f"S{i}": schema for i, schema in enumerate(schemas)}
    )


@st.composite
def _schema(draw: st.DrawFn, own: int, size: int, depth: int) -> Any:
    if depth < 2 and draw(st.integers(0, 11)) == 0:
        return draw(st.booleans())
    chosen = draw(st.lists(st.sampled_from(_CHOICES if depth else _LEAVES), min_size=1, max_size=3, unique=True))
    out: dict[str, Any] = {}
    for name in chosen:
        out |= draw(_KEYWORDS[name](own, size, depth))
    return out


def _below(own: int, size: int, depth: int) -> st.SearchStrategy[Any]:
    """A schema for a child of a value: any component may be meant."""
    refs = st.integers(0, size - 1).map(_ref)
    return refs if depth <= 0 else st.one_of(_schema(own, size, depth - 1), _schema(own, size, depth - 1), refs)


def _beside(own: int, size: int, depth: int) -> st.SearchStrategy[Any]:
    """A schema for the same value: only later components, so that none needs itself."""
    nested = _schema(own, size, depth - 1) if depth > 0 else _schema(own, size, 0)
    return st.one_of(nested, st.integers(own + 1, size - 1).map(_ref)) if own + 1 < size else nested


def _ref(number: int) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/S{number}"}


Maker = Callable[[int, int, int], st.SearchStrategy[dict[str, Any]]]


def _one(keyword: str, values: st.SearchStrategy[Any]) -> Maker:
    return lambda own, size, depth: values.map(lambda value: {keyword: value})


def _child(keyword: str, place: Callable[[int, int, int], st.SearchStrategy[Any]]) -> Maker:
    return lambda own, size, depth: place(own, size, depth).map(lambda schema: {keyword: schema})


def _branches(keyword: str, place: Callable[[int, int, int], st.SearchStrategy[Any]]) -> Maker:
    return lambda own, size, depth: st.lists(place(own, size, depth), min_size=1, max_size=3).map(
        lambda schemas: {keyword: schemas}
    )


def _members(keyword: str, names: tuple[str, ...], place: Callable[[int, int, int], st.SearchStrategy[Any]]) -> Maker:
    return lambda own, size, depth: st.dictionaries(
        st.sampled_from(names), place(own, size, depth), min_size=1, max_size=3
    ).map(lambda members: {keyword: members})


def _closed(own: int, size: int, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    """The objects of real documents: typed, with properties, some required, often closed."""
    return st.builds(
        lambda members, required, closed: {
            "type": "object",
            "properties": members,
            "required": sorted(required),
            **({"additionalProperties": False} if closed else {}),
        },
        st.dictionaries(st.sampled_from(NAMES), _below(own, size, depth), min_size=1, max_size=3),
        st.sets(st.sampled_from(NAMES), max_size=2),
        st.booleans(),
    )


def _conditional(own: int, size: int, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    schemas = _beside(own, size, depth)
    return st.fixed_dictionaries({"if": schemas}, optional={"then": schemas, "else": schemas})


def _nullable(own: int, size: int, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from(TYPES[:-1]).map(lambda kind: {"type": [kind, "null"]})


_names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
_LEAF_KEYWORDS: Mapping[str, Maker] = {
    "type": _one("type", st.sampled_from(TYPES)),
    "types": _one("type", st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True)),
    "nullable": _nullable,
    "enum": _one("enum", st.lists(st.sampled_from(CONSTANTS), min_size=1, max_size=4, unique_by=repr)),
    "const": _one("const", st.sampled_from(CONSTANTS)),
    "minLength": _one("minLength", _small),
    "maxLength": _one("maxLength", _small),
    "pattern": _one("pattern", st.sampled_from(PATTERNS)),
    "minimum": _one("minimum", _bounds),
    "maximum": _one("maximum", _bounds),
    "exclusiveMinimum": _one("exclusiveMinimum", _bounds),
    "exclusiveMaximum": _one("exclusiveMaximum", _bounds),
    "multipleOf": _one("multipleOf", st.sampled_from((1, 2, 0.5, 1.5, 2.0))),
    "minItems": _one("minItems", _small),
    "maxItems": _one("maxItems", _small),
    "uniqueItems": _one("uniqueItems", st.booleans()),
    "minProperties": _one("minProperties", _small),
    "maxProperties": _one("maxProperties", _small),
    "required": _one("required", _names),
    "dependentRequired": _one("dependentRequired", st.dictionaries(st.sampled_from(NAMES), _names, max_size=2)),
    "format": _one("format", st.sampled_from(("uuid", "date-time", "int32", "unheard-of"))),
}
_KEYWORDS: Mapping[str, Maker] = {
    **_LEAF_KEYWORDS,
    "$ref": lambda own, size, depth: st.just(_ref(own + 1) if own + 1 < size else {}),
    "closed": _closed,
    "properties": _members("properties", NAMES, _below),
    "patternProperties": _members("patternProperties", ("^a", "b", "^x-", "^[a-c]$"), _below),
    "additionalProperties": _child("additionalProperties", _below),
    "propertyNames": _child("propertyNames", _beside),
    "items": _child("items", _below),
    "prefixItems": _branches("prefixItems", _below),
    "contains": _child("contains", _below),
    "allOf": _branches("allOf", _beside),
    "anyOf": _branches("anyOf", _beside),
    "oneOf": _branches("oneOf", _beside),
    "not": _child("not", _beside),
    "if": _conditional,
    "dependentSchemas": _members("dependentSchemas", NAMES, _beside),
    "unevaluatedProperties": _child("unevaluatedProperties", _below),
    "unevaluatedItems": _child("unevaluatedItems", _below),
}
_LEAVES = tuple(_LEAF_KEYWORDS)
_OFTEN = ("type", "type", "nullable", "closed", "closed", "properties", "allOf", "anyOf", "oneOf", "$ref", "items")
_CHOICES = (*_KEYWORDS, *_OFTEN)


def values(schemas: Mapping[str, Any], name: str, number: int, source: random.Random) -> list[Any]:
    """Values near to a component: some follow its keywords, some are whatever comes."""
    near = _Near(schemas, source)
    return [near.value(schemas[name], 4) if i % 3 else near.anything(2) for i in range(number)]


class _Near:
    def __init__(self, schemas: Mapping[str, Any], source: random.Random) -> None:
        self._schemas = schemas
        self._source = source

    def anything(self, depth: int) -> Any:
        roll = self._source.random()
        if depth == 0 or roll < 0.5:
            return self._source.choice(SCALARS)
        if roll < 0.75:
            return [self.anything(depth - 1) for _ in range(self._source.randrange(4))]
        names = self._source.sample(NAMES, self._source.randrange(4))
        return {name: self.anything(depth - 1) for name in names}

    def value(self, schema: Any, depth: int) -> Any:
        if not isinstance(schema, dict) or depth == 0 or self._source.random() < 0.1:
            return self.anything(min(depth, 1))
        ways = [way for keyword, way in self._ways(schema, depth) if keyword in schema]
        return self._source.choice(ways)() if ways else self._of_type(schema, depth)

    def _ways(self, schema: dict[str, Any], depth: int) -> list[tuple[str, Callable[[], Any]]]:
        choice = self._source.choice

        def follow(keyword: str) -> Callable[[], Any]:
            return lambda: self.value(choice(schema[keyword]), depth - 1)

        return [
            ("$ref", lambda: self.value(self._schemas[schema["$ref"].rpartition("/")[2]], depth - 1)),
            ("enum", lambda: choice(schema["enum"])),
            ("const", lambda: schema["const"]),
            ("allOf", follow("allOf")),
            ("anyOf", follow("anyOf")),
            ("oneOf", follow("oneOf")),
            ("then", lambda: self.value(schema["then"], depth - 1)),
            ("type", lambda: self._of_type(schema, depth)),
            ("properties", lambda: self._object(schema, depth)),
            ("required", lambda: self._object(schema, depth)),
            ("items", lambda: self._array(schema, depth)),
            ("prefixItems", lambda: self._array(schema, depth)),
        ]

    def _of_type(self, schema: dict[str, Any], depth: int) -> Any:
        kinds = schema.get("type", TYPES)
        kind = kinds if isinstance(kinds, str) else self._source.choice(kinds)
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        if kind in ("boolean", "null"):
            return self._source.choice((True, False)) if kind == "boolean" else None
        return self._source.choice(TEXTS if kind == "string" else NUMBERS)

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        members = schema.get("properties", {})
        names = [*members, *schema.get("required", ())]
        kept = [name for name in dict.fromkeys(names) if self._source.random() < 0.8]
        if self._source.random() < 0.3:
            kept.append(self._source.choice(NAMES))
        others = schema.get("additionalProperties", True)
        return {name: self.value(members.get(name, others), depth - 1) for name in kept}

    def _array(self, schema: dict[str, Any], depth: int) -> list[Any]:
        prefix = schema.get("prefixItems", [])
        length = max(0, len(prefix) + self._source.choice((-1, 0, 0, 1, 2)))
        items = schema.get("items", True)
        if length and self._source.random() < 0.3:
            return [self.value(prefix[0] if prefix else items, depth - 1)] * max(2, length)
        return [self.value(prefix[i] if i < len(prefix) else items, depth - 1) for i in range(length)]
