"""Guards as data: which components need one, and the schemas that judge them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from specproof.core.location import Pointer
from specproof.schema.keywords import Schema, judging
from specproof.schema.native import ListOf, MapOf, Native, Object, Reference, TupleOf, Union
from specproof.schema.split import Component

__all__ = ["Guards", "guards", "references"]


@dataclass(frozen=True, slots=True)
class Guards:
    """The guards of a package.

    Attributes:
        names: component -> the schema that judges its values; only guarded components are in it.
        schemas: what these schemas reach, annotations left out; references lead to `#/$defs`.
        opaque: those of `names` that reach a schema which only the document itself can judge.
    """

    names: Mapping[str, str]
    schemas: Mapping[str, Any]
    opaque: frozenset[str]


def guards(
    components: Mapping[str, Component],
    schemas: Mapping[str, Schema],
    opaque: frozenset[str],
    unusable: Callable[[str, Pointer], None],
) -> Guards:
    """A component is guarded if its type leaves anything over, or if it holds one that is.

    Args:
        opaque: components that hold a dynamic reference, or a schema of another dialect.
        unusable: told of each pattern that no engine compiles, and where; it is left out.
    """
    uses = {name: set(references(component.native)) for name, component in components.items()}
    guarded = {name for name, component in components.items() if component.residuals}
    holders: dict[str, set[str]] = {}
    for name, used in uses.items():
        for other in used:
            holders.setdefault(other, set()).add(name)
    waiting = list(guarded)
    while waiting:
        new = holders.get(waiting.pop(), set()) - guarded
        guarded |= new
        waiting += new
    names = {name: components[name].schema for name in components if name in guarded}
    reached = _reached(schemas, dict.fromkeys(names.values()))
    bare = {name: _bare(schemas[name], Pointer((name,)), unusable) for name in reached}
    reaching = frozenset(name for name in set(names.values()) if opaque & set(_reached(schemas, {name: None})))
    return Guards(names, bare, reaching if opaque else frozenset())


def references(native: Native) -> Iterator[str]:
    """The components that a type names, nested ones included."""
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
    found, waiting = dict(names), list(names)
    while waiting:
        for other in _refs(schemas[waiting.pop()]):
            if other not in found:
                found[other] = None
                waiting.append(other)
    return [name for name in schemas if name in found]


def _refs(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for keyword, value in schema.items():
            if keyword == "$ref" and isinstance(value, str) and value.startswith("#"):
                yield Pointer.parse(value)[-1]
            elif keyword in _ONE or keyword in _MANY:
                yield from _refs(value)
            elif keyword in _MAPS and isinstance(value, dict):
                for child in value.values():
                    yield from _refs(child)
    elif isinstance(schema, list):
        for child in schema:
            yield from _refs(child)


_ONE = frozenset(
    [
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
    ]
)
_MANY = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas"))


def _bare(schema: Any, at: Pointer, unusable: Callable[[str, Pointer], None]) -> Any:
    """A schema without annotations, and without patterns that no engine compiles."""
    if not isinstance(schema, dict):
        return schema
    out: dict[str, Any] = {}
    for keyword, value in judging(schema).items():
        if keyword == "$ref":
            out[keyword] = value.replace("#/components/schemas/", "#/$defs/", 1)
        elif keyword == "pattern" and not _compiles(value):
            unusable(value, at / keyword)
        elif keyword in _ONE:
            out[keyword] = _bare(value, at / keyword, unusable)
        elif keyword in _MANY:
            out[keyword] = [_bare(branch, at / keyword / i, unusable) for i, branch in enumerate(value)]
        elif keyword in _MAPS:
            members = value.items()
            out[keyword] = {
                name: _bare(child, at / keyword / name, unusable)
                for name, child in members
                if keyword != "patternProperties" or _compiles(name)
            }
        else:
            out[keyword] = value
    return out


@lru_cache(maxsize=4096)
def _compiles(pattern: str) -> bool:
    from jsonschema_rs import Draft202012Validator

    try:
        Draft202012Validator({"pattern": pattern}, offline=True)
    except ValueError:
        return False
    return True
