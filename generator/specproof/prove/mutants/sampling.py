"""A fair sample: some of each kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["sampled"]

T = TypeVar("T")


def sampled(items: Sequence[T], count: int, seed: int, kind: Callable[[T], str]) -> list[int]:
    """Return the indexes of ``count`` items, ascending: one of each kind before a second of any.

    Args:
        seed: of the choice; the same seed gives the same result.
        kind: returns the kind of an item.
    """
    if len(items) <= count:
        return list(range(len(items)))
    draw = random.Random(seed)
    kinds: dict[str, list[int]] = {}
    for index, item in enumerate(items):
        kinds.setdefault(kind(item), []).append(index)
    for members in kinds.values():
        draw.shuffle(members)
    rounds = sorted((turn, name, index) for name, members in kinds.items() for turn, index in enumerate(members))
    return sorted(index for _, _, index in rounds[:count])
