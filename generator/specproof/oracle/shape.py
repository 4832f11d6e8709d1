"""Which types of value a schema admits: all that the decoder knows of it, since ``5`` may be text or a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.oracle.json_pointer import resolve

__all__ = ["ANY", "Shape", "shape_of"]

TYPES = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
DEPTH = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """The JSON types that a schema admits, and those of its items and properties.

    Attributes:
        items: None for any.
        properties: those that the schema names.
        rest: for properties that the schema does not name; None for any.
    """

    types: frozenset[str] = TYPES
    items: Shape | None = None
    properties: Mapping[str, Shape] = field(default_factory=dict)
    rest: Shape | None = None

    def item(self) -> Shape:
        """Return the shape of the items of an array."""
        return self.items or ANY

    def property(self, name: str) -> Shape:
        """Return the shape of a property of an object."""
        return self.properties.get(name) or self.rest or ANY


ANY = Shape()


def shape_of(schema: Any, document: Mapping[str, Any], depth: int = DEPTH) -> Shape:
    """Return the JSON types that a schema admits, or more: it is not exact, and ``ANY`` below ``depth`` levels.

    Raises:
        LookupError: a ``$ref`` leads to nothing.
    """
    if not isinstance(schema, dict) or depth == 0:
        return ANY
    shape = _own(schema, document, depth - 1)
    if isinstance(schema.get("$ref"), str) and schema["$ref"].startswith("#/"):
        shape = _both(shape, shape_of(resolve(document, schema["$ref"]), document, depth - 1))
    for part in schema.get("allOf", ()):
        shape = _both(shape, shape_of(part, document, depth - 1))
    for key in ("oneOf", "anyOf"):
        if schema.get(key):
            shape = _both(shape, _either([shape_of(part, document, depth - 1) for part in schema[key]]))
    return shape


def _own(schema: Mapping[str, Any], document: Mapping[str, Any], depth: int) -> Shape:
    return Shape(
        _types(schema),
        shape_of(schema["items"], document, depth) if isinstance(schema.get("items"), dict) else None,
        {name: shape_of(one, document, depth) for name, one in schema.get("properties", {}).items()},
        shape_of(schema["additionalProperties"], document, depth)
        if isinstance(schema.get("additionalProperties"), dict)
        else None,
    )


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    types = _declared(schema.get("type"), schema.get("nullable") is True)
    if "const" in schema or "enum" in schema:
        listed = _types_of([schema["const"]] if "const" in schema else schema["enum"])
        return frozenset(kind for kind in listed if kind in types or (kind == "integer" and "number" in types))
    return types


def _declared(kind: str | list[str] | None, nullable: bool) -> frozenset[str]:
    if kind is None:
        return TYPES
    types = frozenset([kind] if isinstance(kind, str) else kind)
    return types | {"null"} if nullable else types


def _types_of(values: list[Any]) -> frozenset[str]:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return frozenset(names.get(type(value), "null") for value in values)


def _both(one: Shape, two: Shape) -> Shape:
    """``number`` and ``integer`` meet in ``integer``."""
    types = one.types & two.types
    if ("integer" in one.types and "number" in two.types) or ("number" in one.types and "integer" in two.types):
        types |= {"integer"}
    items = _both(one.items, two.items) if one.items and two.items else one.items or two.items
    return Shape(types, items, {**one.properties, **two.properties}, one.rest or two.rest)


def _either(shapes: list[Shape]) -> Shape:
    types = frozenset[str]().union(*(shape.types for shape in shapes))
    items = [shape.items for shape in shapes if shape.items]
    properties: dict[str, Shape] = {}
    for shape in shapes:
        for name, one in shape.properties.items():
            properties[name] = _either([properties[name], one]) if name in properties else one
    rest = [shape.rest for shape in shapes if shape.rest]
    return Shape(types, _either(items) if items else None, properties, _either(rest) if rest else None)
