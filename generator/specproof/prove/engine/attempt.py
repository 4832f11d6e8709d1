"""One check against one package: its corners first, then what Hypothesis finds."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import hypothesis
from hypothesis import HealthCheck
from hypothesis.errors import Unsatisfiable

from specproof.prove.checks.check import About
from specproof.prove.engine.outcomes import Failure, Outcome

__all__ = ["Attempt", "outcome"]

_CHECKS = (
    HealthCheck.too_slow,
    HealthCheck.filter_too_much,
    HealthCheck.data_too_large,
    HealthCheck.large_base_example,
    HealthCheck.nested_given,
)


@dataclass(slots=True)
class Attempt:
    """A check that is tried with a package.

    Args:
        check: one of the package's own promises.
    """

    check: Any
    package: Any
    inside: int = 0
    outside: int = 0
    unsuited: int = 0

    def corners(self) -> None:
        """Try the cases that are the same in every run. Raises: whatever breaks."""
        for case in self.check.corners:
            self._hold(case)

    def explore(self, seed: int, examples: int | None = None) -> None:
        """Try others, under the settings in force. Raises: whatever breaks, with the simplest case."""
        strategy = self.check.strategy
        if strategy is None:
            return

        @hypothesis.seed(seed)
        @hypothesis.settings(
            max_examples=examples or hypothesis.settings().max_examples,
            suppress_health_check=_CHECKS,
        )
        @hypothesis.given(strategy)
        def hold(case: Any) -> None:
            self._hold(case)

        with contextlib.suppress(Unsatisfiable):
            hold()

    def _hold(self, case: Any) -> None:
        try:
            self.check.hold(self.package, case)
        except ValueError as error:
            if type(error).__name__ != "Unsuited":
                raise
            self.unsuited += 1
            return
        inside = self.check.inside(case)
        self.inside += inside
        self.outside += not inside


def outcome(check: Any, package: Any, place: str, seed: int) -> Outcome:
    """What becomes of a check; an error of any other kind than a broken promise breaks it, too."""
    start = time.monotonic()
    attempt = Attempt(check, package)
    about: About = check.about
    failure = None
    try:
        attempt.corners()
        attempt.explore(seed)
    except Exception as error:
        failure = _failure(about, error)
    tried = attempt.inside + attempt.outside
    how = check.how if failure is None else _how(check)
    verdict = "broken" if failure else "held" if tried else "no cases"
    return Outcome(
        property=about.property,
        subject=about.subject,
        pointer=about.pointer,
        keyword=about.keyword or "",
        detail=about.detail or "",
        place=place,
        how=how,
        verdict=verdict,
        inside=attempt.inside,
        outside=attempt.outside,
        seconds=round(time.monotonic() - start, 4),
        failure=failure,
    )


def _how(check: Any) -> str:
    try:
        return str(check.how)
    except Exception as error:
        return f"error: {type(error).__name__}"


def _failure(about: About, error: Exception) -> Failure:
    """What a broken promise says of itself; of another error, where it came from."""
    if type(error).__name__ == "Broken":
        broken: Any = error
        return Failure(broken.case, str(broken.said), str(broken.command))
    return Failure(None, "; ".join(_chain(error)), "")


def _chain(error: BaseException) -> Iterator[str]:
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = f" ({place.tb_frame.f_code.co_filename.rpartition('/')[2]}:{place.tb_lineno})" if place is not None else ""
    yield f"{type(error).__name__}: {error}{at}"
    if error.__cause__ is not None:
        yield from _chain(error.__cause__)
