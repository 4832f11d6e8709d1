"""The constraints of a schema one by one, each with the schema without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specproof.oracle.json_pointer import pointer
from specproof.oracle.pattern_matching import matches
from specproof.strategies.choices import RejectedError, SeededChoices
from specproof.strategies.instance_paths import InstancePath
from specproof.strategies.pattern_strings import matching_string
from specproof.strategies.standalone_schema import Schema

__all__ = ["Constraint", "constraints"]

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One reason for which a value can be invalid: a keyword of a schema object, or one name of `required`.

    Attributes:
        schema_path: reference tokens from the whole schema to the schema object that has the keyword.
        instance_path: from a whole value to the value that is constrained; None if no location can be named.
        keyword: the keyword; `false` for a subschema that is just that.
        detail: which part of the keyword: the property for `required` and `dependentRequired`, `none` or `several`
            for `oneOf`; None for all of the keyword.
        loosened: the schema object without the constraint.
        base: the schema object that invalid values must fail: ``node``, unless only a part of a keyword counts.
        node: the schema object as it is in the schema.
    """

    schema_path: Tokens
    instance_path: InstancePath | None
    keyword: str
    detail: str | None
    loosened: Schema
    base: Schema
    node: Schema

    @property
    def pointer(self) -> str:
        """Return the JSON pointer, from the whole schema, of the schema object that has the keyword."""
        return pointer(self.schema_path)

    def within(self, schema: Schema, part: Schema) -> Schema:
        """Return a copy of the whole schema in which ``part`` replaces the schema object that has the keyword."""
        return _put(schema, self.schema_path, part)  # type: ignore[no-any-return]  # JSON in, JSON out


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
    """Yield the constraints that a schema states itself, without those behind its `$ref`s.

    Keywords that depend on each other are one constraint: `if` with `then` and `else`, `contains` with its counts.
    Nothing inside `not` and `if` is a constraint of its own, since it admits more, not less.
    """
    for schema_path, instance_path, node in _nodes(schema, (), ()):
        changes = [_Change("false", None, True)] if node is False else _changes(node)
        for change in changes:
            base = node if change.base is None else change.base
            yield Constraint(schema_path, instance_path, change.keyword, change.detail, change.loosened, base, node)


def _nodes(
    schema: Any, schema_path: Tokens, instance_path: InstancePath | None
) -> Iterator[tuple[Tokens, InstancePath | None, Any]]:
    if schema is False or isinstance(schema, dict):
        yield schema_path, instance_path, schema
    if isinstance(schema, dict):
        for tokens, steps, child in _below(schema):
            below = None if steps is None or instance_path is None else instance_path + steps
            yield from _nodes(child, schema_path + tokens, below)


def _below(schema: Mapping[str, Any]) -> Iterator[tuple[Tokens, InstancePath | None, Any]]:
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


def _members(schema: Mapping[str, Any]) -> Iterator[tuple[Tokens, InstancePath | None, Any]]:
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
    choices = SeededChoices(0)
    for _ in range(20):
        try:
            name = matching_string(choices, pattern)
        except RejectedError:
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
