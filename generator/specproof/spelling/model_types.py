"""Native types as annotations of the models module."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from specproof.core.formats import RICH_TYPES
from specproof.schema.native import (
    Anything,
    Boolean,
    ListOf,
    Literals,
    MapOf,
    Native,
    Never,
    Null,
    Number,
    Object,
    Reference,
    Rich,
    String,
    TupleOf,
    Union,
)
from specproof.schema.split import Component
from specproof.spelling.code import Code, compose, identifier, join, literal
from specproof.spelling.tags import tag_of

__all__ = ["Types"]

_HOMES: Mapping[str, str] = {
    "Annotated": "typing",
    "Any": "typing",
    "Literal": "typing",
    "Never": "typing",
    "TypeAlias": "typing",
    **{target.rpartition(".")[2]: target.rpartition(".")[0] for target in sorted(RICH_TYPES)},
    "ConfigDict": "pydantic",
    "Field": "pydantic",
    "MISSING": "pydantic",
    "TypeAliasType": "typing_extensions",
    "GUARDS": "._guards",
    "Exact": "._runtime.models",
    "Tagged": "._runtime.tagged",
    "Model": "._runtime.models",
}

_CLEAR = {"date": "Date", "datetime": "DateTime", "time": "Time"}
"""Names that a property may have are imported under others: an attribute would hide them from annotations."""


class Types:
    """Writes native types as annotations of one models module, and knows what that module must import for them.

    An imported name that a component has too is imported with a trailing underscore.
    """

    def __init__(
        self, components: Mapping[str, Component], attributes: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        self._components = components
        self._attributes = attributes or {}
        own = {name: _CLEAR.get(name, name) for name in _HOMES}
        self.renamed = {name: f"{local}_" if local in components else local for name, local in own.items()}

    def name(self, name: str) -> Code:
        """Return the local name of an import: `Field`, or `Field_` if a component has this name."""
        return identifier(self.renamed.get(name, name))

    def imports(self, used: set[str]) -> tuple[tuple[Code, Code], ...]:
        """Return (module, names to import from it) for those known names that a source text uses, own modules last.

        Args:
            used: all names that occur in the source text.
        """
        homes: dict[str, list[Code]] = {}
        for name, home in _HOMES.items():
            local = self.renamed.get(name, name)
            if local in used:
                known = identifier(name)
                text = known if local == name else compose("{} as {}", known, identifier(local))
                homes.setdefault(home, []).append(text)
        order = sorted(homes, key=lambda home: (home.startswith("."), list(_HOMES.values()).index(home)))
        return tuple((_module(home), join(", ", sorted(homes[home]))) for home in order)

    def spell(self, native: Native) -> Code:
        """Return the annotation of a native type with its limits: `Annotated[int, Field(ge=1)]`.

        An `Object` has none.
        """
        base, limits = self._parts(native)
        return self.annotated(base, limits) if limits else base

    def marked(self, native: Native, marker: Code) -> Code:
        """Return the annotation of a native type with one more metadata expression after its limits."""
        base, limits = self._parts(native)
        return self.annotated(base, [*limits, marker])

    def annotated(self, base: Code, metadata: Sequence[Code]) -> Code:
        """Return `Annotated[base, …]` with these metadata expressions."""
        return compose("{}[{}]", self.name("Annotated"), join(", ", [base, *metadata]))

    def _parts(self, native: Native) -> tuple[Code, list[Code]]:
        if isinstance(native, Union):
            return self._union(native), self._tag(native)
        limits = {key: value for key, value in _limits(native).items() if value is not None}
        given = [compose("{}={}", identifier(key), literal(value)) for key, value in limits.items()]
        field = [compose("{}({})", self.name("Field"), join(", ", given))] if given else []
        return _SPELLERS[type(native)](self, native), field

    def _list(self, native: ListOf) -> Code:
        return compose("list[{}]", self.spell(native.item))

    def _map(self, native: MapOf) -> Code:
        return compose("dict[str, {}]", self.spell(native.value))

    def _tuple(self, native: TupleOf) -> Code:
        return compose("tuple[{}]", join(", ", [self.spell(item) for item in native.items]))

    def _literals(self, native: Literals) -> Code:
        return compose("{}[{}]", self.name("Literal"), join(", ", [literal(value) for value in native.values]))

    def _tag(self, native: Union) -> list[Code]:
        """Return the discriminator of a union.

        pydantic's own reads JSON under the attribute's name first, so it serves where the property has the same name.
        """
        tag = tag_of(native, self._components, self._attributes)
        if tag is None:
            return []
        if tag.name == tag.attribute:
            return [compose("{}(discriminator={})", self.name("Field"), literal(tag.name))]
        arguments = [literal(tag.name), literal(tag.attribute), *(literal(values) for values in tag.values)]
        return [compose("{}({})", self.name("Tagged"), join(", ", arguments))]

    def _union(self, native: Union) -> Code:
        others = Union(tuple(member for member in native.members if not isinstance(member, Null)))
        if 1 < len(others.members) < len(native.members):
            return join(" | ", [self.spell(others), literal(None)])
        return join(" | ", dict.fromkeys(self.spell(member) for member in native.members))

    def _object(self, native: Object) -> Code:
        raise AssertionError("an object without a name")


def _limits(native: Native) -> dict[str, int | float | str | None]:
    """Return the arguments of pydantic's `Field`."""
    if isinstance(native, String):
        return {"min_length": native.min_length, "max_length": native.max_length, "pattern": native.pattern}
    if isinstance(native, ListOf):
        return {"min_length": native.min_items, "max_length": native.max_items}
    if isinstance(native, MapOf):
        return {"min_length": native.min_properties, "max_length": native.max_properties}
    if isinstance(native, Number):
        return {
            "ge": native.minimum,
            "gt": native.exclusive_minimum,
            "le": native.maximum,
            "lt": native.exclusive_maximum,
            "multiple_of": native.multiple_of,
        }
    return {}


def _module(home: str) -> Code:
    if home.startswith("."):
        return compose(".{}", join(".", [identifier(part) for part in home[1:].split(".")]))
    return identifier(home)


_SPELLERS: Mapping[type, Callable[[Types, Any], Code]] = {
    Anything: lambda types, _: types.name("Any"),
    Never: lambda types, _: types.name("Never"),
    Null: lambda types, _: literal(None),
    Boolean: lambda types, _: identifier("bool"),
    Reference: lambda types, native: identifier(native.name),
    Number: lambda types, native: identifier("int" if native.whole else "float"),
    String: lambda types, _: identifier("str"),
    Rich: lambda types, native: types.name(native.target.rpartition(".")[2]),
    Literals: Types._literals,
    ListOf: Types._list,
    MapOf: Types._map,
    TupleOf: Types._tuple,
    Union: lambda types, native: types._union(native),
    Object: Types._object,
}
