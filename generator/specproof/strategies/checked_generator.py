"""Generators of values that pass a last check, and Hypothesis strategies of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from hypothesis import HealthCheck, Phase, given, reject, seed, settings
from hypothesis import strategies as st

from specproof.strategies.choices import Choices, HypothesisChoices, RejectedError, SeededChoices
from specproof.strategies.instance_paths import InstancePath
from specproof.strategies.schema_nodes import SchemaNode
from specproof.strategies.value_generator import ValueGenerator
from specproof.strategies.views import Json

__all__ = [
    "SECONDS",
    "CheckedGenerator",
    "MakeCandidate",
    "NoStrategyError",
    "UnsatisfiableError",
    "candidates_of",
    "sample",
    "strategy_of",
]

SECONDS = 2.0
"""Seconds of the processor for the search of a value where the algebra does not decide whether there is one."""

MakeCandidate = Callable[[Choices, bool], Json]
"""Makes a candidate, a small one if the second argument is true. Raises: RejectedError."""

_CANDIDATES = 25
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


class NoStrategyError(ValueError):
    """No valid value of a schema was found in the given time, which does not prove that there is none."""


class UnsatisfiableError(NoStrategyError):
    """No value satisfies the schema, as is proved."""


class CheckedGenerator:
    """Makes candidates until one passes a check.

    Attributes:
        kept: values that ``search`` found; ``make`` falls back on them.
        rejected: how many candidates the check has rejected.
    """

    def __init__(self, make_candidate: MakeCandidate, check: Callable[[Json], bool]) -> None:
        self._make_candidate, self._check = make_candidate, check
        self.kept: list[Json] = []
        self.rejected = 0

    def make(self, choices: Choices, attempts: int = _CANDIDATES) -> Json:
        """Return a value that passes the check, or one of ``kept`` if no candidate passes.

        Raises:
            RejectedError: no candidate passes in that many attempts, and ``kept`` is empty.
        """
        for count in range(attempts):
            try:
                value = self._make_candidate(choices, count >= attempts // 2)
            except (RejectedError, RecursionError):
                continue
            if self._check(value):
                return value
            self.rejected += 1
        if self.kept:
            return choices.pick(self.kept)
        raise RejectedError

    def search(self, seconds: float, wanted: int = _KEPT, attempts: int = _ATTEMPTS) -> None:
        """Append values that pass the check to ``kept``, until there are ``wanted`` or the time is up.

        Args:
            seconds: of processor time.
            attempts: how many times to try at most.

        Raises:
            NoStrategyError: no value is found.
        """
        choices, start = SeededChoices(0), time.thread_time()
        for count in range(1, attempts + 1):
            try:
                value = self.make(choices, 2)
            except RejectedError:
                value = None
            else:
                self.kept.append(value)
            if len(self.kept) >= wanted:
                return
            if count % 8 == 0 and time.thread_time() - start > seconds:
                break
        if not self.kept:
            raise NoStrategyError(
                "no value was found in time, and nothing proves that there is none; give more seconds"
            )


def candidates_of(node: SchemaNode, required_path: InstancePath = ()) -> MakeCandidate:
    """Return a function that makes values of a node, which may still be invalid.

    Args:
        required_path: path to something that each value must hold, such as ``("pets", 0)``; empty for nothing.
    """
    return lambda choices, small: ValueGenerator(choices, *(_SMALL if small else _WIDE)).value(node, 0, required_path)


_generators: WeakKeyDictionary[st.SearchStrategy[Any], CheckedGenerator] = WeakKeyDictionary()


def strategy_of(generator: CheckedGenerator) -> st.SearchStrategy[Json]:
    """Return a Hypothesis strategy that draws the values of a generator; ``sample`` can also read it."""
    strategy = _strategy(generator)
    _generators[strategy] = generator
    return strategy


@st.composite
def _strategy(draw: st.DrawFn, generator: CheckedGenerator) -> Json:
    try:
        return generator.make(HypothesisChoices(draw))
    except RejectedError:
        reject()


def sample(strategy: st.SearchStrategy[T], count: int, seed_: int = 0) -> list[T]:
    """Return up to ``count`` values of a strategy, the same ones for the same seed.

    Strategies made by ``strategy_of`` are sampled directly; for others Hypothesis is run.
    """
    generator = _generators.get(strategy)
    if generator is None:
        return _engine(strategy, count, seed_)
    choices = SeededChoices(seed_)
    made: list[Any] = []
    for attempt in range(count * 2):
        choices.edge = attempt % 2 == 0
        try:
            made.append(generator.make(choices))
        except RejectedError:
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
