"""Limits on input documents, against hostile ones."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one file: its ``bytes``, its ``nodes`` after alias expansion, and the ``depth`` of nested containers.

    200 levels is where pydantic's own JSON reader stops, and leaves a recursive stage four Python frames a level.
    """

    bytes: int = 64 * 1024 * 1024
    nodes: int = 5_000_000
    depth: int = 200
