"""What a canonical schema says, one class a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specproof.strategies.intervals import Interval

if TYPE_CHECKING:
    from specproof.strategies.nodes import Node

__all__ = [
    "ANYTHING",
    "AllOf",
    "Choice",
    "Contains",
    "Json",
    "Kinds",
    "Link",
    "ListOf",
    "Not",
    "OneOf",
    "Opaque",
    "Record",
    "Text",
    "Typed",
    "Values",
    "View",
    "Violation",
]

Json = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class Values:
    """Exactly these."""

    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Kinds:
    """Everything of these JSON types."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What the body admits, as far as it is of one type."""

    type: str
    body: Node


@dataclass(frozen=True, slots=True)
class Text:
    """Strings."""

    low: int
    high: int | None
    patterns: tuple[str, ...]
    barred: tuple[str, ...]
    excluded: tuple[str, ...]

    @property
    def checked(self) -> bool:
        """Whether what was generated must be looked at again."""
        return bool(self.patterns or self.barred or self.excluded)


@dataclass(frozen=True, slots=True)
class Contains:
    node: Node
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class ListOf:
    """Arrays. ``distinct`` is True for unique items, False for some repeated, None for either."""

    low: int
    high: int | None
    distinct: bool | None
    prefix: tuple[Node, ...]
    items: Node | None
    contains: tuple[Contains, ...]

    def at(self, index: int) -> Node | None:
        return self.prefix[index] if index < len(self.prefix) else self.items


@dataclass(frozen=True, slots=True)
class Violation:
    """A property that fails `node`: by its name, or by its value where the name matches `pattern` or no `names`."""

    node: Node
    of_name: bool = False
    pattern: str | None = None
    names: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Objects."""

    low: int
    high: int | None
    required: tuple[str, ...]
    names: Node | None
    properties: dict[str, Node]
    patterns: dict[str, Node]
    extra: Node | None
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """At least one of them."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Exactly one of them."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of them."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What the inner node refuses."""

    node: Node


@dataclass(frozen=True, slots=True)
class Link:
    """A named definition."""

    target: Node


@dataclass(frozen=True, slots=True)
class Opaque:
    """What the canonical form does not model."""


View = Values | Kinds | Typed | Text | Interval | ListOf | Record | Choice | OneOf | AllOf | Not | Link | Opaque

ANYTHING = Kinds(("string", "null", "boolean", "number", "array", "object"))
