"""An audit as text and as JSON data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specproof.audit.audit import Audit
from specproof.core.location import Locate, Location

__all__ = ["as_data", "as_text"]


def as_text(result: Audit, locate: Locate, every: bool = True) -> str:
    """Return an audit as text: optionally a line for each constraint, then a summary of two lines.

    Args:
        locate: returns line and column of a location.
        every: whether to list the constraints: location, state, keyword, JSON pointer, reason.
    """
    lines = [*(_lines(result, locate) if every else ()), *_summary(result)]
    return "\n".join(lines)


def _lines(result: Audit, locate: Locate) -> Iterator[str]:
    for constraint in result.constraints:
        why = f"  ({constraint.why})" if constraint.why else ""
        where = ":".join(map(str, (constraint.at.file, *(locate(constraint.at) or ()))))
        yield f"{where}: {constraint.state:<11}{constraint.keyword:<18}{constraint.at.pointer.fragment}{why}"
    yield ""


def _summary(result: Audit) -> Iterator[str]:
    states = ", ".join(f"{number} {state}" for state, number in result.states.most_common())
    yield f"{len(result.constraints)} constraints: {states or 'nothing to enforce'}"
    questions = f"{result.decided + len(result.undecided)} questions to the document"
    yield f"{questions}: {len(result.problems)} problems, {len(result.undecided)} undecided"


def as_data(result: Audit, locate: Locate) -> dict[str, Any]:
    """Return an audit as JSON data: constraints, example values of problems, undecided questions and numbers.

    Args:
        locate: returns line and column of a location.
    """
    return {
        "constraints": [
            {"keyword": row.keyword, "state": row.state, "why": row.why, **_located(row.at, locate)}
            for row in result.constraints
        ],
        "values": [
            {"code": problem.code, "value": problem.value[0], **_located(at, locate)}
            for problem, at in result.problems
            if problem.value is not None
        ],
        "undecided": [{"question": question, **_located(at, locate)} for question, at in result.undecided],
        "states": {str(state): number for state, number in result.states.items()},
        "keywords": _by_keyword(result),
        "decided": result.decided,
    }


def _by_keyword(result: Audit) -> dict[str, dict[str, int]]:
    """Keyword -> state -> number."""
    out: dict[str, dict[str, int]] = {}
    for constraint in result.constraints:
        states = out.setdefault(constraint.keyword, {})
        states[constraint.state] = states.get(constraint.state, 0) + 1
    return out


def _located(at: Location, locate: Locate) -> dict[str, Any]:
    line, column = locate(at) or (None, None)
    return {"file": at.file, "line": line, "column": column, "pointer": str(at.pointer)}
