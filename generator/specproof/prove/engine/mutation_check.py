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
    """The property that a mutant fails and the original does not, and what happened."""

    property: str
    message: str


class MutationCheck(Check):
    """A check that fails only where the original passes."""

    def __init__(self, check: Check, original: Package) -> None:
        super().__init__(check.id, check.contract)
        self._check, self._original = check, original

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        return self._cases[0]

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        return self._cases[1]

    def hold(self, package: Package, case: Case) -> None:
        """Raises: what the package raises, where the original does not."""
        try:
            self._check.hold(package, case)
        except Exception:
            if self._passes(case):
                raise

    def kill(self, package: Package) -> Kill | None:
        """What the boundary cases show."""
        try:
            CheckRun(self, package).try_cases(self.boundary_cases)
        except Exception as error:
            return Kill(self.id.property, _message(error))
        return None

    def explored_kill(self, package: Package, seed: int, examples: int) -> Kill | None:
        """What other cases show."""
        try:
            with suppress(Unsatisfiable):
                CheckRun(self, package).explore(seed, examples)
        except Exception as error:
            return Kill(self.id.property, _message(error))
        return None

    def _passes(self, case: Case) -> bool:
        try:
            self._check.hold(self._original, case)
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
    """What the first check shows whose boundary cases show anything."""
    return next((kill for check in checks if (kill := check.kill(package))), None)


def _message(error: Exception) -> str:
    return error.message if isinstance(error, ContractViolationError) else f"{type(error).__name__}: {error}"
