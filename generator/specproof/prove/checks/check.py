"""One check: what it holds a package to, the cases that it tries, and the error of a case that fails."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from specproof.prove.checks.contract import Contract
from specproof.prove.checks.package import Package

__all__ = ["WITHOUT_CASES", "Case", "CaseNotApplicableError", "Check", "CheckId", "ContractViolationError"]

Case = Any
"""A JSON value: it can be printed, recorded and tried again."""

WITHOUT_CASES = ("redundant", "inverse", "undecided", "unsatisfiable", "no strategy")
"""Why a check has no cases; the first two are proved, the third is what could not be decided."""

_SHOWN = 2_000  # characters
_TYPED = 4_000  # characters of a command that one would paste


@dataclass(frozen=True, slots=True)
class CheckId:
    """Identifies a check; it is the same in every run, and for every package of the same document.

    Attributes:
        property: what the package must do, such as `accept`.
        subject: an exported type such as `Pet`, or an operation such as `POST /files`.
        pointer: JSON pointer in the effective document of the schema object, the operation, or a part of it.
        keyword: the constraint; empty if the check is not about one.
        detail: which part of the keyword, such as the property for `required`; empty for all of it.
    """

    property: str
    subject: str
    pointer: str
    keyword: str = ""
    detail: str = ""

    def __str__(self) -> str:
        words = (self.property, self.subject, self.pointer, self.keyword, self.detail)
        return " ".join(word for word in words if word)


class ContractViolationError(AssertionError):
    """The package does not do what the document says.

    Attributes:
        check_id: the check that failed.
        case: the value that shows it.
        message: what the package did.
        location: `file:line` of the declaration; empty if it is not known.
    """

    def __init__(self, check_id: CheckId, case: Case, message: str, location: str = "") -> None:
        self.check_id, self.case, self.message, self.location = check_id, case, message, location
        super().__init__(check_id, case, message, location)

    @property
    def command(self) -> str:
        """Return the command line that runs this case again; without the case if that is too long."""
        text = json.dumps(self.case)
        rerun = f"pytest tests --check {shlex.quote(str(self.check_id))}"
        return f"{rerun} --case {shlex.quote(text)}" if len(text) <= _TYPED else rerun

    def __str__(self) -> str:
        text = json.dumps(self.case, ensure_ascii=False)
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"
        rows = (
            ("check", str(self.check_id)),
            ("declared", " ".join(part for part in (self.location, "#" + self.check_id.pointer) if part)),
            ("case", shown),
            ("rerun", self.command),
        )
        return "\n".join((self.message, *(f"  {name + ':':9} {row}" for name, row in rows)))


class CaseNotApplicableError(ValueError):
    """The check has no opinion on a case."""


class Check:
    """Tests one property of a package for one type, constraint or operation.

    A check costs nothing until `how`, `boundary_cases` or `strategy` are used.
    """

    def __init__(self, check_id: CheckId, contract: Contract) -> None:
        self.id, self.contract = check_id, contract

    def __str__(self) -> str:
        return str(self.id)

    @property
    def constraint(self) -> str:
        """Return the id without the property: what `accept` and `reject` share; empty without a constraint."""
        check_id = self.id
        words = (check_id.subject, check_id.pointer, check_id.keyword, check_id.detail)
        return " ".join(words) if check_id.keyword else ""

    @property
    def how(self) -> str:
        """Return how the cases are made, or why there are none (one of ``WITHOUT_CASES``).

        `algebra`: by set operations on schemas; `sampled`: by changing valid values; `document`: in any other way.
        """
        return "document"

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        """Return the cases to test in every run, boundary values first."""
        return ()

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        """Return a strategy of further cases; None if there are none."""
        return None

    def forget(self) -> None:
        """Delete the cases, to free memory: there are thousands of checks, and each may hold validators of its own."""
        for name in ("boundary_cases", "strategy"):
            vars(self).pop(name, None)

    def inside(self, case: Case) -> bool:
        """Return whether the document accepts a case."""
        return True

    def run_case(self, package: Package, case: Case) -> None:
        """Test the package with one case.

        Raises:
            ContractViolationError: the package does not do what the document says.
            CaseNotApplicableError: the check has no opinion on the case.
        """
        raise CaseNotApplicableError(f"{self} has no cases")

    def violation(self, case: Case, message: str) -> ContractViolationError:
        """Return the error to raise for a case that fails. Raises: OSError, ValueError, for an unreadable document."""
        return ContractViolationError(self.id, case, message, self.contract.location(self.id.pointer))
