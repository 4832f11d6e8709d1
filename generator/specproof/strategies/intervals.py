"""Numbers within bounds that are multiples of some numbers and not of others; floats count as decimals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from specproof.oracle.json_values import exact
from specproof.strategies.choices import Choices, RejectedError

__all__ = ["Interval", "number_in"]

_BIG = (2**31, 2**53, 2**53 + 1, 2**63, 2**64, 10**22, 10**30)
_SMALL = tuple(Fraction(text) for text in ("0.5", "0.1", "1e-3", "0.30000000000000004", "1e-9"))
_ATTEMPTS = 40


@dataclass(frozen=True, slots=True)
class Interval:
    """The constraints on a number: bounds, and what it is and is not a multiple of.

    Attributes:
        low: the minimum; None for no bound. ``low_open``: whether it is exclusive.
        high: the maximum; None for no bound. ``high_open``: whether it is exclusive.
        grids: the number is a multiple of each of these.
        off: the number is a multiple of none of these.
        whole: True for integers only, False for others only, None for both.
    """

    low: Fraction | None = None
    low_open: bool = False
    high: Fraction | None = None
    high_open: bool = False
    grids: tuple[Fraction, ...] = ()
    off: tuple[Fraction, ...] = ()
    whole: bool | None = None

    def holds(self, value: Fraction) -> bool:
        """Return whether a number satisfies all of the constraints."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        kind = self.whole is None or (value.denominator == 1) is self.whole
        on = all((value / grid).denominator == 1 for grid in self.grids)
        return above and below and kind and on and all((value / grid).denominator != 1 for grid in self.off)

    @property
    def step(self) -> Fraction | None:
        """Return the distance between two neighbouring multiples of all ``grids``; None if there is no such step."""
        grids = [*self.grids, Fraction(1)] if self.whole else list(self.grids)
        if not grids:
            return None
        step = grids[0]
        for grid in grids[1:]:
            step = Fraction(math.lcm(step.numerator * grid.denominator, grid.numerator * step.denominator)) / (
                step.denominator * grid.denominator
            )
        return step


def number_in(choices: Choices, interval: Interval) -> int | float:
    """Choose a number of the interval, often an end or a neighbour of one. Raises: RejectedError, if none is found."""
    step = interval.step
    for _ in range(_ATTEMPTS):
        value = _candidate(choices, interval, step)
        number = _spelled(choices, value) if value is not None and interval.holds(value) else None
        if number is not None:
            return number
    raise RejectedError


def _candidate(choices: Choices, interval: Interval, step: Fraction | None) -> Fraction | None:
    choice = 0 if choices.edge and choices.chance(80) else choices.integer(0, 9)
    if choice < 4:
        ends = list(_ends(interval, step))
        return choices.pick(ends) if ends else None
    if choice == 9 and (interval.low is None or interval.high is None):
        big = Fraction(choices.pick(_BIG))
        return _on(step, big if interval.high is None else -big)
    return _between(choices, interval, step)


def _ends(interval: Interval, step: Fraction | None) -> Iterator[Fraction]:
    near = [step] if step else [Fraction(1), *_SMALL]
    if interval.low is not None:
        first = -(-interval.low // step) * step if step else interval.low
        yield first
        yield from (first + distance for distance in near)
    if interval.high is not None:
        last = (interval.high // step) * step if step else interval.high
        yield last
        yield from (last - distance for distance in near)
    if interval.low is None or interval.high is None:
        yield from (Fraction(0), *near, *(-distance for distance in near))


def _between(choices: Choices, interval: Interval, step: Fraction | None) -> Fraction:
    low, high = _span(interval)
    if step:
        first, last = -(-low // step), high // step
        if first > last:
            raise RejectedError
        return choices.integer(int(first), int(last)) * step
    places = choices.pick((0, 1, 2, 6))
    scale = 10**places
    first, last = math.ceil(low * scale), math.floor(high * scale)
    return Fraction(choices.integer(first, last), scale) if first <= last else (low + high) / 2


def _span(interval: Interval) -> tuple[Fraction, Fraction]:
    wide = 1000 * max((grid for grid in interval.grids), default=Fraction(1))
    if interval.low is None and interval.high is None:
        return -wide, wide
    if interval.low is None:
        assert interval.high is not None
        return interval.high - wide, interval.high
    return interval.low, interval.high if interval.high is not None else interval.low + wide


def _on(step: Fraction | None, value: Fraction) -> Fraction:
    return (value // step) * step if step else value


def _spelled(choices: Choices, value: Fraction) -> int | float | None:
    """As an integer, or as a float whose text says exactly the same; None if no float does."""
    if value.denominator == 1 and not choices.chance(15):
        return value.numerator
    try:
        near = float(value)
    except OverflowError:
        return value.numerator if value.denominator == 1 else None
    if exact(near) == value:
        return near
    return value.numerator if value.denominator == 1 else None
