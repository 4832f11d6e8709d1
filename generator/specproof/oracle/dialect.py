"""The schemas of a document as JSON Schema 2020-12: what a Schema Object of OpenAPI 3.0.3, 4.7.24 means.

Written apart from the upgrade stage, so that a mistake there shows as a disagreement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from specproof.oracle.directions import Direction, for_direction, map_schemas

__all__ = ["in_draft_2020_12"]

ASSERTIONS = frozenset(
    {
        "title",
        "multipleOf",
        "maximum",
        "minimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "maxProperties",
        "minProperties",
        "format",
        "description",
        "default",
        "enum",
        "required",
        "readOnly",
        "writeOnly",
    }
)


def in_draft_2020_12(document: Mapping[str, Any], direction: Direction) -> Mapping[str, Any]:
    """Return a document of OpenAPI 3.0 or 3.1 with each schema as JSON Schema 2020-12, as it holds in one direction.

    Args:
        direction: `request` or `response`, in which `writeOnly` or `readOnly` properties are required; empty for both.
    """
    if str(document.get("openapi", "")).startswith("3.0"):
        document = {key: map_schemas(value, _schema, key) for key, value in document.items()}
    return for_direction(document, direction)


def _schema(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    result = {key: value for key, value in node.items() if key in ASSERTIONS}
    for key, translate in _TRANSLATIONS.items():
        if key in node:
            result.update(translate(node))
    return result


def _type(node: Mapping[str, Any]) -> dict[str, Any]:
    """``nullable`` counts only beside ``type`` (proposal 2019-10-31, taken into 3.0.3)."""
    return {"type": [node["type"], "null"] if node.get("nullable") is True else node["type"]}


def _bound(limit: str, strict: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def translate(node: Mapping[str, Any]) -> dict[str, Any]:
        return {strict: node[limit]} if node[strict] is True and limit in node else {}

    return translate


def _one(key: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda node: {key: _schema(node[key])}


def _each(key: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda node: {key: [_schema(one) for one in node[key]]}


_TRANSLATIONS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "type": _type,
    "exclusiveMinimum": _bound("minimum", "exclusiveMinimum"),
    "exclusiveMaximum": _bound("maximum", "exclusiveMaximum"),
    "properties": lambda node: {"properties": {name: _schema(one) for name, one in node["properties"].items()}},
    "items": _one("items"),
    "additionalProperties": _one("additionalProperties"),
    "not": _one("not"),
    "allOf": _each("allOf"),
    "anyOf": _each("anyOf"),
    "oneOf": _each("oneOf"),
}
