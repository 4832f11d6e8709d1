"""One check against one package: its boundary cases first, then what Hypothesis finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import hypothesis
from hypothesis import HealthCheck

from specproof.prove.checks.check import Case, CaseNotApplicableError, Check
from specproof.prove.checks.package import MissingNameError, Package

__all__ = ["CaseCounts", "CheckRun", "prove"]

_SUPPRESSED: Any = tuple(HealthCheck)
"""All of them: a large schema has large values, and makes them slowly."""


@dataclass(slots=True)
class CaseCounts:
    """How many cases of a check were tested: valid ones (``inside``) and invalid ones (``outside``)."""

    how: str = ""
    inside: int = 0
    outside: int = 0

    def as_dict(self) -> dict[str, object]:
        """Return the counts as a JSON object."""
        return {"how": self.how, "inside": self.inside, "outside": self.outside}

    @classmethod
    def from_dict(cls, counts: Mapping[str, Any]) -> CaseCounts:
        """Return the counts that ``as_dict`` has written; other members are ignored. Raises: KeyError, ValueError."""
        return cls(counts["how"], int(counts["inside"]), int(counts["outside"]))


@dataclass(slots=True)
class CheckRun:
    """A run of one check with one package.

    Attributes:
        counts: how many cases were tested.
        not_applicable: error of the first case on which the check has no opinion; None if there is none.
    """

    check: Check
    package: Package
    counts: CaseCounts = field(default_factory=CaseCounts)
    not_applicable: CaseNotApplicableError | None = None

    def try_cases(self, cases: Sequence[Case]) -> None:
        """Test these cases, in order. Raises: the error of the first one that fails."""
        __tracebackhide__ = True
        for case in cases:
            self._try(case)

    def explore(self, seed: int | None = None, examples: int | None = None) -> None:
        """Test further cases, under the current Hypothesis settings; do nothing if the check has no strategy.

        Args:
            seed: of the random choices; None for that of the settings.
            examples: how many cases; None for as many as the settings say.

        Raises:
            hypothesis.errors.Unsatisfiable: the strategy gave no case.
            Exception: the error of a case that fails, shrunk to the simplest one.
        """
        __tracebackhide__ = True
        strategy = self.check.strategy
        if strategy is None:
            return

        @hypothesis.settings(
            max_examples=examples or hypothesis.settings().max_examples,
            suppress_health_check=_SUPPRESSED,
            deadline=None,
            database=None,
        )
        @hypothesis.given(strategy)
        def hold(case: Case) -> None:
            __tracebackhide__ = True
            self._try(case)

        (hypothesis.seed(seed)(hold) if seed is not None else hold)()

    def _try(self, case: Case) -> None:
        __tracebackhide__ = True
        try:
            self.check.run_case(self.package, case)
        except CaseNotApplicableError as error:
            self.not_applicable = self.not_applicable or error
            return
        except MissingNameError as error:
            raise self.check.violation(case, str(error)) from error
        inside = self.check.inside(case)
        self.counts.inside += inside
        self.counts.outside += not inside


def prove(check: Check, package: Package, cases: Sequence[Case] | None = None) -> CaseCounts:
    """Run a check with a package, and return how many cases were tested.

    Args:
        cases: the only cases to test; None for the boundary cases, then those of Hypothesis.

    Raises:
        ContractViolationError: a case fails; it is shrunk to the simplest one.
        CaseNotApplicableError: the check has no opinion on one of the cases.
    """
    __tracebackhide__ = True
    run = CheckRun(check, package, CaseCounts(check.how))
    try:
        run.try_cases(check.boundary_cases if cases is None else cases)
        if cases is None:
            run.explore()
    finally:
        check.forget()
    if run.not_applicable is not None:
        raise run.not_applicable
    return run.counts
