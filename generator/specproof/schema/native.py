"""The types of the native form. A `Native` never rejects a value that its schema accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = [
    "Anything", "Boolean", "Field", "ListOf", "Literals", "MapOf", "Native", "Never", "Null", "Number", "Object",
    "Reference", "Rich", "String", "TupleOf", "Union", "union",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value; `why` names the keywords that the type does not express, and is empty if there are none."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Never:
    """No value at all (the schema `false`)."""


@dataclass(frozen=True, slots=True)
class Null:
    pass


@dataclass(frozen=True, slots=True)
class Boolean:
    pass


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds; `whole` means integers only."""

    whole: bool
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | None = None


@dataclass(frozen=True, slots=True)
class String:
    """A string; lengths count code points, `pattern` is in the linear engine's syntax; `format` is an annotation."""

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Rich:
    """A string of some format as a Python type, named as in `core.formats`."""

    target: str


@dataclass(frozen=True, slots=True)
class Literals:
    """One of these strings."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Native
    min_items: int | None = None
    max_items: int | None = None


@dataclass(frozen=True, slots=True)
class TupleOf:
    """An array of exactly these items."""

    items: tuple[Native, ...]


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object without named properties."""

    value: Native
    min_properties: int | None = None
    max_properties: int | None = None


@dataclass(frozen=True, slots=True)
class Union:
    members: tuple[Native, ...]

    def replaced(self, old: Native, new: Native) -> Union:
        return Union(tuple(new if member is old else member for member in self.members))


@dataclass(frozen=True, slots=True)
class Reference:
    """Another component."""

    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """A property of an object. `facts` are the annotations of its schema: description, default, deprecated …"""

    type: Native
    required: bool
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Object:
    """An object with named properties; `extra` is the type of unknown ones, None where they are forbidden."""

    fields: Mapping[str, Field] = field(hash=False)
    extra: Native | None = Anything()


Native = (
    Anything
    | Never
    | Null
    | Boolean
    | Number
    | String
    | Rich
    | Literals
    | ListOf
    | TupleOf
    | MapOf
    | Union
    | Reference
    | Object
)


def union(members: Sequence[Native]) -> Native:
    """Return the union of types, flat and without duplicates; `Anything` absorbs all others, `Never` adds nothing."""
    flat: list[Native] = []
    for member in members:
        flat.extend(member.members if isinstance(member, Union) else [member])
    unique = [member for i, member in enumerate(flat) if member not in flat[:i] and not isinstance(member, Never)]
    wide = [member for member in unique if isinstance(member, Anything)]
    if wide or len(unique) == 1:
        return wide[0] if wide else unique[0]
    return Union(tuple(unique)) if unique else Never()
