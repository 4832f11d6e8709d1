"""The keywords of JSON Schema 2020-12 by what they hold: a schema, several, or data."""

from __future__ import annotations

__all__ = ["DATA", "SCHEMA", "SCHEMA_LIST", "SCHEMA_MAP"]

SCHEMA = frozenset(
    {
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
        "items",
        "additionalProperties",
    }
)
SCHEMA_LIST = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
SCHEMA_MAP = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
DATA = frozenset({"example", "examples", "default", "enum", "const"})
"""What stands below these is no schema, whatever it looks like; OpenAPI's ``example`` is among them."""
