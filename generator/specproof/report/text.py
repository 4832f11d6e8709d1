"""Findings as a compiler prints them: location, code, message, the line of the file, and a hint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from specproof.report.rows import Row

__all__ = ["as_text"]

_LONGEST = 1_000  # characters of a pointer


def as_text(rows: Iterable[Row]) -> str:
    """Return findings as text, a paragraph each; control characters of the document are escaped."""
    return "".join(f"{line}\n" for row in rows for line in _lines(row))


def _lines(row: Row) -> Iterator[str]:
    place = ":".join(str(part) for part in (row.file, row.line, row.column) if part is not None)
    yield (f"{place}: " if place else "") + f"{row.severity}[{row.code}]: {_plain(row.message)}"
    if row.pointer:
        yield f"  at #{_plain(_clipped(row.pointer))}"
    if row.source is not None and row.line and row.column:
        yield from _excerpt(row.source, row.line, row.column - row.cut)
    if row.hint:
        yield f"  hint: {_plain(row.hint)}"


def _excerpt(source: str, line: int, column: int) -> Iterator[str]:
    shown = _plain(source.expandtabs(1))
    before = _plain(source[: column - 1].expandtabs(1))
    number = f"{line:>6}"
    yield f"{number} | {shown}".rstrip()
    yield f"{'':>6} | {'':>{len(before)}}^"


def _clipped(pointer: str) -> str:
    """Return a pointer without its middle, if it is longer than somebody reads."""
    return pointer if len(pointer) <= _LONGEST else f"{pointer[: _LONGEST // 2]} … {pointer[-_LONGEST // 2 :]}"


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
