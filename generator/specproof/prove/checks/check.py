"""One promise of a document, how to try it, and what is said where it is broken."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from specproof.prove.checks.package import Package

__all__ = ["WITHOUT_CASES", "About", "Broken", "Case", "Check", "Tried", "Unsuited", "prove"]

Case = Any
"""A JSON value: it can be printed, recorded and tried again."""

WITHOUT_CASES = ("redundant", "inverse", "undecided", "unsatisfiable", "no strategy")
"""Why a check has no cases; the first two are proved, the third is what could not be decided."""

_SHOWN = 2_000  # characters
_TYPED = 4_000  # characters of a command that one would paste
_CHECKS: Any = tuple(HealthCheck)
"""A large schema has large values, and makes them slowly."""


@dataclass(frozen=True, slots=True)
class About:
    """What a check is about; the same in every run, and for every package that is held to the document.

    Attributes:
        property: what is promised, such as `accept`.
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


class Broken(AssertionError):
    """A promise that is not kept.

    Attributes:
        about: the promise.
        case: the value that shows it.
        said: what happened.
        place: `file:line` where the document makes the promise; empty if nobody knows.
        command: what tries this again.
    """

    def __init__(self, about: About, case: Case, said: str, place: str = "") -> None:
        self.about, self.case, self.said, self.place = about, case, said, place
        super().__init__(about, case, said, place)

    @property
    def command(self) -> str:
        text = json.dumps(self.case)
        again = f"pytest tests --check {shlex.quote(str(self.about))}"
        return f"{again} --case {shlex.quote(text)}" if len(text) <= _TYPED else again

    def __str__(self) -> str:
        text = json.dumps(self.case, ensure_ascii=False)
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text):,} characters)"
        rows = (
            ("promise", str(self.about)),
            ("stated", " ".join(part for part in (self.place, "#" + self.about.pointer) if part)),
            ("value", shown),
            ("again", self.command),
        )
        return "\n".join((self.said, *(f"  {name + ':':8} {row}" for name, row in rows)))


class Unsuited(ValueError):
    """A case that says nothing about the promise: the document makes none for it."""


class Check:
    """One promise. Making one costs nothing; `how`, `corners` and `strategy` are worked out when first asked for."""

    def __init__(self, about: About) -> None:
        self.about = about

    def __str__(self) -> str:
        return str(self.about)

    @property
    def constraint(self) -> str:
        """The constraint apart from the property, so that what is tried of it on either side adds up; or nothing."""
        about = self.about
        return " ".join((about.subject, about.pointer, about.keyword, about.detail)) if about.keyword else ""

    @property
    def how(self) -> str:
        """Where the cases come from (`algebra`, `sampled`, `document`), or why there are none (`WITHOUT_CASES`)."""
        return "document"

    @cached_property
    def corners(self) -> tuple[Case, ...]:
        """The same cases in every run, the boundaries first."""
        return ()

    @cached_property
    def strategy(self) -> st.SearchStrategy[Case] | None:
        """More cases; None where the corners are all."""
        return None

    def forget(self) -> None:
        """Let go of what was worked out: there are thousands of checks, and each may hold validators of its own."""
        for name in ("corners", "strategy"):
            vars(self).pop(name, None)

    def inside(self, case: Case) -> bool:
        """Whether the document accepts the case; asked to count both sides."""
        return True

    def hold(self, package: Package, case: Case) -> None:
        """Try one case.

        Raises:
            Broken: the package does not keep the promise.
            Unsuited: the promise is not about such a case.
        """
        raise Unsuited(f"{self} has no cases")


@dataclass(slots=True)
class Tried:
    """How many cases of a check were tried, on either side of what the document accepts."""

    how: str = ""
    inside: int = 0
    outside: int = 0

    def count(self, inside: bool) -> None:
        self.inside += inside
        self.outside += not inside

    def told(self) -> dict[str, object]:
        """For a report: strings and numbers by name."""
        return {"how": self.how, "inside": self.inside, "outside": self.outside}

    @classmethod
    def heard(cls, told: Mapping[str, Any]) -> Tried:
        """Out of what was told, among other things."""
        return cls(told["how"], int(told["inside"]), int(told["outside"]))


def prove(check: Check, package: Package, cases: tuple[Case, ...] | None = None) -> Tried:
    """Try a check: its corners, then what Hypothesis finds under the settings in force; or the given cases alone.

    Raises:
        Broken: with the simplest case that was found.
    """
    __tracebackhide__ = True
    tried = Tried(check.how)
    try:
        for case in check.corners if cases is None else cases:
            check.hold(package, case)
            tried.count(check.inside(case))
        if cases is None and check.strategy is not None:
            _explore(check, check.strategy, package, tried)
    finally:
        check.forget()
    return tried


def _explore(check: Check, strategy: st.SearchStrategy[Case], package: Package, tried: Tried) -> None:
    __tracebackhide__ = True

    @settings(suppress_health_check=_CHECKS, deadline=None, database=None)
    @given(strategy)
    def hold(case: Case) -> None:
        __tracebackhide__ = True
        check.hold(package, case)
        tried.count(check.inside(case))

    hold()
