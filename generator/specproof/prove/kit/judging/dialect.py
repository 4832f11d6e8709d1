"""A 3.0 document under JSON Schema 2020-12, for judging only: what OpenAPI 3.0.3, 4.7.24 says a Schema Object means.

Written apart from the upgrade stage, so that a mistake there is seen and not shared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

__all__ = ["Direction", "judged"]

Direction = Literal["request", "reply"]

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
    }
)
OPAQUE = frozenset({"example", "examples", "default", "enum", "const"})


def judged(document: Mapping[str, Any], direction: Direction) -> Mapping[str, Any]:
    """``document`` with each schema as JSON Schema 2020-12; a 3.1 document is given back as it is.

    ``readOnly`` properties are not required in requests, ``writeOnly`` ones not in replies (OpenAPI 3.0.3, 4.7.24.1).
    """
    if not str(document.get("openapi", "")).startswith("3.0"):
        return document
    hidden = "readOnly" if direction == "request" else "writeOnly"
    return {key: _outside(value, key, hidden) for key, value in document.items()}


def _outside(node: Any, key: str, hidden: str) -> Any:
    """A part of the document that is not a schema, with the schemas below it translated."""
    if key in OPAQUE or key.startswith("x-"):
        return node
    if isinstance(node, list):
        return [_outside(one, "", hidden) for one in node]
    if not isinstance(node, dict):
        return node
    if key == "schema":
        return _schema(node, hidden)
    if key == "schemas":
        return {name: _schema(schema, hidden) for name, schema in node.items()}
    return {name: _outside(value, name, hidden) for name, value in node.items()}


def _schema(node: Any, hidden: str) -> Any:
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": node["$ref"]}
    result = {key: value for key, value in node.items() if key in ASSERTIONS}
    for key, translate in _TRANSLATIONS.items():
        if key in node:
            result.update(translate(node, hidden))
    return result


def _type(node: Mapping[str, Any], hidden: str) -> dict[str, Any]:
    """``nullable`` counts only beside ``type`` (proposal 2019-10-31, taken into 3.0.3)."""
    return {"type": [node["type"], "null"] if node.get("nullable") is True else node["type"]}


def _bound(limit: str, strict: str) -> Callable[[Mapping[str, Any], str], dict[str, Any]]:
    def translate(node: Mapping[str, Any], hidden: str) -> dict[str, Any]:
        return {strict: node[limit]} if node[strict] is True and limit in node else {}

    return translate


def _required(node: Mapping[str, Any], hidden: str) -> dict[str, Any]:
    properties = node.get("properties", {})
    return {"required": [name for name in node["required"] if not _is(properties.get(name), hidden)]}


def _is(schema: Any, flag: str) -> bool:
    return isinstance(schema, dict) and schema.get(flag) is True


def _one(key: str) -> Callable[[Mapping[str, Any], str], dict[str, Any]]:
    return lambda node, hidden: {key: _schema(node[key], hidden)}


def _each(key: str) -> Callable[[Mapping[str, Any], str], dict[str, Any]]:
    return lambda node, hidden: {key: [_schema(one, hidden) for one in node[key]]}


_TRANSLATIONS: Mapping[str, Callable[[Mapping[str, Any], str], dict[str, Any]]] = {
    "type": _type,
    "enum": lambda node, hidden: {"enum": node["enum"]},
    "exclusiveMinimum": _bound("minimum", "exclusiveMinimum"),
    "exclusiveMaximum": _bound("maximum", "exclusiveMaximum"),
    "required": _required,
    "properties": lambda node, hidden: {
        "properties": {name: _schema(one, hidden) for name, one in node["properties"].items()}
    },
    "items": _one("items"),
    "additionalProperties": _one("additionalProperties"),
    "not": _one("not"),
    "allOf": _each("allOf"),
    "anyOf": _each("anyOf"),
    "oneOf": _each("oneOf"),
}
