"""Limits on input documents, against hostile ones."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on one input file.

    200 levels is where pydantic's own JSON reader stops, and leaves a recursive stage four Python frames a level.

    Attributes:
        nodes: number of values after alias expansion.
        depth: levels of nested objects and arrays.
    """

    bytes: int = 64 * 1024 * 1024
    nodes: int = 5_000_000
    depth: int = 200
