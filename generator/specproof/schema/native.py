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
    """Type of any JSON value.

    Attributes:
        why: keywords that the type does not express; empty if there are none.
    """

    why: str = ""


@dataclass(frozen=True, slots=True)
class Never:
    """Type without values (the schema `false`)."""


@dataclass(frozen=True, slots=True)
class Null:
    """Type of null."""


@dataclass(frozen=True, slots=True)
class Boolean:
    """Type of true and false."""


@dataclass(frozen=True, slots=True)
class Number:
    """Type of numbers within bounds, or of integers only if `whole`."""

    whole: bool
    minimum: int | float | None = None
    maximum: int | float | None = None
    exclusive_minimum: int | float | None = None
    exclusive_maximum: int | float | None = None
    multiple_of: int | None = None


@dataclass(frozen=True, slots=True)
class String:
    """Type of strings.

    Attributes:
        min_length, max_length: in code points.
        pattern: in the syntax of Rust's `regex`.
        format: an annotation.
    """

    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Rich:
    """Type of strings of a `format` that are converted to a Python type, such as `datetime.date`."""

    target: str


@dataclass(frozen=True, slots=True)
class Literals:
    """Type of an enumeration of strings."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """Type of arrays whose items have one type."""

    item: Native
    min_items: int | None = None
    max_items: int | None = None


@dataclass(frozen=True, slots=True)
class TupleOf:
    """Type of arrays of exactly these items."""

    items: tuple[Native, ...]


@dataclass(frozen=True, slots=True)
class MapOf:
    """Type of objects without declared properties, whose values have one type."""

    value: Native
    min_properties: int | None = None
    max_properties: int | None = None


@dataclass(frozen=True, slots=True)
class Union:
    """Type of values of any of these types."""

    members: tuple[Native, ...]

    def replaced(self, old: Native, new: Native) -> Union:
        """Return the union with one member exchanged for another type."""
        return Union(tuple(new if member is old else member for member in self.members))


@dataclass(frozen=True, slots=True)
class Reference:
    """Type that is another component."""

    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """A property of an object.

    Attributes:
        facts: annotations of its schema, such as `description`, `default` and `deprecated`.
    """

    type: Native
    required: bool
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Object:
    """Type of objects with declared properties.

    Attributes:
        extra: type of undeclared properties; None if they are forbidden.
    """

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
    """Return the union of types, flat and without duplicates.

    `Anything` absorbs all others, `Never` adds nothing; a single type is returned as it is.
    """
    flat: list[Native] = []
    for member in members:
        flat.extend(member.members if isinstance(member, Union) else [member])
    unique = [member for i, member in enumerate(flat) if member not in flat[:i] and not isinstance(member, Never)]
    wide = [member for member in unique if isinstance(member, Anything)]
    if wide or len(unique) == 1:
        return wide[0] if wide else unique[0]
    return Union(tuple(unique)) if unique else Never()
