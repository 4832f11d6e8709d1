"""Sources of choices: Hypothesis, which shrinks them, or a seeded generator, which is fast."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, TypeVar

from hypothesis import strategies as st

__all__ = ["Choices", "HypothesisChoices", "RejectedError", "SeededChoices", "extreme"]

T = TypeVar("T")
_EXACT = 1 << 50


class RejectedError(Exception):
    """The choices made so far lead to no value; other choices may."""


class Choices(Protocol):
    """A source of random choices, of which the first option and the lowest number count as the simplest.

    Attributes:
        edge: whether numbers and lengths are to be the least or the greatest that are allowed.
    """

    edge: bool

    def integer(self, low: int, high: int) -> int:
        """Choose an integer with ``low <= number <= high``."""
        ...

    def pick(self, options: Sequence[T]) -> T:
        """Choose one of the options; there must be at least one."""
        ...

    def chance(self, percent: int) -> bool:
        """Choose True in about ``percent`` of a hundred cases, else False."""
        ...


class SeededChoices:
    """Choices of a pseudo-random generator: the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.edge = False
        self._random = random.Random(seed)

    def integer(self, low: int, high: int) -> int:
        """Choose an integer with ``low <= number <= high``."""
        span = high - low + 1
        return low + int(self._random.random() * span) if span < _EXACT else self._random.randint(low, high)

    def pick(self, options: Sequence[T]) -> T:
        """Choose one of the options; there must be at least one."""
        return options[int(self._random.random() * len(options))]

    def chance(self, percent: int) -> bool:
        """Choose True in about ``percent`` of a hundred cases, else False."""
        return self._random.random() * 100 < percent


class HypothesisChoices:
    """Choices that Hypothesis draws, so that it can replay and shrink them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.edge = self.chance(30)

    def integer(self, low: int, high: int) -> int:
        """Draw an integer with ``low <= number <= high``."""
        return self._draw(_integers(low, high))

    def pick(self, options: Sequence[T]) -> T:
        """Draw one of the options; there must be at least one."""
        return options[self._draw(_integers(0, len(options) - 1))] if len(options) > 1 else options[0]

    def chance(self, percent: int) -> bool:
        """Draw True in about ``percent`` of a hundred cases, else False."""
        return self._draw(_integers(0, 99)) >= 100 - percent


def extreme(choices: Choices, options: Sequence[T]) -> T:
    """Choose one of the options, which are in ascending order: the first or the last one if ``choices.edge`` is set.

    It is one choice in either case, so that Hypothesis can leave the edge and then shrink step by step.
    """
    chosen = choices.integer(0, len(options) - 1)
    if not choices.edge:
        return options[chosen]
    return options[-1 if chosen >= len(options) // 2 else 0]


@lru_cache(maxsize=4096)
def _integers(low: int, high: int) -> st.SearchStrategy[int]:
    """Cached, since ``st.integers`` is slow."""
    return st.integers(low, high)
