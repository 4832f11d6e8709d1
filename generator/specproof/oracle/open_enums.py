"""Open enumerations: where a project asks for them, replies may hold other strings than those that are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.oracle.directions import with_schemas

__all__ = ["opened"]

_ONE = frozenset({"items", "additionalProperties"})
_MANY = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})


def opened(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """``document`` with enumerations of two strings or more as any string; one string alone is a tag, and stays."""
    return {key: with_schemas(value, _schema, key) for key, value in document.items()}


def _schema(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    values = node.get("enum", ())
    if len(values) > 1 and all(isinstance(value, str) for value in values):
        return {keyword: value for keyword, value in node.items() if keyword != "enum"} | {"type": "string"}
    return {keyword: _below(keyword, value) for keyword, value in node.items()}


def _below(keyword: str, value: Any) -> Any:
    if keyword in _ONE:
        return _schema(value)
    if keyword in _MANY and isinstance(value, list):
        return [_schema(one) for one in value]
    if keyword in _MAPS and isinstance(value, dict):
        return {name: _schema(one) for name, one in value.items()}
    return value
