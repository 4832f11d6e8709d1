"""Budgets for input documents: what an honest description never needs and a hostile one asks for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """``bytes`` and ``nodes`` (after alias expansion) hold for one file, ``depth`` counts nested containers.

    200 levels is where pydantic's own JSON reader stops, and leaves a recursive stage four Python frames a level.
    """

    bytes: int = 64 * 1024 * 1024
    nodes: int = 5_000_000
    depth: int = 200
