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
    """Yield (name, schema) of each property of a schema, also through its references, allOf, oneOf and anyOf.

    A name that several of these schemas declare comes several times.
    """
    for node in branches(start, schemas):
        yield from ((name, child) for name, child in node.get("properties", {}).items() if child is not False)


def branches(
    start: Mapping[str, Any], schemas: Mapping[str, Any], seen: frozenset[str] = frozenset()
) -> Iterator[Mapping[str, Any]]:
    """Yield a schema and all schemas that it reaches through ``$ref``, allOf, oneOf and anyOf.

    A reference within itself is not followed again; one to no component is ignored.

    Args:
        schemas: components by name.
        seen: references that are not to be followed.
    """
    name = reference(start) if "$ref" in start else None
    if name is not None and name not in seen and isinstance(schemas.get(name), dict):
        yield from branches(schemas[name], schemas, seen | {name})
    yield start
    for keyword in ("allOf", "oneOf", "anyOf"):
        for branch in start.get(keyword, ()):
            if isinstance(branch, dict):
                yield from branches(branch, schemas, seen)


def schemas_at(start: SchemaName, pointer: str, schemas: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return all schemas for the value at a JSON pointer into an instance of ``start``; empty if none is declared.

    Args:
        pointer: such as `/address/city`.
        schemas: components by name.

    Raises:
        ValueError: the text is no JSON pointer.
    """
    nodes: list[Any] = [{"$ref": f"#/components/schemas/{start}"}]
    for token in Pointer.parse(pointer):
        below = [dict(properties_of(node, schemas)).get(token) for node in nodes]
        nodes = [node for node in below if isinstance(node, dict)]
    return [each for node in nodes for each in branches(node, schemas)]


def property_type(node: Any) -> PropertyType:
    """Return the type of a property by its schema; ``Anything`` if that is no scalar, array or reference."""
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
    """Return the description of a property's schema, or of the component it refers to; empty if there is none."""
    if not isinstance(node, dict):
        return ""
    target = schemas.get(reference(node) or "") if "$ref" in node else None
    return str(node.get("description") or (target.get("description", "") if isinstance(target, dict) else ""))
