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
    """A line of a proof's page: one constraint of a subject, or the subject as a whole (then `keyword` is empty).

    Attributes:
        pointer: JSON pointer of the schema object or operation.
        detail: which part of the keyword, such as the property for `required`; empty for all of it.
        location: file and line in the document.
        enforced: how the constraint is enforced, such as `native` or `guard`.
        outcomes: the results of its checks, as in the JSON of a proof.
        mutants: the results of the mutants that change it, as in the JSON of a proof.
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
        """Return how many valid values were tested."""
        return sum(outcome.get("inside", 0) for outcome in self.outcomes)

    @property
    def outside(self) -> int:
        """Return how many invalid values were tested."""
        return sum(outcome.get("outside", 0) for outcome in self.outcomes)

    @property
    def seconds(self) -> float:
        """Return how long its checks and mutants took."""
        return float(sum(entry.get("seconds", 0) for entry in (*self.outcomes, *self.mutants)))

    @property
    def killed(self) -> int:
        """Return how many of its mutants were killed."""
        return sum(is_killed(mutant) for mutant in self.mutants)

    @property
    def survived(self) -> int:
        """Return how many of its mutants survived."""
        return sum(is_survivor(mutant) for mutant in self.mutants)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return which of these apply, for a reader to filter by: `broken`, `survivor`, `undecided`, `redundant`."""
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
    """The rows of a type, an operation, the package's own code, or of a location that no type or operation uses.

    Attributes:
        name: such as `Pet`, `POST /pets`, or a JSON pointer.
    """

    name: str
    rows: list[Row]

    @property
    def kind(self) -> str:
        """Return `schema`, `operation`, `code` or `elsewhere`."""
        if self.name == CODE or self.name.startswith("/"):
            return "code" if self.name == CODE else "elsewhere"
        method, _, path = self.name.partition(" ")
        return "operation" if method.lower() in METHODS and path else "schema"

    @property
    def pointer(self) -> str:
        """Return the shortest JSON pointer of its rows; for an operation not that of a component that it uses."""
        own = [row.pointer for row in self.rows if self.kind != "operation" or row.pointer.startswith("/paths/")]
        return min(own or [row.pointer for row in self.rows], key=len, default="")


@dataclass(frozen=True, slots=True)
class Page:
    """A proof, grouped by subject and constraint, as its page shows it.

    Attributes:
        verdicts: verdict of a check, such as `held` -> how many have it.
        killed: how many mutants that change the meaning of the document were killed.
        survived: how many of those were not.
        unscored: verdict of all other mutants, such as `equivalent` -> how many have it.
    """

    groups: tuple[Group, ...]
    verdicts: Mapping[str, int]
    killed: int
    survived: int
    unscored: Mapping[str, int]

    @property
    def score(self) -> float | None:
        """Return the share of meaningful mutants that were killed, 0 to 1; None if there were none."""
        tried = self.killed + self.survived
        return self.killed / tried if tried else None

    @property
    def rows(self) -> Iterable[Row]:
        """Return the rows of all groups."""
        return (row for group in self.groups for row in group.rows)


def view(result: Json) -> Page:
    """Return a proof grouped by subject and constraint.

    Args:
        result: the content of the file that `specproof prove --json` writes.

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
    """Return whether a mutant, as in the JSON of a proof, was killed."""
    return str(mutant["verdict"]).endswith("killed")


def is_survivor(mutant: Json) -> bool:
    """Return whether a mutant, as in the JSON of a proof, survived."""
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
    """Return a JSON value as text for a page. Integers keep all their digits, unlike as a browser's numbers."""
    return visible(json.dumps(case, indent=2, ensure_ascii=False))


def visible(text: str) -> str:
    """Return a text in which control characters and marks of writing direction are escaped."""
    return "".join(char if char == "\n" or char.isprintable() else json.dumps(char)[1:-1] for char in text)
