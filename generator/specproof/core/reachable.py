"""What can be reached in a graph, cycles included."""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = ["reachable"]


def reachable(start: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the names in ``start`` and all that ``following`` leads to, in any number of steps."""
    found = set(start)
    waiting = list(found)
    while waiting:
        new = set(following(waiting.pop())) - found
        found |= new
        waiting += new
    return found
