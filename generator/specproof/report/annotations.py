"""Failed checks and surviving mutants as workflow commands, which GitHub shows beside the lines of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specproof.report.machine import as_github
from specproof.report.proof import is_survivor
from specproof.report.rows import Row

__all__ = ["proof_as_github"]

_CASE = 200  # characters: an annotation is read in passing


def proof_as_github(result: Mapping[str, Any]) -> str:
    """Return GitHub workflow commands, one per line: an error per failed check, a warning per surviving mutant.

    GitHub shows ten of each kind per step; the rest is in its log.

    Args:
        result: the content of the file that `specproof prove --json` writes.
    """
    return as_github((*_broken(result), *_survivors(result)))


def _broken(result: Mapping[str, Any]) -> Iterator[Row]:
    for outcome in result.get("outcomes", ()):
        if outcome["verdict"] == "broken":
            failure = outcome.get("failure") or {}
            yield _row("failed check", "error", outcome, outcome["property"], failure.get("message"), _command(failure))


def _survivors(result: Mapping[str, Any]) -> Iterator[Row]:
    for name in ("mutants", "code_mutants"):
        for mutant in result.get(name, ()):
            if is_survivor(mutant):
                yield _row("surviving mutant", "warning", mutant, mutant.get("change"), mutant.get("note"), None)


def _row(
    title: str, severity: str, entry: Mapping[str, Any], what: str | None, detail: str | None, hint: str | None
) -> Row:
    words = (entry.get("subject"), what, entry.get("keyword"), entry.get("detail"))
    message = " ".join(word for word in words if word) + (f": {detail.strip()}" if detail else "")
    file, _, line = str(entry.get("location") or "").rpartition(":")
    known = (file, int(line)) if file and line.isdecimal() else (None, None)
    return Row(title, severity, message, hint, file=known[0], line=known[1])


def _command(failure: Mapping[str, Any]) -> str | None:
    command = failure.get("command")
    return command if command and len(command) <= _CASE else None
