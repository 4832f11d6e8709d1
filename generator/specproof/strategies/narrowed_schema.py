"""Schemas narrowed so that each of their values holds something at one location."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.strategies.instance_paths import InstancePath

__all__ = ["narrowed"]

Tokens = tuple[str, ...]


def narrowed(schema: Any, schema_path: Tokens, instance_path: InstancePath, part: Any) -> Any:
    """Return a narrower schema: the subschema at a location replaced by `part`, and all values have something there.

    Optional properties on the way become required, arrays get items, and one branch of `anyOf` or `oneOf` is kept.

    Args:
        schema_path: reference tokens from the schema to the location, such as ``("properties", "name")``.
        instance_path: from a whole value to the value that the subschema applies to, such as ``("name",)``.
        part: the schema to put at the location.
    """
    if not schema_path or not isinstance(schema, Mapping):
        return part
    keyword = schema_path[0]
    narrow = _NARROW.get(keyword, _other)
    return narrow(schema, schema_path, instance_path, part)


def _branch(schema: Mapping[str, Any], schema_path: Tokens, instance_path: InstancePath, part: Any) -> Any:
    keyword, at = schema_path[0], int(schema_path[1])
    branch = narrowed(schema[keyword][at], schema_path[2:], instance_path, part)
    if keyword == "allOf":
        return {**schema, keyword: [*schema[keyword][:at], branch, *schema[keyword][at + 1 :]]}
    return {**schema, keyword: [branch]}


def _items(schema: Mapping[str, Any], schema_path: Tokens, instance_path: InstancePath, part: Any) -> Any:
    below = narrowed(schema[schema_path[0]], schema_path[1:], instance_path[1:], part)
    return _array(schema, schema_path[0], below, _index(instance_path) + 1)


def _prefix(schema: Mapping[str, Any], schema_path: Tokens, instance_path: InstancePath, part: Any) -> Any:
    at, items = int(schema_path[1]), list(schema["prefixItems"])
    items[at] = narrowed(items[at], schema_path[2:], instance_path[1:], part)
    return _array(schema, "prefixItems", items, at + 1)


def _array(schema: Mapping[str, Any], keyword: str, below: Any, least: int) -> Any:
    return {**schema, "type": "array", keyword: below, "minItems": max(least, schema.get("minItems", 0))}


def _members(schema: Mapping[str, Any], schema_path: Tokens, instance_path: InstancePath, part: Any) -> Any:
    keyword, name = schema_path[0], schema_path[1]
    below = {**schema[keyword], name: narrowed(schema[keyword][name], schema_path[2:], instance_path[1:], part)}
    return _object(schema, keyword, below, instance_path)


def _rest(schema: Mapping[str, Any], schema_path: Tokens, instance_path: InstancePath, part: Any) -> Any:
    return _object(
        schema,
        schema_path[0],
        narrowed(schema[schema_path[0]], schema_path[1:], instance_path[1:], part),
        instance_path,
    )


def _object(schema: Mapping[str, Any], keyword: str, below: Any, instance_path: InstancePath) -> Any:
    name = instance_path[0] if instance_path else None
    needed = [name] if isinstance(name, str) else []
    required = [*dict.fromkeys([*schema.get("required", ()), *needed])]
    return {**schema, "type": "object", keyword: below, "required": required}


def _other(schema: Mapping[str, Any], schema_path: Tokens, instance_path: InstancePath, part: Any) -> Any:
    """`then`, `else`, `dependentSchemas`, `propertyNames`: the condition holds, too."""
    keyword = schema_path[0]
    if keyword == "dependentSchemas":
        below = {
            **schema[keyword],
            schema_path[1]: narrowed(schema[keyword][schema_path[1]], schema_path[2:], instance_path, part),
        }
        return {**schema, keyword: below, "required": [*schema.get("required", ()), schema_path[1]]}
    if keyword in ("then", "else"):
        condition = schema.get("if", True) if keyword == "then" else {"not": schema.get("if", True)}
        below = narrowed(schema[keyword], schema_path[1:], instance_path, part)
        return {**schema, keyword: below, "allOf": [*schema.get("allOf", ()), condition]}
    if keyword == "propertyNames":
        return {**schema, keyword: narrowed(schema[keyword], schema_path[1:], (), part), "minProperties": 1}
    return schema


def _index(instance_path: InstancePath) -> int:
    return instance_path[0] if instance_path and isinstance(instance_path[0], int) else 0


_NARROW = {
    **dict.fromkeys(("anyOf", "oneOf", "allOf"), _branch),
    **dict.fromkeys(("items", "contains", "unevaluatedItems"), _items),
    "prefixItems": _prefix,
    **dict.fromkeys(("properties", "patternProperties"), _members),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), _rest),
}
