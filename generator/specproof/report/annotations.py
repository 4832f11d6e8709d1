"""What a proof found wrong as workflow commands: GitHub shows them beside the lines of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specproof.report.machine import as_github
from specproof.report.proof import is_survivor
from specproof.report.rows import Row

__all__ = ["proof_as_github"]

_CASE = 200  # characters: an annotation is read in passing


def proof_as_github(result: Mapping[str, Any]) -> str:
    """One command a line: an error for each broken promise, then a warning for each mutant that survived.

    GitHub shows ten of each kind for a step; the rest is in its log.

    Args:
        result: what `specproof prove --json` writes.
    """
    return as_github((*_broken(result), *_unchecked(result)))


def _broken(result: Mapping[str, Any]) -> Iterator[Row]:
    for outcome in result.get("outcomes", ()):
        if outcome["verdict"] == "broken":
            failure = outcome.get("failure") or {}
            yield _row("broken promise", "error", outcome, outcome["property"], failure.get("said"), _again(failure))


def _unchecked(result: Mapping[str, Any]) -> Iterator[Row]:
    for name in ("mutants", "code_mutants"):
        for mutant in result.get(name, ()):
            if is_survivor(mutant):
                yield _row("unchecked promise", "warning", mutant, mutant.get("change"), mutant.get("note"), None)


def _row(
    title: str, severity: str, entry: Mapping[str, Any], what: str | None, said: str | None, hint: str | None
) -> Row:
    words = (entry.get("subject"), what, entry.get("keyword"), entry.get("detail"))
    message = " ".join(word for word in words if word) + (f": {said.strip()}" if said else "")
    file, _, line = str(entry.get("place") or "").rpartition(":")
    known = (file, int(line)) if file and line.isdecimal() else (None, None)
    return Row(title, severity, message, hint, file=known[0], line=known[1])


def _again(failure: Mapping[str, Any]) -> str | None:
    command = failure.get("command")
    return command if command and len(command) <= _CASE else None
