"""What can be reached in a graph, cycles included."""

from __future__ import annotations

from collections.abc import Callable, Iterable

__all__ = ["reachable"]


def reachable(start: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the nodes of a graph that can be reached from ``start``, these included.

    Args:
        following: returns the direct successors of a node.
    """
    reached = set(start)
    waiting = list(reached)
    while waiting:
        new = set(following(waiting.pop())) - reached
        reached |= new
        waiting += new
    return reached
