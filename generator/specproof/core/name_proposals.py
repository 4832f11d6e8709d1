"""What an engine proposes for the spelling of operations: plain data between rooms that must not know each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Opinion", "Reading", "distinct"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Proposed Python spellings of one operation.

    ``key`` is ``POST /files``; ``names`` are method names, the best first. ``parameters`` and ``defaults`` are keyed
    ``query.limit``; a default is Python source of the converted value. ``refused`` says why the engine gave no opinion,
    in which case the spellings follow the same rules without it.
    """

    key: str
    names: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an engine reads of one operation. ``parameters`` are (place, name, required); media types are as written.

    ``is_partial`` says that the engine left something out and told so; ``refused`` why it read nothing at all.
    """

    parameters: frozenset[tuple[str, str, bool]] = frozenset()
    statuses: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    is_partial: bool = False
    refused: str | None = None


def distinct(options: Sequence[Sequence[str]], is_taken: Callable[[str], bool]) -> list[str | None]:
    """For each entry the first of its options that nobody else takes. All in a clash move on: order does not matter.

    ``None`` where the options are used up.
    """
    level = [0] * len(options)
    while True:
        wanted: dict[str, list[int]] = {}
        for index, names in enumerate(options):
            if level[index] < len(names):
                wanted.setdefault(names[level[index]], []).append(index)
        moving = [index for name, users in wanted.items() if len(users) > 1 or is_taken(name) for index in users]
        if not moving:
            return [names[level[index]] if level[index] < len(names) else None for index, names in enumerate(options)]
        for index in moving:
            level[index] += 1
