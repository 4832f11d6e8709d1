"""Properties of a schema of the normal form, through what it refers to and is composed of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.ir.content import SchemaName
from specproof.ir.property_types import Anything, ListOf, Named, PropertyType, Scalar
from specproof.lower.schemas import reference

__all__ = ["branches", "description_of", "properties_of", "property_type", "schemas_at"]

_SCALARS = ("string", "integer", "number", "boolean")


def properties_of(start: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield name and schema of each property that a value may have, of every branch."""
    for node in branches(start, schemas):
        yield from ((name, child) for name, child in node.get("properties", {}).items() if child is not False)


def branches(
    start: Mapping[str, Any], schemas: Mapping[str, Any], seen: frozenset[str] = frozenset()
) -> Iterator[Mapping[str, Any]]:
    """Yield a schema and all that it refers to or is composed of, each reference once."""
    name = reference(start) if "$ref" in start else None
    if name is not None and name not in seen and isinstance(schemas.get(name), dict):
        yield from branches(schemas[name], schemas, seen | {name})
    yield start
    for keyword in ("allOf", "oneOf", "anyOf"):
        for branch in start.get(keyword, ()):
            if isinstance(branch, dict):
                yield from branches(branch, schemas, seen)


def schemas_at(start: SchemaName, pointer: str, schemas: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return every schema of the value at a JSON pointer into a value of ``start``; none where none is declared.

    Raises:
        ValueError: the text is no JSON pointer.
    """
    nodes: list[Any] = [{"$ref": f"#/components/schemas/{start}"}]
    for token in Pointer.parse(pointer):
        below = [dict(properties_of(node, schemas)).get(token) for node in nodes]
        nodes = [node for node in below if isinstance(node, dict)]
    return [each for node in nodes for each in branches(node, schemas)]


def property_type(node: Any) -> PropertyType:
    """Return the type that a schema of the normal form says, ``Anything`` for what has no simple one."""
    if not isinstance(node, dict):
        return Anything()
    if name := reference(node) if "$ref" in node else None:
        return Named(name)
    if len(node.get("allOf", ())) == 1:
        return property_type(node["allOf"][0])
    if node.get("type") == "array":
        return ListOf(property_type(node.get("items")))
    is_plain = node.get("type") in _SCALARS and "enum" not in node and "const" not in node
    return Scalar(node["type"]) if is_plain else Anything()


def description_of(node: Any, schemas: Mapping[str, Any]) -> str:
    """Return the description of a property, or that of the component it refers to."""
    if not isinstance(node, dict):
        return ""
    target = schemas.get(reference(node) or "") if "$ref" in node else None
    return str(node.get("description") or (target.get("description", "") if isinstance(target, dict) else ""))
