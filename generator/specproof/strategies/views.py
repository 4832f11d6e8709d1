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
    """Exactly these values."""

    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class TypesView:
    """Every value of these JSON types."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TypedView(Generic[N]):
    """Values of one type that the body admits."""

    type: str
    body: N


@dataclass(frozen=True, slots=True)
class StringView:
    """Strings of `low` to `high` characters that match all `patterns` and none of `barred`, without `excluded` ones."""

    low: int
    high: int | None
    patterns: tuple[str, ...]
    barred: tuple[str, ...]
    excluded: tuple[str, ...]

    @property
    def checked(self) -> bool:
        """Whether a string that was generated still has to be checked."""
        return bool(self.patterns or self.barred or self.excluded)


@dataclass(frozen=True, slots=True)
class Contains(Generic[N]):
    """`contains` with `minContains` and `maxContains`."""

    node: N
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class ArrayView(Generic[N]):
    """Arrays; ``distinct`` is True for unique items, False for some repeated, None for either."""

    low: int
    high: int | None
    distinct: bool | None
    prefix: tuple[N, ...]
    items: N | None
    contains: tuple[Contains[N], ...]

    def at(self, index: int) -> N | None:
        """Return what the item at an index must be; None for any value."""
        return self.prefix[index] if index < len(self.prefix) else self.items


@dataclass(frozen=True, slots=True)
class Violation(Generic[N]):
    """A property that fails `node`: by name, or by value, its name matching `pattern` or being none of `names`."""

    node: N
    of_name: bool = False
    pattern: str | None = None
    names: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectView(Generic[N]):
    """Objects; `names` is for the names of all properties, `extra` for the values of those that nothing names."""

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
    """Values that at least one branch accepts."""

    branches: tuple[N, ...]


@dataclass(frozen=True, slots=True)
class OneOfView(Generic[N]):
    """Values that exactly one branch accepts."""

    branches: tuple[N, ...]


@dataclass(frozen=True, slots=True)
class AllOfView(Generic[N]):
    """Values that all branches accept."""

    branches: tuple[N, ...]


@dataclass(frozen=True, slots=True)
class NotView(Generic[N]):
    """Values that the inner schema refuses."""

    node: N


@dataclass(frozen=True, slots=True)
class ReferenceView(Generic[N]):
    """A reference to a definition."""

    target: N


@dataclass(frozen=True, slots=True)
class UnknownView:
    """A schema that the canonical form does not model."""


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
