"""Keywords of JSON Schema 2020-12 by what they do (core and validation vocabularies)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["ALL_TYPES", "BY_TYPE", "GUARD_ONLY", "Schema", "assertions", "facts", "judging", "types_of"]

Schema = bool | Mapping[str, Any]

ALL_TYPES = ("object", "array", "string", "number", "boolean", "null")

BY_TYPE: Mapping[str, tuple[str, ...]] = {
    "object": ("properties", "required", "additionalProperties", "minProperties", "maxProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
    "string": ("minLength", "maxLength", "pattern"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}

GUARD_ONLY = frozenset(
    [
        "not",
        "if",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedProperties",
        "unevaluatedItems",
        "contains",
        "patternProperties",
        "propertyNames",
        "$dynamicRef",
        "$schema",
    ]
)

_APPLICATORS = frozenset(("$ref", "allOf", "anyOf", "oneOf", "type", "enum", "const"))
_ASSERTIONS = _APPLICATORS | GUARD_ONLY | frozenset(keyword for group in BY_TYPE.values() for keyword in group)
_BESIDE = frozenset(("then", "else", "minContains", "maxContains"))
_FACTS = ("title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples", "format")


def judging(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema without its annotations.

    Keywords without effect are kept: `unevaluated*` depend on them.
    """
    return {keyword: value for keyword, value in schema.items() if keyword in _ASSERTIONS or keyword in _BESIDE}


def assertions(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of a schema that can make a value invalid, without idle ones such as `minLength: 0`."""
    kept = {keyword: value for keyword, value in schema.items() if keyword in _ASSERTIONS}
    if "if" in kept and "then" not in schema and "else" not in schema:
        del kept["if"]
    for keyword in (
        "unevaluatedProperties",
        "unevaluatedItems",
        "additionalProperties",
        "items",
        "propertyNames",
        "not",
    ):
        idle = keyword != "not"
        if kept.get(keyword) is idle or (kept.get(keyword) == {} and keyword != "not"):
            del kept[keyword]
    for keyword, idle_value in _IDLE:
        if keyword in kept and kept[keyword] == idle_value and type(kept[keyword]) is type(idle_value):
            del kept[keyword]
    return kept


_IDLE: tuple[tuple[str, Any], ...] = (
    ("uniqueItems", False),
    ("minLength", 0),
    ("minItems", 0),
    ("minProperties", 0),
    ("required", []),
    ("properties", {}),
    ("patternProperties", {}),
    ("dependentRequired", {}),
    ("dependentSchemas", {}),
)


def facts(schema: object) -> dict[str, Any]:
    """Return the annotations of a schema that generated code shows, such as `description`."""
    return {key: schema[key] for key in _FACTS if key in schema} if isinstance(schema, dict) else {}


def types_of(schema: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the `type` keyword as a tuple, in the order of the document, or None if it is absent.

    `integer` is left out beside `number`.
    """
    declared = schema.get("type")
    if declared is None:
        return None
    names = [declared] if isinstance(declared, str) else list(declared)
    if "number" in names:
        names = [name for name in names if name != "integer"]
    return tuple(dict.fromkeys(names))
