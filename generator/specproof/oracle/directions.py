"""What is required of a value that travels in one direction.

OpenAPI 3.1.0, 4.8.24 (and 3.0.3, 4.7.24.1): a property that is `readOnly` and required is required in responses alone,
one that is `writeOnly` in requests alone. A property is marked by its own schema, or by one that this refers to.
Written apart from the stage that makes request and response types, so that a mistake there is seen and not shared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from specproof.oracle.json_pointer import resolve

__all__ = ["Direction", "Translate", "relaxed", "with_schemas"]

Direction = Literal["", "request", "reply"]
"""Which way a value travels; empty: every property counts, as written."""

Translate = Callable[[Any], Any]
"""From a schema to another; it looks below the schema by itself."""

OPAQUE = frozenset({"example", "examples", "default", "enum", "const"})
_HIDDEN = {"request": "readOnly", "reply": "writeOnly"}
_ONE = frozenset({"items", "additionalProperties", "contains", "propertyNames", "then", "else"}) | {
    "unevaluatedItems",
    "unevaluatedProperties",
}
_MANY = frozenset({"anyOf", "oneOf", "prefixItems"})
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})


def with_schemas(node: Any, translate: Translate, key: str = "") -> Any:
    """A part of a document that is no schema, with the schemas below it translated."""
    if key in OPAQUE or key.startswith("x-"):
        return node
    if isinstance(node, list):
        return [with_schemas(one, translate) for one in node]
    if not isinstance(node, dict):
        return node
    if key == "schema":
        return translate(node)
    if key == "schemas":
        return {name: translate(schema) for name, schema in node.items()}
    return {name: with_schemas(value, translate, name) for name, value in node.items()}


def relaxed(document: Mapping[str, Any], direction: Direction) -> Mapping[str, Any]:
    """``document`` (schemas in JSON Schema 2020-12) as it holds in a direction; in none it is given back as it is."""
    if not direction:
        return document
    relax = _Relaxed(document, _HIDDEN[direction])
    return {key: with_schemas(value, relax.schema, key) for key, value in document.items()}


class _Relaxed:
    def __init__(self, document: Mapping[str, Any], mark: str) -> None:
        self.document, self.mark = document, mark

    def schema(self, node: Any, silent: frozenset[str] = frozenset()) -> Any:
        """``silent`` are the names that the schemas around it mark; what stands in `not` and `if` stays as it is."""
        if not isinstance(node, dict):
            return node
        silent |= self.marked(node)
        return {keyword: self.keyword(keyword, value, silent) for keyword, value in node.items()}

    def keyword(self, keyword: str, value: Any, silent: frozenset[str]) -> Any:
        if keyword == "required" and isinstance(value, list):
            return [name for name in value if name not in silent]
        if keyword == "allOf" and isinstance(value, list):
            return [self.schema(one, silent) for one in value]
        if keyword in _ONE:
            return self.schema(value)
        if keyword in _MANY and isinstance(value, list):
            return [self.schema(one) for one in value]
        if keyword in _MAPS and isinstance(value, dict):
            return {name: self.schema(one) for name, one in value.items()}
        return value

    def marked(self, node: Any, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """The marked properties of an object to which this schema applies."""
        if not isinstance(node, dict):
            return frozenset()
        names = {name for name, one in _members(node) if self.is_marked(one, frozenset())}
        for part, met in self.applied(node, seen):
            names |= self.marked(part, met)
        return frozenset(names)

    def is_marked(self, node: Any, seen: frozenset[str]) -> bool:
        if not isinstance(node, dict):
            return False
        return node.get(self.mark) is True or any(self.is_marked(part, met) for part, met in self.applied(node, seen))

    def applied(self, node: Mapping[str, Any], seen: frozenset[str]) -> list[tuple[Any, frozenset[str]]]:
        """What else applies to the same value."""
        parts = [(part, seen) for part in node.get("allOf", ())]
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith("#/") and ref not in seen:
            parts.append((_target(self.document, ref), seen | {ref}))
        return parts


def _members(node: Mapping[str, Any]) -> list[tuple[str, Any]]:
    properties = node.get("properties")
    return list(properties.items()) if isinstance(properties, dict) else []


def _target(document: Mapping[str, Any], ref: str) -> Any:
    try:
        return resolve(document, ref)
    except LookupError:
        return None
