"""An exported type, and the schema that it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from specproof.oracle.directions import Direction

__all__ = ["ExportedType"]


@dataclass(frozen=True, slots=True)
class ExportedType:
    """A type that the models module of a package exports.

    Attributes:
        name: such as `Pet`.
        pointer: JSON pointer of its schema in the effective document.
        direction: `request` or `response` for a variant; empty for a type of both.
        kind: `object` for a type of only the objects that the schema accepts; else empty.
    """

    name: str
    pointer: str
    direction: Direction = ""
    kind: str = ""
