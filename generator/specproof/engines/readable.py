"""A document without the schemas that make openapi-python-client refuse it: only its reading of operations matters."""

from __future__ import annotations

from typing import Any

from specproof.core.openapi import ANNOTATIONS

__all__ = ["readable"]

_DATA = frozenset(("example", "examples", "default", "enum", "const", "mapping"))
_SCHEMAS = frozenset(("items", "not", "if", "then", "else", "contains", "schema", "propertyNames"))
_MAPS = frozenset(("properties", "patternProperties", "schemas", "dependentSchemas"))
_LISTS = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))


def readable(node: Any) -> Any:
    """Return a copy of a document that openapi-python-client does not refuse.

    In it `true` and `false` as schemas are `{}`, and an `allOf` around one reference is that reference.
    """
    if isinstance(node, list):
        return [readable(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {key: value if key in _DATA or key.startswith("x-") else _field(key, value) for key, value in node.items()}
    parts = [part for part in out.get("allOf", ()) if isinstance(part, dict) and set(part) - ANNOTATIONS]
    if len(parts) == 1 and "$ref" in parts[0] and not set(out) - ANNOTATIONS - {"allOf"}:
        return {"$ref": parts[0]["$ref"]}
    return out


def _field(key: str, value: Any) -> Any:
    if key in _SCHEMAS:
        return _schema(value)
    if key in _MAPS and isinstance(value, dict):
        return {name: _schema(child) for name, child in value.items()}
    if key in _LISTS and isinstance(value, list):
        return [_schema(child) for child in value]
    return readable(value)


def _schema(value: Any) -> Any:
    return {} if isinstance(value, bool) else readable(value)
