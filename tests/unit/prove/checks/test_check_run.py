"""One check against one package, and one that only counts where another package holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from specproof.prove.checks import profiles
from specproof.prove.checks.check import Case, CaseNotApplicableError, Check, CheckId, ContractViolationError
from specproof.prove.checks.contract import Contract
from specproof.prove.engine.check_outcome import run_check
from specproof.prove.engine.mutation_check import MutationCheck, first_kill


@pytest.fixture(autouse=True)
def profile() -> Any:
    usual = profiles.current()
    profiles.load("ci")
    yield
    profiles.settings.load_profile(usual)


class Below(Check):
    """Cases are below what the package says; 13 says nothing."""

    boundary_cases = (1, 13)
    strategy = st.integers(0, 100)

    def run_case(self, package: Any, case: Case) -> None:
        if case == 13:
            raise CaseNotApplicableError("unlucky")
        if package is None:
            raise RuntimeError("there is no package")
        if case >= package:
            raise ContractViolationError(self.id, case, f"{case} is not below {package}")

    def inside(self, case: Case) -> bool:
        return bool(case % 2)


CHECK = Below(CheckId("accept", "Pet", "/a"), Contract("none", Path("none")))


def test_what_holds_is_counted_on_both_sides() -> None:
    found = run_check(CHECK, 1000, 0)
    assert (found.verdict, found.failure, found.how) == ("held", None, "document")
    assert found.inside > 0
    assert found.outside > 0
    again = run_check(CHECK, 1000, 0)
    assert (again.inside, again.outside) == (found.inside, found.outside)


def test_what_breaks_is_told_by_its_simplest_case() -> None:
    found = run_check(CHECK, 7, 0)
    assert found.verdict == "broken"
    assert found.failure is not None
    assert (found.failure.case, found.failure.message) == (7, "7 is not below 7")
    assert "--check 'accept Pet /a'" in found.failure.command


def test_an_error_of_another_kind_breaks_it_too() -> None:
    found = run_check(CHECK, None, 0)
    assert found.verdict == "broken"
    assert found.failure is not None
    assert found.failure.message.startswith("RuntimeError: there is no package (test_check_run.py:")


def test_only_a_difference_is_noticed() -> None:
    assert first_kill([MutationCheck(CHECK, 1000)], 1) == ("accept", "1 is not below 1")
    assert first_kill([MutationCheck(CHECK, 1000)], 7) is None
    assert MutationCheck(CHECK, 1000).search_kill(7, 0, 200) == ("accept", "7 is not below 7")
    assert first_kill([MutationCheck(CHECK, 1)], 1) is None
    assert MutationCheck(CHECK, 1).search_kill(0, 0, 200) == ("accept", "0 is not below 0")
