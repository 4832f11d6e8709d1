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
    """What a check is about; the same in every run, and for every package that is held to the document.

    Attributes:
        property: what the package is held to, such as `accept`.
        subject: an exported type, or an operation such as `POST /files`.
        pointer: JSON pointer in the effective document: of the schema object that states the constraint, of the
            operation, or of a part of it.
        keyword: the constraint, where it is about one.
        detail: what of it.
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
    """The package does something else than the document says.

    Attributes:
        check_id: which check failed.
        case: the value that shows it.
        message: what the package did.
        location: `file:line` of the declaration; empty if it is not known.
        command: what runs this case again.
    """

    def __init__(self, check_id: CheckId, case: Case, message: str, location: str = "") -> None:
        self.check_id, self.case, self.message, self.location = check_id, case, message, location
        super().__init__(check_id, case, message, location)

    @property
    def command(self) -> str:
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
    """The document says nothing about this case that the check could hold a package to."""


class Check:
    """One property of one type, constraint or operation.

    Making a check costs nothing: `how`, `boundary_cases` and `strategy` are worked out when they are first asked for.
    """

    def __init__(self, check_id: CheckId, contract: Contract) -> None:
        self.id, self.contract = check_id, contract

    def __str__(self) -> str:
        return str(self.id)

    @property
    def constraint(self) -> str:
        """The constraint without the property, which `accept` and `reject` have in common; empty if there is none."""
        check_id = self.id
        words = (check_id.subject, check_id.pointer, check_id.keyword, check_id.detail)
        return " ".join(words) if check_id.keyword else ""

    @property
    def how(self) -> str:
        """Where the cases come from (`algebra`, `sampled`, `document`), or why there are none (`WITHOUT_CASES`)."""
        return "document"

    @cached_property
    def boundary_cases(self) -> tuple[Case, ...]:
        """The same cases in every run: values at the boundaries of constraints first."""
        return ()

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        """More cases; None where the boundary cases are all."""
        return None

    def forget(self) -> None:
        """Let go of what was worked out: there are thousands of checks, and each may hold validators of its own."""
        for name in ("boundary_cases", "strategy"):
            vars(self).pop(name, None)

    def inside(self, case: Case) -> bool:
        """Whether the document accepts the case; asked to count both sides."""
        return True

    def hold(self, package: Package, case: Case) -> None:
        """Try one case.

        Raises:
            ContractViolationError: the package does something else than the document says.
            CaseNotApplicableError: the check says nothing about such a case.
        """
        raise CaseNotApplicableError(f"{self} has no cases")

    def violation(self, case: Case, message: str) -> ContractViolationError:
        """The error of a case that fails, to be raised. Raises: OSError, ValueError: the document cannot be read."""
        return ContractViolationError(self.id, case, message, self.contract.location(self.id.pointer))
