"""The result of a proof, grouped for readers: subjects, their constraints, and the checks and mutants of each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.core.openapi import METHODS

__all__ = ["CODE", "Group", "Page", "Row", "is_killed", "is_survivor", "shown", "view", "visible"]

Json = Mapping[str, Any]
CODE = "the package's own code"
"""The subject under which mutants of generated code stand."""

_DOUBTS = ("undecided", "no strategy")


@dataclass(slots=True)
class Row:
    """One constraint, or a subject as a whole (then `keyword` is empty).

    `inside` and `outside` count the valid and invalid values that were tested; `seconds` are of outcomes and mutants.
    """

    pointer: str
    keyword: str
    detail: str
    location: str = ""
    enforced: str = ""
    outcomes: list[Json] = field(default_factory=list)
    mutants: list[Json] = field(default_factory=list)

    @property
    def inside(self) -> int:
        return sum(outcome.get("inside", 0) for outcome in self.outcomes)

    @property
    def outside(self) -> int:
        return sum(outcome.get("outside", 0) for outcome in self.outcomes)

    @property
    def seconds(self) -> float:
        return float(sum(entry.get("seconds", 0) for entry in (*self.outcomes, *self.mutants)))

    @property
    def killed(self) -> int:
        return sum(is_killed(mutant) for mutant in self.mutants)

    @property
    def survived(self) -> int:
        return sum(is_survivor(mutant) for mutant in self.mutants)

    @property
    def marks(self) -> tuple[str, ...]:
        """What a reader may look for: `broken`, `survivor`, `undecided`, `redundant`."""
        ways = {outcome.get("how") for outcome in self.outcomes}
        doubted = any(map(_is_doubtful, self.outcomes)) or any(map(_is_doubted, self.mutants))
        marks = {
            "broken": any(outcome["verdict"] == "broken" for outcome in self.outcomes),
            "survivor": self.survived > 0,
            "undecided": doubted,
            "redundant": "redundant" in ways,
        }
        return tuple(mark for mark, is_so in marks.items() if is_so)


@dataclass(slots=True)
class Group:
    """A type, an operation, the code of the package, or a location in the document that none of them uses."""

    name: str
    rows: list[Row]

    @property
    def kind(self) -> str:
        """`schema`, `operation`, `code` or `elsewhere`."""
        if self.name == CODE or self.name.startswith("/"):
            return "code" if self.name == CODE else "elsewhere"
        method, _, path = self.name.partition(" ")
        return "operation" if method.lower() in METHODS and path else "schema"

    @property
    def pointer(self) -> str:
        """The shortest of its rows; for an operation that of its own, not of a component that it uses."""
        own = [row.pointer for row in self.rows if self.kind != "operation" or row.pointer.startswith("/paths/")]
        return min(own or [row.pointer for row in self.rows], key=len, default="")


@dataclass(frozen=True, slots=True)
class Page:
    """A whole proof.

    `killed` and `survived` are of the mutants that change what the document means; `unscored` are all others.
    """

    groups: tuple[Group, ...]
    verdicts: Mapping[str, int]
    killed: int
    survived: int
    unscored: Mapping[str, int]

    @property
    def score(self) -> float | None:
        """The share of meaningful mutants that were killed, 0 to 1; None if there was none."""
        tried = self.killed + self.survived
        return self.killed / tried if tried else None

    @property
    def rows(self) -> Iterable[Row]:
        return (row for group in self.groups for row in group.rows)


def view(result: Json) -> Page:
    """Group the outcomes and mutants of a `proof.json` by subject and constraint.

    Raises:
        KeyError: an outcome has no subject, pointer or verdict, or a mutant no verdict.
    """
    mutants = [mutant for name in ("mutants", "code_mutants") for mutant in result.get(name, ())]
    verdicts = Counter(outcome["verdict"] for outcome in result.get("outcomes", ()))
    others = Counter(mutant["verdict"] for mutant in mutants if not is_killed(mutant) and not is_survivor(mutant))
    return Page(
        groups=tuple(Group(name, list(rows.values())) for name, rows in _grouped(result).items()),
        verdicts=verdicts,
        killed=sum(map(is_killed, mutants)),
        survived=sum(map(is_survivor, mutants)),
        unscored=others,
    )


def is_killed(mutant: Json) -> bool:
    return str(mutant["verdict"]).endswith("killed")


def is_survivor(mutant: Json) -> bool:
    return str(mutant["verdict"]).endswith("survived")


def _is_doubtful(outcome: Json) -> bool:
    tried = outcome.get("inside", 0) + outcome.get("outside", 0)
    return outcome.get("how") in _DOUBTS and not tried


def _is_doubted(mutant: Json) -> bool:
    return str(mutant["verdict"]).startswith("undecided")


_Rows = dict[tuple[str, str, str], Row]


def _grouped(result: Json) -> dict[str, _Rows]:
    groups: dict[str, _Rows] = {}
    enforced = result.get("enforced", {})
    for outcome in result.get("outcomes", ()):
        _row(groups, outcome, enforced).outcomes.append(outcome)
    for mutant in result.get("mutants", ()):
        row = _changed(groups, mutant) or _row(groups, mutant, enforced)
        row.mutants.append(mutant)
    for index, mutant in enumerate(result.get("code_mutants", ())):
        entry = {"pointer": f"{index}", "keyword": mutant.get("change") or mutant.get("name"), "subject": CODE}
        _row(groups, {**mutant, **entry}, {}).mutants.append(mutant)
    return groups


def _changed(groups: dict[str, _Rows], mutant: Json) -> Row | None:
    """The row that a mutant changes. Its detail may be that of the row, or what became of the keyword."""
    rows = groups.get(mutant.get("subject") or mutant["pointer"], {})
    named = [row for row in rows.values() if (row.pointer, row.keyword) == (mutant["pointer"], mutant.get("keyword"))]
    return next((row for row in named if row.detail == mutant.get("detail")), named[0] if named else None)


def _row(groups: dict[str, _Rows], entry: Json, enforced: Mapping[str, str]) -> Row:
    """The row of an outcome or a mutant; what names no subject stands under the pointer's own name."""
    pointer, keyword, detail = entry["pointer"], entry.get("keyword") or "", entry.get("detail") or ""
    rows = groups.setdefault(entry.get("subject") or pointer, {})
    known = rows.get((pointer, keyword, detail))
    if known is None:
        how = enforced.get(f"{pointer}/{keyword}", "")
        known = rows[pointer, keyword, detail] = Row(pointer, keyword, detail, entry.get("location") or "", how)
    return known


def shown(case: Any) -> str:
    """A JSON value as text for a page. Integers keep all their digits, which they would lose as a browser's numbers."""
    return visible(json.dumps(case, indent=2, ensure_ascii=False))


def visible(text: str) -> str:
    """A text with escapes for what cannot be seen: controls, and marks that turn the direction of what follows."""
    return "".join(char if char == "\n" or char.isprintable() else json.dumps(char)[1:-1] for char in text)
