"""What became of a promise, and of a mutant."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Failure", "Judged", "Outcome", "Proved", "Verdict"]


@dataclass(frozen=True, slots=True)
class Failure:
    """How a promise was broken: the case as JSON data, what happened, and the command that tries it again."""

    case: object
    said: str
    command: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check.

    Attributes:
        place: `file:line` of what is promised; empty if nobody knows.
        how: where its cases come from, or why it has none.
        verdict: `held`, `broken` or `no cases`.
        inside: how many cases were tried that the document accepts.
        outside: how many that it refuses.
    """

    property: str
    subject: str
    pointer: str
    keyword: str
    detail: str
    place: str
    how: str
    verdict: str
    inside: int
    outside: int
    seconds: float
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One mutant.

    Attributes:
        verdict: `killed`; `survived`: nothing noticed, though it means something else or nobody knows; `equivalent`:
            it is proved that it means the same; `refused`: no package can be generated of it; `unused`: nothing of it
            is promised.
        by: the property that noticed.
        subject: the type or operation that was tried.
        note: what happened, in a line.
    """

    pointer: str
    place: str
    change: str
    keyword: str
    detail: str
    verdict: str
    by: str | None
    subject: str
    seconds: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proved:
    """A check, by its number, is done."""

    index: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant, by its number, is done."""

    index: int
    verdict: Verdict
