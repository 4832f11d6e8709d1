"""Open enumerations, where a project asks for them: responses may hold strings that are not listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.oracle.directions import map_schemas
from specproof.oracle.keywords import SCHEMA_LIST, SCHEMA_MAP

__all__ = ["open_enums"]

_ONE = frozenset({"items", "additionalProperties"})


def open_enums(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a document in which each `enum` of two or more strings is replaced by `type: string`."""
    return {key: map_schemas(value, _schema, key) for key, value in document.items()}


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
    if keyword in SCHEMA_LIST and isinstance(value, list):
        return [_schema(one) for one in value]
    if keyword in SCHEMA_MAP and isinstance(value, dict):
        return {name: _schema(one) for name, one in value.items()}
    return value
