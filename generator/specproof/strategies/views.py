"""What a canonical schema admits, one class for each view of jsonschema-rs.

``N`` is what stands for a schema below: ``SchemaNode``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from specproof.strategies.intervals import Interval

__all__ = [
    "ANYTHING",
    "AllOfView",
    "AnyOfView",
    "ArrayView",
    "Contains",
    "EnumView",
    "Json",
    "NotView",
    "ObjectView",
    "OneOfView",
    "ReferenceView",
    "StringView",
    "TypedView",
    "TypesView",
    "UnknownView",
    "View",
    "Violation",
]

N = TypeVar("N")
Json = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class EnumView:
    """Exactly these values (`enum`, `const`, or `false` if there are none)."""

    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class TypesView:
    """All values of these JSON types."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypedView(Generic[N]):
    """The values of one JSON type that another schema, the body, admits."""

    type: str
    body: N


@dataclass(frozen=True, slots=True)
class StringView:
    """Strings of `low` to `high` characters (None for no limit), except the ones in `excluded`.

    Attributes:
        patterns: what they match, all of them.
        barred: patterns of which they match none.
    """

    low: int
    high: int | None
    patterns: tuple[str, ...]
    barred: tuple[str, ...]
    excluded: tuple[str, ...]

    @property
    def checked(self) -> bool:
        """Whether a string of the right length can still be wrong: there are patterns or excluded strings."""
        return bool(self.patterns or self.barred or self.excluded)


@dataclass(frozen=True, slots=True)
class Contains(Generic[N]):
    """`contains` with `minContains` (``low``) and `maxContains` (``high``; None for no limit)."""

    node: N
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class ArrayView(Generic[N]):
    """Arrays of `low` to `high` items (`minItems`, `maxItems`; None for no limit).

    Attributes:
        distinct: True for unique items, False for arrays in which some item is repeated, None for both.
        prefix: `prefixItems`.
        items: for all other items; None for any value.
    """

    low: int
    high: int | None
    distinct: bool | None
    prefix: tuple[N, ...]
    items: N | None
    contains: tuple[Contains[N], ...]

    def at(self, index: int) -> N | None:
        """Return the node of the item at an index; None if any value is allowed."""
        return self.prefix[index] if index < len(self.prefix) else self.items


@dataclass(frozen=True, slots=True)
class Violation(Generic[N]):
    """Says that some property must be invalid, as the negation of a schema does.

    Attributes:
        node: what the name or the value of the property must fail.
        of_name: whether it is the name that must fail, not the value.
        pattern: what the name must match; None for a property that is not in `names` and matches none of `patterns`.
    """

    node: N
    of_name: bool = False
    pattern: str | None = None
    names: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectView(Generic[N]):
    """Objects of `low` to `high` properties (`minProperties`, `maxProperties`; None for no limit).

    Attributes:
        names: `propertyNames`; None for any.
        patterns: `patternProperties`.
        extra: `additionalProperties`; None for any value.
        violations: properties that must be there and be invalid.
    """

    low: int
    high: int | None
    required: tuple[str, ...]
    names: N | None
    properties: dict[str, N]
    patterns: dict[str, N]
    extra: N | None
    violations: tuple[Violation[N], ...]


@dataclass(frozen=True, slots=True)
class AnyOfView(Generic[N]):
    """The values that at least one branch accepts."""

    branches: tuple[N, ...]


@dataclass(frozen=True, slots=True)
class OneOfView(Generic[N]):
    """The values that exactly one branch accepts."""

    branches: tuple[N, ...]


@dataclass(frozen=True, slots=True)
class AllOfView(Generic[N]):
    """The values that all branches accept."""

    branches: tuple[N, ...]


@dataclass(frozen=True, slots=True)
class NotView(Generic[N]):
    """The values that another schema rejects."""

    node: N


@dataclass(frozen=True, slots=True)
class ReferenceView(Generic[N]):
    """The values of a definition that a `$ref` names."""

    target: N


@dataclass(frozen=True, slots=True)
class UnknownView:
    """A schema that jsonschema-rs does not model: what it admits is not known."""


View = (
    EnumView
    | TypesView
    | TypedView[N]
    | StringView
    | Interval
    | ArrayView[N]
    | ObjectView[N]
    | AnyOfView[N]
    | OneOfView[N]
    | AllOfView[N]
    | NotView[N]
    | ReferenceView[N]
    | UnknownView
)

ANYTHING = TypesView(("string", "null", "boolean", "number", "array", "object"))
