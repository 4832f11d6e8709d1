"""An exported type, and the schema that it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from specproof.oracle.directions import Direction

__all__ = ["ExportedType"]


@dataclass(frozen=True, slots=True)
class ExportedType:
    """A name of the package's models.

    Attributes:
        name: the exported name.
        pointer: JSON pointer of its schema in the effective document.
        direction: of what is sent one way alone: a `request` or a `response`; empty for what holds in both.
        kind: `object` for a type of the objects alone that the schema accepts.
    """

    name: str
    pointer: str
    direction: Direction = ""
    kind: str = ""
