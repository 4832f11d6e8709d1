"""Findings ready to print, with line and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from specproof.core.diagnostics import Finding
from specproof.core.location import Locate

__all__ = ["Row", "rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """A finding ready to print. ``line`` and ``column`` count from 1.

    Attributes:
        pointer: JSON pointer into the file.
        source: an excerpt of the line, around the column.
        cut: how many characters of the line are before the excerpt.
        hint: what to do about it.
    """

    code: str
    severity: str
    message: str
    hint: str | None = None
    file: str | None = None
    pointer: str | None = None
    line: int | None = None
    column: int | None = None
    source: str | None = None
    cut: int = 0


_WIDEST = 120
_LONGEST = 2_000  # characters of a message, which may quote the document


def rows(findings: Iterable[Finding], locate: Locate, texts: Mapping[str, bytes]) -> list[Row]:
    """Return findings with line and column.

    Args:
        locate: location -> line and column; None if its text is unknown.
        texts: file -> content.
    """
    return [_row(finding, locate, texts) for finding in findings]


def _row(finding: Finding, locate: Locate, texts: Mapping[str, bytes]) -> Row:
    at = finding.at
    if at is None:
        return Row(finding.code, finding.severity.value, _message(finding), _hint(finding))
    place = (finding.line, finding.column or 1) if finding.line else locate(at)
    line, column = place or (None, None)
    source, cut = _excerpt(_line(texts.get(at.file), line), column or 1)
    known = finding.code, finding.severity.value, _message(finding), _hint(finding)
    return Row(*known, at.file, str(at.pointer) or None, line, column, source, cut)


def _message(finding: Finding) -> str:
    text = finding.message
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} … ({len(text) - _LONGEST:,} more characters)"


def _hint(finding: Finding) -> str:
    return finding.hint or finding.advice


def _excerpt(line: str | None, column: int) -> tuple[str | None, int]:
    """At most 120 characters of a line, and the number of those before them: a minified document is one line."""
    cut = max(0, column - 1 - _WIDEST // 2) if line is not None and len(line) > _WIDEST else 0
    return (None if line is None else line[cut : cut + _WIDEST]), cut


def _line(text: bytes | None, line: int | None) -> str | None:
    if text is None or line is None:
        return None
    lines = _lines(text)
    return lines[line - 1].rstrip("\r") if line <= len(lines) else None


@lru_cache(maxsize=4)
def _lines(text: bytes) -> list[str]:
    return text.decode("utf-8-sig", "replace").split("\n")
