"""Guards as data: which components need one, and the schemas that validate them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specproof.core.openapi import SCHEMA_PREFIX
from specproof.core.reachable import reachable
from specproof.schema.algebra import compiles
from specproof.schema.keywords import Schema, judging
from specproof.schema.native import ListOf, MapOf, Native, Object, Reference, TupleOf, Union
from specproof.schema.split import Component
from specproof.schema.walk import mapped, targets

__all__ = ["Guards", "guards", "references"]


@dataclass(frozen=True, slots=True)
class Guards:
    """The JSON Schema validators of a package, for what types do not enforce.

    Attributes:
        names: component -> the schema that validates its values; only components with a guard.
        schemas: these schemas and all that they refer to, without annotations; references lead to `#/$defs`.
        opaque: those of `names` that reach a schema which only the whole document can validate.
    """

    names: Mapping[str, str]
    schemas: Mapping[str, Any]
    opaque: frozenset[str]


def guards(components: Mapping[str, Component], schemas: Mapping[str, Schema], opaque: frozenset[str]) -> Guards:
    """Return the guards of all components that have residuals, or contain a component that has.

    Args:
        opaque: components with a dynamic reference, or with a schema of another dialect.
    """
    uses = {name: set(references(component.native)) for name, component in components.items()}
    guarded = {name for name, component in components.items() if component.residuals}
    holders: dict[str, set[str]] = {}
    for name, used in uses.items():
        for other in used:
            holders.setdefault(other, set()).add(name)
    guarded = reachable(guarded, lambda name: holders.get(name, ()))
    names = {name: components[name].schema for name in components if name in guarded}
    reached = _reached(schemas, dict.fromkeys(names.values()))
    bare = {name: mapped(schemas[name], _judging) for name in reached}
    reaching = frozenset(name for name in set(names.values()) if opaque & set(_reached(schemas, {name: None})))
    return Guards(names, bare, reaching if opaque else frozenset())


def references(native: Native) -> Iterator[str]:
    """Yield the components that a type refers to, also in nested types; a name may come several times."""
    if isinstance(native, Reference):
        yield native.name
    elif isinstance(native, ListOf):
        yield from references(native.item)
    elif isinstance(native, MapOf):
        yield from references(native.value)
    elif isinstance(native, Union | TupleOf):
        for member in native.members if isinstance(native, Union) else native.items:
            yield from references(member)
    elif isinstance(native, Object):
        for field in native.fields.values():
            yield from references(field.type)
        if native.extra is not None:
            yield from references(native.extra)


def _reached(schemas: Mapping[str, Schema], names: Mapping[str, None]) -> list[str]:
    reached = reachable(names, lambda name: targets(schemas[name]))
    return [name for name in schemas if name in reached]


def _judging(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without annotations, and without patterns that no engine compiles: `normal.inspect` reports these."""
    out = judging(schema)
    if "$ref" in out:
        out["$ref"] = out["$ref"].replace(SCHEMA_PREFIX, "#/$defs/", 1)
    if "pattern" in out and not compiles(out["pattern"]):
        del out["pattern"]
    if "patternProperties" in out:
        out["patternProperties"] = {name: child for name, child in out["patternProperties"].items() if compiles(name)}
    return out
