"""Whether schemas exclude each other, so that `oneOf` is equivalent to `anyOf`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from specproof.core.json_types import json_type
from specproof.schema.keywords import Schema, assertions, types_of
from specproof.schema.walk import dereferenced

__all__ = ["disjoint"]


def disjoint(components: Mapping[str, Schema], branches: Sequence[Schema]) -> bool:
    """Whether no value satisfies two of the schemas, by their types, constants or required properties.

    False if that is uncertain.
    """
    opened = [_opened(components, branch) for branch in branches]
    return all(_apart(components, a, b, 4) for a, b in combinations(opened, 2))


def _opened(components: Mapping[str, Schema], schema: Schema) -> Schema:
    target = dereferenced(components, schema)
    return True if target is None else target if isinstance(target, bool) else assertions(target)


def _apart(components: Mapping[str, Schema], a: Schema, b: Schema, depth: int) -> bool:
    a, b = _opened(components, a), _opened(components, b)
    if a is False or b is False:
        return True
    if a is True or b is True or depth == 0:
        return False
    if not _kinds(a) & _kinds(b):
        return True
    one, other = _constants(a), _constants(b)
    if one is not None and other is not None:
        return not any(_same(x, y) for x in one for y in other)
    if _kinds(a) == _kinds(b) == {"object"}:
        return _objects_apart(components, a, b, depth)
    return False


def _objects_apart(components: Mapping[str, Schema], a: Mapping[str, Any], b: Mapping[str, Any], depth: int) -> bool:
    for one, other in ((a, b), (b, a)):
        members: Mapping[str, Schema] = other.get("properties", {})
        for name in one.get("required", ()):
            if members.get(name, other.get("additionalProperties", True)) is False and "patternProperties" not in other:
                return True
            both = name in other.get("required", ()) and name in members and name in one.get("properties", {})
            if both and _apart(components, one["properties"][name], members[name], depth - 1):
                return True
    return False


def _kinds(schema: Mapping[str, Any]) -> set[str]:
    declared = types_of(schema)
    values = _constants(schema)
    if declared is not None:
        return {"number" if kind == "integer" else kind for kind in declared}
    if values is not None:
        return {json_type(value) for value in values}
    return {"object", "array", "string", "number", "boolean", "null"}


def _constants(schema: Mapping[str, Any]) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _same(a: Any, b: Any) -> bool:
    return json_type(a) == json_type(b) and bool(a == b)
