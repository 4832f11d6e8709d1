"""Discriminated unions: classes of which each allows other values of one required property."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specproof.schema.native import Literals, Native, Object, Reference, Union
from specproof.schema.split import Component

__all__ = ["Tag", "tag_of"]

_MOST_HOPS = 20


@dataclass(frozen=True, slots=True)
class Tag:
    """The discriminator of a union.

    Attributes:
        name: JSON property that tells the members apart.
        attribute: Python name of that property.
        values: the property's values in each member, in the order of the members.
    """

    name: str
    attribute: str
    values: tuple[tuple[str, ...], ...]


def tag_of(
    union: Union, components: Mapping[str, Component], attributes: Mapping[str, Mapping[str, str]]
) -> Tag | None:
    """Return the property by which pydantic can choose among the classes of a union, or None if there is none.

    All members must be classes that require the property under one attribute name, with no value in common; then
    choosing by it accepts the same values as trying all members.

    Args:
        attributes: class -> JSON property -> attribute.
    """
    classes = [_class(member, components) for member in union.members]
    found = [name for name in classes if name is not None]
    if len(found) != len(classes) or len(set(found)) != len(found):
        return None
    tags = [_tags(components[own].native) for own in found]
    for name in tags[0]:
        values = tuple(some.get(name, ()) for some in tags)
        apart = len({value for some in values for value in some}) == sum(len(some) for some in values)
        spelled = {attributes[own].get(name) for own in found}
        if apart and all(values) and len(spelled) == 1:
            return Tag(name, attributes[found[0]][name], values)
    return None


def _class(native: Native, components: Mapping[str, Component]) -> str | None:
    for _ in range(_MOST_HOPS):
        if not isinstance(native, Reference):
            return None
        name = native.name
        native = components[name].native
        if isinstance(native, Object):
            return name
    return None


def _tags(native: Native) -> dict[str, tuple[str, ...]]:
    """Return the required properties that are enumerations of strings, and their values."""
    fields = native.fields if isinstance(native, Object) else {}
    return {
        name: field.type.values for name, field in fields.items() if field.required and isinstance(field.type, Literals)
    }
