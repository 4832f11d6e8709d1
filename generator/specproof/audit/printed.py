"""An audit as lines for people and as data for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from specproof.audit.audit import Audit
from specproof.core.location import Location

__all__ = ["as_data", "as_text"]

Place = Callable[[Location], tuple[int, int] | None]


def as_text(found: Audit, place: Place, every: bool = True) -> str:
    """The summary; before it, if ``every``, one line a constraint: place, state, keyword, pointer, reason."""
    lines = [*(_lines(found, place) if every else ()), *_summary(found)]
    return "\n".join(lines)


def _lines(found: Audit, place: Place) -> Iterator[str]:
    for promise in found.promises:
        why = f"  ({promise.why})" if promise.why else ""
        where = ":".join(map(str, (promise.at.file, *(place(promise.at) or ()))))
        yield f"{where}: {promise.state:<11}{promise.keyword:<18}{promise.at.pointer.fragment}{why}"
    yield ""


def _summary(found: Audit) -> Iterator[str]:
    states = ", ".join(f"{number} {state}" for state, number in found.states.most_common())
    yield f"{len(found.promises)} constraints: {states or 'nothing to enforce'}"
    questions = f"{found.decided + len(found.undecided)} questions to the document"
    yield f"{questions}: {len(found.problems)} problems, {len(found.undecided)} undecided"


def as_data(found: Audit, place: Place) -> dict[str, Any]:
    """Constraints, values that show problems, open questions and numbers, for JSON."""
    return {
        "constraints": [
            {"keyword": row.keyword, "state": row.state, "why": row.why, **_located(row.at, place)}
            for row in found.promises
        ],
        "values": [
            {"code": problem.code, "value": problem.value[0], **_located(at, place)}
            for problem, at in found.problems
            if problem.value is not None
        ],
        "undecided": [{"question": question, **_located(at, place)} for question, at in found.undecided],
        "states": {str(state): number for state, number in found.states.items()},
        "keywords": _by_keyword(found),
        "decided": found.decided,
    }


def _by_keyword(found: Audit) -> dict[str, dict[str, int]]:
    """Keyword -> state -> number."""
    out: dict[str, dict[str, int]] = {}
    for promise in found.promises:
        states = out.setdefault(promise.keyword, {})
        states[promise.state] = states.get(promise.state, 0) + 1
    return out


def _located(at: Location, place: Place) -> dict[str, Any]:
    line, column = place(at) or (None, None)
    return {"file": at.file, "line": line, "column": column, "pointer": str(at.pointer)}
