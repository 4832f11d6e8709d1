"""What openapi-python-client reads of operations and proposes for their names, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["EngineReading", "NameProposal", "distinct"]


@dataclass(frozen=True, slots=True)
class NameProposal:
    """Proposed Python spellings of one operation.

    ``key`` is ``POST /files``; ``names`` are method names, the best first. ``parameters`` and ``defaults`` are keyed
    ``query.limit``; a default is Python source of the converted value. ``refused`` says why the engine could not read
    the operation; its spellings then follow the same rules without the engine.
    """

    key: str
    names: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class EngineReading:
    """One operation as the engine reads it. ``parameters`` are (in, name, required); media types are as written.

    ``is_partial``: the engine reported that it left something out. ``refused``: why it could not read the operation.
    """

    parameters: frozenset[tuple[str, str, bool]] = frozenset()
    statuses: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    is_partial: bool = False
    refused: str | None = None


def distinct(options: Sequence[Sequence[str]], is_used: Callable[[str], bool]) -> list[str | None]:
    """Return for each entry the first of its options that no other entry has; None where they run out.

    All entries of a clash move on to their next option, so that order does not matter.
    """
    level = [0] * len(options)
    while True:
        wanted: dict[str, list[int]] = {}
        for index, names in enumerate(options):
            if level[index] < len(names):
                wanted.setdefault(names[level[index]], []).append(index)
        moving = [index for name, users in wanted.items() if len(users) > 1 or is_used(name) for index in users]
        if not moving:
            return [names[level[index]] if level[index] < len(names) else None for index, names in enumerate(options)]
        for index in moving:
            level[index] += 1
