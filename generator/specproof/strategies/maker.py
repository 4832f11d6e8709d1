"""Making values that pass a last check: under Hypothesis, or quickly from a seed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from hypothesis import HealthCheck, Phase, given, reject, seed, settings
from hypothesis import strategies as st

from specproof.strategies.choices import Draws, Hypothetical, Rejected, Seeded
from specproof.strategies.nodes import Node
from specproof.strategies.paths import Path
from specproof.strategies.produce import Producer
from specproof.strategies.views import Json

__all__ = ["SECONDS", "Attempt", "Maker", "NoStrategy", "Unsatisfiable", "producing", "sample", "strategy_of"]

SECONDS = 2.0
"""Of the processor: how long a value is searched for a schema of which nobody knows whether it has any."""

Attempt = Callable[[Draws, bool], Json]
"""Makes a candidate, a small one if asked to. Raises: Rejected."""

_TRIES = 25
_KEPT = 4
_ATTEMPTS = 400
_WIDE, _SMALL = (8, 150), (2, 25)
_CHECKS = (
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
)
T = TypeVar("T")


class NoStrategy(ValueError):
    """No value was found within the time, which proves nothing."""


class Unsatisfiable(NoStrategy):
    """It is proved that no value satisfies the schema."""


class Maker:
    """Makes values that pass a last check.

    Attributes:
        kept: values found so far, for when nothing else is found.
        refused: how many candidates the last check refused.
    """

    def __init__(self, attempt: Attempt, check: Callable[[Json], bool]) -> None:
        self._attempt, self._check = attempt, check
        self.kept: list[Json] = []
        self.refused = 0

    def make(self, draws: Draws, tries: int = _TRIES) -> Json:
        """Raises: Rejected."""
        for count in range(tries):
            try:
                value = self._attempt(draws, count >= tries // 2)
            except (Rejected, RecursionError):
                continue
            if self._check(value):
                return value
            self.refused += 1
        if self.kept:
            return draws.pick(self.kept)
        raise Rejected

    def search(self, seconds: float, wanted: int = _KEPT, attempts: int = _ATTEMPTS) -> None:
        """Find values to keep. Raises: NoStrategy."""
        draws, start = Seeded(0), time.thread_time()
        for count in range(1, attempts + 1):
            try:
                value = self.make(draws, 2)
            except Rejected:
                value = None
            else:
                self.kept.append(value)
            if len(self.kept) >= wanted:
                return
            if count % 8 == 0 and time.thread_time() - start > seconds:
                break
        if not self.kept:
            raise NoStrategy("no value was found, and nothing proves that there is none")


def producing(node: Node, wanted: Path = ()) -> Attempt:
    """Attempts at values of a node."""
    return lambda draws, small: Producer(draws, *(_SMALL if small else _WIDE)).value(node, 0, wanted)


_makers: WeakKeyDictionary[st.SearchStrategy[Any], Maker] = WeakKeyDictionary()


def strategy_of(maker: Maker) -> st.SearchStrategy[Json]:
    """The strategy of a maker."""
    strategy = _made(maker)
    _makers[strategy] = maker
    return strategy


@st.composite
def _made(draw: st.DrawFn, maker: Maker) -> Json:
    try:
        return maker.make(Hypothetical(draw))
    except Rejected:
        reject()


def sample(strategy: st.SearchStrategy[T], count: int, seed_: int = 0) -> list[T]:
    """The same values for the same seed, without Hypothesis' engine where the strategy is one of this kit."""
    maker = _makers.get(strategy)
    if maker is None:
        return _engine(strategy, count, seed_)
    draws = Seeded(seed_)
    made: list[Any] = []
    for attempt in range(count * 2):
        draws.edge = attempt % 2 == 0
        try:
            made.append(maker.make(draws))
        except Rejected:
            continue
        if len(made) == count:
            break
    return made


def _engine(strategy: st.SearchStrategy[T], count: int, seed_: int) -> list[T]:
    made: list[T] = []

    @seed(seed_)
    @settings(max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=_CHECKS)
    @given(strategy)
    def collect(value: T) -> None:
        made.append(value)

    collect()
    return made[:count]
