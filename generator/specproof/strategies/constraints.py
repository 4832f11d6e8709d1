"""The constraints of a schema one by one, each with the schema that lacks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specproof.oracle.json_pointer import pointer
from specproof.oracle.pattern_matching import matches
from specproof.strategies.choices import Rejected, Seeded
from specproof.strategies.paths import Path
from specproof.strategies.pattern_strings import matching
from specproof.strategies.prepare import Schema

__all__ = ["Constraint", "constraints"]

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One reason for which a value can fail.

    Attributes:
        place: where the schema object that states it stands in the whole schema.
        path: where the value that it is about stands in a whole value; None if no place can be named.
        keyword: the keyword; `false` for a subschema that is just that.
        detail: what of the keyword: the name for `required` and `dependentRequired`, `none` or `several` for `oneOf`.
        loosened: the schema object without it.
        base: the schema object that values must fail: as it is, unless only a part of a keyword is meant.
        node: the schema object as it is.
    """

    place: Tokens
    path: Path | None
    keyword: str
    detail: str | None
    loosened: Schema
    base: Schema
    node: Schema

    @property
    def pointer(self) -> str:
        """JSON pointer of the schema object."""
        return pointer(self.place)

    def within(self, schema: Schema, part: Schema) -> Schema:
        """The whole schema with another one in this place."""
        return _put(schema, self.place, part)  # type: ignore[no-any-return]  # JSON in, JSON out


@dataclass(frozen=True, slots=True)
class _Change:
    keyword: str
    detail: str | None
    loosened: Schema
    base: Schema | None = None


_PLAIN = (
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "maxContains",
    "propertyNames",
    "not",
    "anyOf",
    "$ref",
    "$dynamicRef",
)
_FAMILIES: Mapping[str, Tokens] = {"if": ("if", "then", "else"), "contains": ("contains", "minContains", "maxContains")}
_CLOSING = ("additionalProperties", "items", "unevaluatedProperties", "unevaluatedItems")
_SAME_VALUE = ("then", "else")
_ITEMS = ("items", "unevaluatedItems", "contains")
_PROPERTIES = ("additionalProperties", "unevaluatedProperties")
_SPARE = ("x-ext", "unknown", "z", "𝒳", "0")


def constraints(schema: Schema) -> Iterator[Constraint]:
    """All constraints that stand in the schema itself; what it refers to has its own.

    What would change the meaning of its neighbours goes together with them: `if` with `then` and `else`, `contains`
    with its counts. Inside `not` and `if` a constraint widens what is allowed, so they count as wholes.
    """
    for place, path, node in _nodes(schema, (), ()):
        changes = [_Change("false", None, True)] if node is False else _changes(node)
        for change in changes:
            base = node if change.base is None else change.base
            yield Constraint(place, path, change.keyword, change.detail, change.loosened, base, node)


def _nodes(schema: Any, place: Tokens, path: Path | None) -> Iterator[tuple[Tokens, Path | None, Any]]:
    if schema is False or isinstance(schema, dict):
        yield place, path, schema
    if isinstance(schema, dict):
        for tokens, own, child in _below(schema):
            inside = None if own is None or path is None else path + own
            yield from _nodes(child, place + tokens, inside)


def _below(schema: Mapping[str, Any]) -> Iterator[tuple[Tokens, Path | None, Any]]:
    """Subschemas, with the tokens to them and the path from a value to what they are about."""
    for keyword in _SAME_VALUE:
        if keyword in schema:
            yield (keyword,), (), schema[keyword]
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from (((keyword, str(i)), (), one) for i, one in enumerate(schema.get(keyword, ())))
    for name, one in schema.get("dependentSchemas", {}).items():
        yield ("dependentSchemas", name), (), one
    if isinstance(schema.get("propertyNames"), dict):
        yield ("propertyNames",), (None,), schema["propertyNames"]
    yield from _members(schema)


def _members(schema: Mapping[str, Any]) -> Iterator[tuple[Tokens, Path | None, Any]]:
    first = len(schema.get("prefixItems", ()))
    for keyword in _ITEMS:
        if schema.get(keyword, False) is not False:
            yield (keyword,), (first if keyword != "contains" else 0,), schema[keyword]
    for i, one in enumerate(schema.get("prefixItems", ())):
        yield ("prefixItems", str(i)), (i,), one
    for name, one in schema.get("properties", {}).items():
        yield ("properties", name), (name,), one
    for pattern, one in schema.get("patternProperties", {}).items():
        name = _name_of(pattern)
        yield ("patternProperties", pattern), None if name is None else (name,), one
    for keyword in _PROPERTIES:
        if schema.get(keyword, False) is not False:
            yield (keyword,), (_spare(schema),), schema[keyword]


def _name_of(pattern: str) -> str | None:
    draws = Seeded(0)
    for _ in range(20):
        try:
            name = matching(draws, pattern)
        except Rejected:
            return None
        if matches(pattern, name):
            return name
    return None


def _spare(schema: Mapping[str, Any]) -> str:
    """A name that the schema does not mention."""
    named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    free = [name for name in _SPARE if name not in named and not any(matches(pattern, name) for pattern in patterns)]
    return free[0] if free else "unmentioned"


def _changes(node: Any) -> Iterator[_Change]:
    for keyword in _PLAIN:
        if keyword in node:
            yield _Change(keyword, None, _without(node, keyword))
    for keyword, family in _FAMILIES.items():
        if keyword in node:
            yield _Change(keyword, None, _without(node, *family))
    for keyword in _CLOSING:
        if node.get(keyword) is False:
            yield _Change(keyword, None, _without(node, keyword))
    yield from _parts(node)


def _parts(node: Mapping[str, Any]) -> Iterator[_Change]:
    """Keywords of which each member is a constraint of its own."""
    for name in dict.fromkeys(node.get("required", ())):
        yield _Change("required", name, {**node, "required": [other for other in node["required"] if other != name]})
    for name, needed in node.get("dependentRequired", {}).items():
        others = {other: value for other, value in node["dependentRequired"].items() if other != name}
        if needed:
            yield _Change("dependentRequired", name, {**node, "dependentRequired": others})
    if node.get("minContains", 1) > 1 and "contains" in node:
        yield _Change("minContains", None, _without(node, "minContains"))
    if "oneOf" in node:
        kept = _without(node, "oneOf")
        inclusive = {**kept, "allOf": [*kept.get("allOf", ()), {"anyOf": node["oneOf"]}]}
        yield _Change("oneOf", "none", kept, inclusive)
        yield _Change("oneOf", "several", inclusive)


def _without(node: Mapping[str, Any], *keywords: str) -> dict[str, Any]:
    return {keyword: value for keyword, value in node.items() if keyword not in keywords}


def _put(schema: Any, path: Tokens, value: Any) -> Any:
    if not path:
        return value
    token, rest = path[0], path[1:]
    if isinstance(schema, list):
        index = int(token)
        return [*schema[:index], _put(schema[index], rest, value), *schema[index + 1 :]]
    return {**schema, token: _put(schema[token], rest, value)}
