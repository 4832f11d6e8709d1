"""What became of a check, and of a mutant."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CheckFinished", "CheckOutcome", "Failure", "MutantFinished", "MutantOutcome"]


@dataclass(frozen=True, slots=True)
class Failure:
    """How a check failed: the case as JSON data, what happened, and the command that runs it again."""

    case: object
    message: str
    command: str


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """One check.

    Attributes:
        how: where its cases come from, or why it has none.
        verdict: `held`, `broken` or `no cases`.
        inside: how many cases were tried that the document accepts.
        outside: how many that it rejects.
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
    """One mutant.

    Attributes:
        verdict: `killed`; `survived`: no check failed, though it means something else, or may; `equivalent`:
            it is proved that it means the same; `refused`: no package can be generated of it; `unused`: no
            check is about it.
        by: the property that failed.
        subject: the type or operation that was tried.
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
    """The check of this number is done."""

    index: int
    outcome: CheckOutcome


@dataclass(frozen=True, slots=True)
class MutantFinished:
    """The mutant of this number is done."""

    index: int
    outcome: MutantOutcome
