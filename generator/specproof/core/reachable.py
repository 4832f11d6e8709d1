"""What can be reached in a graph, cycles included."""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = ["reachable"]


def reachable(start: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the names in ``start`` and all that ``following`` leads to, in any number of steps."""
    reached = set(start)
    waiting = list(reached)
    while waiting:
        new = set(following(waiting.pop())) - reached
        reached |= new
        waiting += new
    return reached
