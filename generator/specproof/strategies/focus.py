"""A schema narrowed until each of its values holds something in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.strategies.paths import Path

__all__ = ["focused"]

Tokens = tuple[str, ...]


def focused(schema: Any, place: Tokens, path: Path, part: Any) -> Any:
    """The schema with `part` in a place, such that its values hold something that `part` is asked about.

    Optional properties on the way become required, arrays get items, of branches the one is left: what it accepts, the
    schema accepts as well where the part does (below `oneOf` at most that).

    Args:
        place: tokens to the schema object in the schema.
        path: where the value that it is about stands in a whole value.
    """
    if not place or not isinstance(schema, Mapping):
        return part
    keyword = place[0]
    narrow = _NARROW.get(keyword, _other)
    return narrow(schema, place, path, part)


def _branch(schema: Mapping[str, Any], place: Tokens, path: Path, part: Any) -> Any:
    keyword, at = place[0], int(place[1])
    branch = focused(schema[keyword][at], place[2:], path, part)
    if keyword == "allOf":
        return {**schema, keyword: [*schema[keyword][:at], branch, *schema[keyword][at + 1 :]]}
    return {**schema, keyword: [branch]}


def _items(schema: Mapping[str, Any], place: Tokens, path: Path, part: Any) -> Any:
    below = focused(schema[place[0]], place[1:], path[1:], part)
    return _array(schema, place[0], below, _index(path) + 1)


def _prefix(schema: Mapping[str, Any], place: Tokens, path: Path, part: Any) -> Any:
    at, items = int(place[1]), list(schema["prefixItems"])
    items[at] = focused(items[at], place[2:], path[1:], part)
    return _array(schema, "prefixItems", items, at + 1)


def _array(schema: Mapping[str, Any], keyword: str, below: Any, least: int) -> Any:
    return {**schema, "type": "array", keyword: below, "minItems": max(least, schema.get("minItems", 0))}


def _members(schema: Mapping[str, Any], place: Tokens, path: Path, part: Any) -> Any:
    keyword, name = place[0], place[1]
    below = {**schema[keyword], name: focused(schema[keyword][name], place[2:], path[1:], part)}
    return _object(schema, keyword, below, path)


def _rest(schema: Mapping[str, Any], place: Tokens, path: Path, part: Any) -> Any:
    return _object(schema, place[0], focused(schema[place[0]], place[1:], path[1:], part), path)


def _object(schema: Mapping[str, Any], keyword: str, below: Any, path: Path) -> Any:
    name = path[0] if path else None
    needed = [name] if isinstance(name, str) else []
    required = [*dict.fromkeys([*schema.get("required", ()), *needed])]
    return {**schema, "type": "object", keyword: below, "required": required}


def _other(schema: Mapping[str, Any], place: Tokens, path: Path, part: Any) -> Any:
    """`then`, `else`, `dependentSchemas`, `propertyNames`: the condition holds, too."""
    keyword = place[0]
    if keyword == "dependentSchemas":
        below = {**schema[keyword], place[1]: focused(schema[keyword][place[1]], place[2:], path, part)}
        return {**schema, keyword: below, "required": [*schema.get("required", ()), place[1]]}
    if keyword in ("then", "else"):
        condition = schema.get("if", True) if keyword == "then" else {"not": schema.get("if", True)}
        below = focused(schema[keyword], place[1:], path, part)
        return {**schema, keyword: below, "allOf": [*schema.get("allOf", ()), condition]}
    if keyword == "propertyNames":
        return {**schema, keyword: focused(schema[keyword], place[1:], (), part), "minProperties": 1}
    return schema


def _index(path: Path) -> int:
    return path[0] if path and isinstance(path[0], int) else 0


_NARROW = {
    **dict.fromkeys(("anyOf", "oneOf", "allOf"), _branch),
    **dict.fromkeys(("items", "contains", "unevaluatedItems"), _items),
    "prefixItems": _prefix,
    **dict.fromkeys(("properties", "patternProperties"), _members),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), _rest),
}
