"""References to components, and examples of schemas, parameters and media types."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.core.openapi import SCHEMA_PREFIX
from specproof.ir.content import Example, SchemaName

__all__ = ["as_example", "example_of", "fixed_value", "is_scalar", "reference", "referred"]


def reference(schema: Any) -> SchemaName | None:
    """Return the name of the component that a schema of the normal form refers to, or None if it allows any value.

    Raises:
        ValueError: the schema is neither a reference nor allows any value, so the input is no normal form.
    """
    if schema is None or schema is True or schema == {}:
        return None
    target = schema.get("$ref", "") if isinstance(schema, dict) else ""
    if not target.startswith(SCHEMA_PREFIX):
        raise ValueError(f"not a reference to a component: {schema!r}")
    return SchemaName(Pointer.parse(target)[-1])


def as_example(value: Any) -> Example | None:
    """Return a value as JSON text, or None for a value that JSON cannot represent."""
    try:
        return Example(json.dumps(value, ensure_ascii=False, allow_nan=False))
    except (TypeError, ValueError):
        return None


def example_of(node: Mapping[str, Any], schemas: Mapping[str, Any]) -> Example | None:
    """Return the first example of a parameter or media type, else one of its schema, or None if there is none."""
    if "example" in node:
        return as_example(node["example"])
    for entry in node.get("examples", {}).values():
        if isinstance(entry, dict) and "value" in entry:
            return as_example(entry["value"])
    return _of_schema(node.get("schema"), schemas)


def fixed_value(schema: Any, schemas: Mapping[str, Any], depth: int = 8) -> Example | None:
    """Return the only value that a schema allows by ``const`` or ``enum``, else its default, or None."""
    if not isinstance(schema, dict) or depth == 0:
        return None
    if "const" in schema:
        return as_example(schema["const"])
    if len(schema.get("enum", ())) == 1:
        return as_example(schema["enum"][0])
    if "default" in schema:
        return as_example(schema["default"])
    parts = [*([schemas.get(reference(schema) or "")] if "$ref" in schema else []), *schema.get("allOf", ())]
    return next((found for one in parts if (found := fixed_value(one, schemas, depth - 1)) is not None), None)


def _of_schema(schema: Any, schemas: Mapping[str, Any], depth: int = 8) -> Example | None:
    if not isinstance(schema, dict) or depth == 0:
        return None
    if schema.get("examples"):
        return as_example(schema["examples"][0])
    for keyword in ("example", "const", "default"):
        if keyword in schema:
            return as_example(schema[keyword])
    if schema.get("enum"):
        return as_example(schema["enum"][0])
    if "$ref" in schema:
        return _of_schema(schemas.get(reference(schema) or ""), schemas, depth - 1)
    return None


def is_scalar(schema: Any, schemas: Mapping[str, Any]) -> bool:
    """Return whether the ``type`` of a schema, or of one that it refers to, rules out arrays and objects."""
    return any(_is_scalar(one) for one in referred(schema, schemas))


def _is_scalar(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type", "object")
    return not {"array", "object"} & set([kinds] if isinstance(kinds, str) else kinds)


def referred(schema: Any, schemas: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a schema, and those that ``$ref`` leads to from it, each once."""
    seen: set[str] = set()
    while isinstance(schema, dict):
        yield schema
        name = reference(schema) if "$ref" in schema else None
        if name is None or name in seen:
            return
        seen.add(name)
        schema = schemas.get(name)
