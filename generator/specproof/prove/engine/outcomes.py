"""What became of a check, and of a mutant."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CheckFinished", "CheckOutcome", "Failure", "MutantFinished", "MutantOutcome"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a check failed.

    Attributes:
        case: the failing case as JSON; None if the check failed without one.
        message: what the package did.
        command: the command line that runs the case again; empty without a case.
    """

    case: object
    message: str
    command: str


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """The result of a check.

    Attributes:
        how: where its cases come from, or why it has none: see ``Check.how``.
        verdict: `held`, `broken` or `no cases`.
        inside: how many valid cases were tested; ``outside``: how many invalid ones.
        seconds: how long it took.
        failure: None unless it is `broken`.
    """

    property: str
    subject: str
    pointer: str
    keyword: str
    detail: str
    how: str
    verdict: str
    inside: int
    outside: int
    seconds: float
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class MutantOutcome:
    """The result of a mutant.

    Attributes:
        verdict: `killed`; `survived`: no check failed, and its meaning differs or may differ; `equivalent`: it is
            proved that it means the same; `refused`: no package can be generated from it; `unused`: no check is
            about it.
        by: the property of the check that failed; None if none did.
        subject: the type or operation whose checks were run.
        note: what happened, in a line.
    """

    pointer: str
    change: str
    keyword: str
    detail: str
    verdict: str
    by: str | None
    subject: str
    seconds: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckFinished:
    """Event: the check with this index has a result."""

    index: int
    outcome: CheckOutcome


@dataclass(frozen=True, slots=True)
class MutantFinished:
    """Event: the mutant with this index has a result."""

    index: int
    outcome: MutantOutcome
