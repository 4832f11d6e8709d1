"""The properties of an object, gathered from a schema and all that it applies to the same value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.core.location import Pointer
from specproof.schema.keywords import ALL_TYPES, GUARD_ONLY, Schema, assertions, types_of

__all__ = ["Shape", "shape"]

_MOST_SCHEMAS = 2000
_LIMITS = ("minProperties", "maxProperties")
_ALL = frozenset((*ALL_TYPES, "integer"))
_OF_OBJECTS = frozenset(("type", "properties", "required", "additionalProperties", *_LIMITS, "$ref", "allOf"))


@dataclass(slots=True)
class Shape:
    """The properties that a schema declares for objects; everything that the schema accepts fits the shape.

    Attributes:
        fields: property -> the schemas that its value must satisfy, all of them.
        extra: the schema of other properties; False if they are forbidden.
        limits: `minProperties` and `maxProperties`.
        residuals: keywords that this shape does not express.
        kinds: the JSON types that are allowed.
        elsewhere: whether the schema restricts values other than objects, beyond their type.
    """

    fields: dict[str, list[Schema]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    extra: Schema = True
    limits: dict[str, Any] = field(default_factory=dict)
    residuals: list[str] = field(default_factory=list)
    kinds: frozenset[str] = _ALL
    elsewhere: bool = False

    def add(self, other: Shape) -> None:
        """Restrict this shape by another one for the same value, as `allOf` does."""
        self._add_extra(other)
        for name, schemas in other.fields.items():
            mine = self.fields.setdefault(name, [])
            mine.extend(schema for schema in schemas if schema not in mine)
        self.required |= other.required
        self.residuals += [*other.residuals, *other.limits]
        self.kinds &= other.kinds
        self.elsewhere = self.elsewhere or other.elsewhere

    def _add_extra(self, other: Shape) -> None:
        """`additionalProperties` looks at names beside it only: the names of others make it a matter for the guard."""
        if not self.fields and self.extra is True:
            self.extra = other.extra
            return
        limited = self.extra is not True or other.extra is not True
        says_something = bool(other.fields) or other.extra is not True
        alike = self.fields.keys() == other.fields.keys() and self.extra == other.extra
        if limited and says_something and not alike:
            self.residuals.append("additionalProperties")
            self.extra = True

    def allow(self, branches: list[Shape]) -> None:
        """Add the properties of alternatives, as `anyOf` does; what all of them require becomes required."""
        for name in dict.fromkeys(name for branch in branches for name in branch.fields):
            if name not in self.fields:
                named = [_all_of(branch.fields[name]) for branch in branches if name in branch.fields]
                others = [branch.extra for branch in branches if name not in branch.fields]
                self.fields[name] = [_any_of([*named, *others])]
        if branches:
            self.required |= set.intersection(*(branch.required for branch in branches))


def _all_of(schemas: list[Schema]) -> Schema:
    return schemas[0] if len(schemas) == 1 else {"allOf": schemas}


def _any_of(options: list[Schema]) -> Schema:
    unique = [option for i, option in enumerate(options) if option not in options[:i] and option is not False]
    if True in unique or {} in unique:
        return True
    if not unique:
        return False
    return unique[0] if len(unique) == 1 else {"anyOf": unique}


def shape(components: Mapping[str, Schema], schema: Schema) -> Shape:
    """Return the properties that a schema declares for objects, also by its references, allOf, anyOf and oneOf.

    What cannot be gathered, such as a cycle of references, is in its `residuals`.
    """
    return _Gathering(components).shape(schema, frozenset())


class _Gathering:
    """Gathers one shape, with a limit on the number of schemas, which can grow exponentially."""

    def __init__(self, components: Mapping[str, Schema]) -> None:
        self._components = components
        self._left = _MOST_SCHEMAS

    def shape(self, schema: Schema, seen: frozenset[str]) -> Shape:
        self._left -= 1
        if isinstance(schema, bool) or self._left < 0:
            return Shape(residuals=[] if schema is True else ["false"] if schema is False else ["$ref"])
        asserted = assertions(schema)
        out = _own(asserted)
        if "$ref" in asserted:
            out.add(self._referenced(asserted["$ref"], seen))
        for part in asserted.get("allOf", ()):
            out.add(self.shape(part, seen))
        for keyword in ("anyOf", "oneOf"):
            if keyword in asserted:
                out.residuals.append(keyword)
                out.allow([self.shape(branch, seen) for branch in asserted[keyword]])
        for name in sorted(out.required - out.fields.keys()):
            out.fields[name] = [out.extra]
        return out

    def _referenced(self, ref: str, seen: frozenset[str]) -> Shape:
        name = Pointer.parse(ref)[-1] if ref.startswith("#") else ref
        if name in seen or name not in self._components:
            return Shape(residuals=["$ref"])
        return self.shape(self._components[name], seen | {name})


def _own(asserted: Mapping[str, Any]) -> Shape:
    """What the keywords of one schema object say themselves."""
    kinds = types_of(asserted)
    left = [key for key in asserted if key in GUARD_ONLY or key in ("enum", "const")]
    extra: Schema = asserted.get("additionalProperties", True)
    if "patternProperties" in asserted and extra is not True:
        left.append("additionalProperties")
        extra = True
    return Shape(
        fields={name: [schema] for name, schema in asserted.get("properties", {}).items()},
        required=set(asserted.get("required", ())),
        extra=extra,
        limits={key: asserted[key] for key in _LIMITS if key in asserted},
        residuals=left,
        kinds=_ALL if kinds is None else frozenset(kinds) | ({"integer"} if "number" in kinds else set()),
        elsewhere=bool(asserted.keys() - _OF_OBJECTS),
    )
