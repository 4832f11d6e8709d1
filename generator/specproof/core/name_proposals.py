"""What openapi-python-client reads of operations and proposes for their names, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["EngineReading", "NameProposal", "distinct"]


@dataclass(frozen=True, slots=True)
class NameProposal:
    """Names that openapi-python-client proposes for one operation.

    Attributes:
        key: method and path, such as ``POST /files``.
        names: for the method, the best first.
        parameters: argument name by ``Parameter.key``, such as ``query.limit``.
        defaults: Python source of the default, by ``Parameter.key``.
        statuses: keys of the responses.
        refused: why the engine could not read the operation, whose names then follow the same rules without it; or
            None.
    """

    key: str
    names: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[str, ...] = ()
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class EngineReading:
    """One operation as openapi-python-client reads it.

    Attributes:
        parameters: (in, name, required) of each.
        statuses: keys of the responses.
        bodies: media types of the request body, as written.
        is_partial: whether the engine reported that it left something out.
        refused: why it could not read the operation; None if it could.
    """

    parameters: frozenset[tuple[str, str, bool]] = frozenset()
    statuses: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    is_partial: bool = False
    refused: str | None = None


def distinct(options: Sequence[Sequence[str]], is_used: Callable[[str], bool]) -> list[str | None]:
    """Return a name for each entry: the first of its options that no other entry has, or None if there is none.

    All entries of a clash move on to their next option, so that their order does not matter.

    Args:
        options: the names for each entry, the best first.
        is_used: whether a name is not available.
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
