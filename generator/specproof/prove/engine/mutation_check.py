"""Checks that tell a mutant from the original: a case counts only if the original passes it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from specproof.prove.checks.check import Case, Check, ContractViolationError
from specproof.prove.checks.check_run import CheckRun
from specproof.prove.checks.package import Package

__all__ = ["Kill", "MutationCheck", "first_kill"]


class Kill(NamedTuple):
    """Evidence that a mutant differs from the original: the property of the check that fails, and its message."""

    property: str
    message: str


class MutationCheck(Check):
    """A check that fails a mutant only in cases that the original package passes."""

    def __init__(self, check: Check, original: Package) -> None:
        super().__init__(check.id, check.contract)
        self._check, self._original = check, original

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        """Return those of the check; empty if they cannot be made."""
        return self._cases[0]

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        """Return that of the check; None if it cannot be made."""
        return self._cases[1]

    def run_case(self, package: Package, case: Case) -> None:
        """Test a mutant with one case. Raises: the error of the mutant, if the original passes the case."""
        try:
            self._check.run_case(package, case)
        except Exception:
            if self._passes(case):
                raise

    def find_kill(self, package: Package) -> Kill | None:
        """Return the first failure of a mutant in the boundary cases; None if it passes them all."""
        try:
            CheckRun(self, package).try_cases(self.boundary_cases)
        except Exception as error:
            return Kill(self.id.property, _message(error))
        return None

    def search_kill(self, package: Package, seed: int, examples: int) -> Kill | None:
        """Return a failure of a mutant in cases that Hypothesis makes; None if it finds none.

        Args:
            examples: how many cases to make.
        """
        try:
            with suppress(Unsatisfiable):
                CheckRun(self, package).explore(seed, examples)
        except Exception as error:
            return Kill(self.id.property, _message(error))
        return None

    def _passes(self, case: Case) -> bool:
        try:
            self._check.run_case(self._original, case)
        except Exception:
            return False
        return True

    @cached_property
    def _cases(self) -> tuple[tuple[Case, ...], st.SearchStrategy[Case] | None]:
        """Boundary cases and strategy; none where they cannot be made: the proof of the original fails over that."""
        try:
            return self._check.boundary_cases, self._check.strategy
        except Exception:
            return (), None


def first_kill(checks: Iterable[MutationCheck], package: Package) -> Kill | None:
    """Return the first failure of a mutant in the boundary cases of these checks; None if it passes them all."""
    return next((kill for check in checks if (kill := check.find_kill(package))), None)


def _message(error: Exception) -> str:
    return error.message if isinstance(error, ContractViolationError) else f"{type(error).__name__}: {error}"
