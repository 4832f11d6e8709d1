"""The split of each schema into a type that accepts all its values, and residuals for the guard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.core.location import Pointer
from specproof.schema.disjoint import disjoint
from specproof.schema.keywords import ALL_TYPES, GUARD_ONLY, Schema, assertions, facts, types_of
from specproof.schema.merge import conjunction
from specproof.schema.native import (
    Anything,
    Boolean,
    Field,
    ListOf,
    MapOf,
    Native,
    Never,
    Null,
    Number,
    Object,
    Reference,
    String,
    TupleOf,
    Union,
    union,
)
from specproof.schema.scalars import constants, count, number, string
from specproof.schema.shape import Shape, shape

__all__ = ["Component", "Residual", "split"]


@dataclass(frozen=True, slots=True)
class Residual:
    """A keyword of a component that its type does not express, with the JSON pointer of its schema."""

    at: Pointer
    keyword: str


@dataclass(slots=True)
class Component:
    """A component with the type that accepts all its values, and the keywords that this type does not express.

    Attributes:
        schema: the component whose schema this is; another one only for the objects of a component with several types.
        native: accepts exactly the schema's values if `residuals` is empty.
        facts: annotations of the schema.
    """

    name: str
    schema: str
    native: Native
    residuals: tuple[Residual, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def split(
    components: Mapping[str, Schema], auxiliary: Callable[[str], str], formats: Mapping[str, str] | None = None
) -> dict[str, Component]:
    """Return for each component of a normal form the type that accepts all its values, and what that does not express.

    Args:
        components: `components.schemas` of a normal form.
        auxiliary: returns the name of the class for the objects of a component that accepts other types too.
        formats: `format` -> Python type to convert to; other formats are annotations.
    """
    out: dict[str, Component] = {}
    for name, schema in components.items():
        splitter = _Splitter(components, formats or {})
        native = splitter.split(schema, Pointer(), root=True)
        residuals = tuple(dict.fromkeys(splitter.residuals))
        if isinstance(native, Union):
            for member in native.members:
                if isinstance(member, Object):
                    own = auxiliary(name)
                    out[own] = Component(own, name, member, residuals, facts(schema))
                    native = native.replaced(member, Reference(own))
        out[name] = Component(name, name, native, residuals, facts(schema))
    return out


class _Splitter:
    """The split of one component. Only its root may be an `Object`: the normal form names every other one."""

    def __init__(self, components: Mapping[str, Schema], formats: Mapping[str, str]) -> None:
        self.components = components
        self.formats = formats
        self.residuals: list[Residual] = []

    def left(self, at: Pointer, *keywords: str) -> None:
        self.residuals.extend(Residual(at, keyword) for keyword in keywords)

    def split(self, schema: Schema, at: Pointer, *, root: bool = False) -> Native:
        if isinstance(schema, bool):
            return Anything() if schema else Never()
        asserted = assertions(schema)
        left = sorted(asserted.keys() & GUARD_ONLY)
        if "$ref" in asserted and not asserted["$ref"].startswith("#"):
            left.append("$ref")
        self.left(at, *left)
        carried = {key: value for key, value in asserted.items() if key not in left}
        if not carried or "$schema" in asserted:
            return Anything(", ".join(left))
        beside = {key: schema[key] for key in ("format", "patternProperties") if key in schema}
        return self._carried({**carried, **beside}, at, root)

    def _carried(self, schema: Mapping[str, Any], at: Pointer, root: bool) -> Native:
        if "enum" in schema or "const" in schema:
            native, left = constants(schema)
            self.left(at, *left)
            return native
        if "$ref" in schema or "allOf" in schema:
            return self._all(schema, at, root)
        if "anyOf" in schema or "oneOf" in schema:
            return self._alternatives(schema, at, root)
        return self._typed(schema, at, root)

    def _typed(self, schema: Mapping[str, Any], at: Pointer, root: bool) -> Native:
        declared = types_of(schema)
        kinds = declared if declared is not None else ALL_TYPES
        return union([self._of_type(kind, schema, at, root) for kind in kinds])

    def _of_type(self, kind: str, schema: Mapping[str, Any], at: Pointer, root: bool) -> Native:
        if kind == "object":
            return self._object(schema, at, root)
        if kind == "array":
            return self._array(schema, at)
        if kind in ("boolean", "null"):
            return Boolean() if kind == "boolean" else Null()
        native, left = string(schema, self.formats) if kind == "string" else number(schema, kind == "integer")
        self.left(at, *left)
        return native

    def _array(self, schema: Mapping[str, Any], at: Pointer) -> Native:
        least, most = count(schema, "minItems"), count(schema, "maxItems")
        prefix, items = schema.get("prefixItems", []), schema.get("items", True)
        if "uniqueItems" in schema:
            self.left(at, "uniqueItems")
        if not prefix:
            item = self.split(items, at / "items")
            return ListOf(Anything("items"), least, 0) if isinstance(item, Never) else ListOf(item, least, most)
        if least == len(prefix) and (items is False or most == len(prefix)) and False not in prefix:
            return TupleOf(tuple(self.split(item, at / "prefixItems" / i) for i, item in enumerate(prefix)))
        self.left(at, "prefixItems", *(["items"] if items is not True else []))
        return ListOf(Anything("prefixItems"), least, most)

    def _object(self, schema: Mapping[str, Any], at: Pointer, root: bool) -> Native:
        members = shape(self.components, schema)
        self.left(at, *members.residuals)
        return self._fields(members, at, root) if members.fields else self._map(members, at)

    def _fields(self, members: Shape, at: Pointer, root: bool) -> Native:
        if not root:
            self.left(at, "properties")
            return MapOf(Anything("properties"))
        self.left(at, *members.limits)
        extra = None if members.extra is False else self.split(members.extra, at / "additionalProperties")
        fields: dict[str, Field] = {}
        for name, schemas in members.fields.items():
            schema = schemas[0] if len(schemas) == 1 else {"allOf": schemas}
            native = self.split(schema, at / "properties" / name)
            if not isinstance(native, Never):
                fields[name] = Field(native, name in members.required, facts(schemas[0]))
            elif extra is not None or name in members.required:
                self.left(at / "properties" / name, "false")
        return Object(fields, extra)

    def _map(self, members: Shape, at: Pointer) -> Native:
        least, most = count(members.limits, "minProperties"), count(members.limits, "maxProperties")
        value = self.split(members.extra, at / "additionalProperties")
        if isinstance(value, Never):
            return MapOf(Anything("additionalProperties"), least, 0)
        return MapOf(value, least, most)

    def _all(self, schema: Mapping[str, Any], at: Pointer, root: bool) -> Native:
        parts = _parts(schema)
        if len(parts) == 1:
            only = parts[0]
            if isinstance(only, Mapping) and set(assertions(only)) == {"$ref"}:
                return Reference(Pointer.parse(only["$ref"])[-1])
            return self.split(only, at, root=root)
        merged = conjunction(self.components, parts)
        if merged is not None:
            return self.split(merged, at, root=root)
        members = shape(self.components, schema)
        others = [_PLAIN[kind] for kind in (*ALL_TYPES, "integer") if kind in members.kinds - {"object"}]
        if root and members.fields and "object" in members.kinds and not (others and members.elsewhere):
            self.left(at, *members.residuals)
            return union([self._fields(members, at, root), *others])
        self.left(at, "allOf" if "allOf" in schema else "$ref")
        return self._most_telling(parts, at, root)

    def _most_telling(self, parts: list[Schema], at: Pointer, root: bool) -> Native:
        """Of types that all hold, a named one, or one that says something."""
        known = len(self.residuals)
        natives = [self.split(part, at, root=root) for part in parts]
        del self.residuals[known:]
        return min(natives, key=lambda native: (isinstance(native, Anything), not isinstance(native, Reference)))

    def _alternatives(self, schema: Mapping[str, Any], at: Pointer, root: bool) -> Native:
        rest = {key: value for key, value in schema.items() if key not in ("anyOf", "oneOf", "format")}
        if "properties" in rest or ("anyOf" in schema and "oneOf" in schema):
            self.left(at, *(key for key in ("anyOf", "oneOf") if key in schema))
            return self._typed(schema, at, root)
        keyword = "oneOf" if "oneOf" in schema else "anyOf"
        branches: list[Schema] = schema[keyword]
        native = union([self.split(branch, at / keyword / i) for i, branch in enumerate(branches)])
        if keyword == "oneOf" and not disjoint(self.components, branches):
            self.left(at, "oneOf")
        declared = types_of(rest)
        if set(rest) - {"type"} or (declared is not None and not self._within(native, declared)):
            self.left(at, *sorted(rest))
        return native

    def _within(self, native: Native, declared: tuple[str, ...], depth: int = 50) -> bool:
        """Whether every value of a type is certain to be of the declared JSON types."""
        if isinstance(native, Union):
            return all(self._within(member, declared, depth) for member in native.members)
        if isinstance(native, Reference) and depth:
            target = self.components.get(native.name, True)
            asserted = {} if isinstance(target, bool) else assertions(target)
            if set(asserted) == {"$ref"}:
                return self._within(self.split(target, Pointer()), declared, depth - 1)
            kinds = types_of(asserted)
            return kinds is not None and set(kinds) <= set(declared)
        return _KINDS.get(type(native)) in declared


_PLAIN: Mapping[str, Native] = {
    "array": ListOf(Anything()),
    "string": String(),
    "number": Number(False),
    "integer": Number(True),
    "boolean": Boolean(),
    "null": Null(),
}
_KINDS: Mapping[type, str] = {
    ListOf: "array",
    TupleOf: "array",
    MapOf: "object",
    Object: "object",
    Boolean: "boolean",
    Null: "null",
}


def _parts(schema: Mapping[str, Any]) -> list[Schema]:
    """The schemas that all hold: `$ref`, each branch of `allOf`, and what stands beside them."""
    beside = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    parts: list[Schema] = [{"$ref": schema["$ref"]}] if "$ref" in schema else []
    parts += [*schema.get("allOf", []), beside]
    telling: list[Schema] = [
        part for part in parts if part is False or (isinstance(part, Mapping) and assertions(part))
    ]
    return telling or [True]
