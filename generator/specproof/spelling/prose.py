"""Descriptions of a document as lines: wrapped, without control characters, with Markdown blocks unchanged."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

__all__ = ["hanging", "layout", "one_line", "printable", "summary_of"]

_LINE_ENDS = re.compile("\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_KEPT = re.compile(r"\s*(?:\||>|#)|\s{4}")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def printable(text: str) -> str:
    r"""Return a text without control, format and surrogate characters; line ends become ``\n``, tabs four blanks."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", "    ")
    return "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def one_line(text: str) -> str:
    """Return a text as one line: printable, with single blanks."""
    return " ".join(printable(text).split())


def layout(text: str, width: int) -> list[str]:
    """Return a Markdown text as lines of at most ``width`` columns; tables, headings and code are not wrapped."""
    lines: list[str] = []
    for block in _blocks(printable(text).strip()):
        lines += ["", *block] if block[0].startswith("\0") else ["", *_wrapped(block, width)]
    return [line.removeprefix("\0").rstrip() for line in lines[1:]]


def hanging(text: str, width: int) -> list[str]:
    """Return an entry of a docstring's list as lines: the first is indented by four columns, the others by eight."""
    return textwrap.wrap(
        one_line(text),
        width,
        initial_indent=" " * 4,
        subsequent_indent=" " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _blocks(text: str) -> Iterator[list[str]]:
    """Yield runs of lines between blank ones; a code fence is one block, its lines marked with NUL."""
    block: list[str] = []
    fence = False
    for line in text.split("\n"):
        opens = bool(_FENCE.match(line))
        if (opens and not fence) or (not fence and not line.strip()):
            if block:
                yield block
            block = []
        if opens or fence:
            block.append("\0" + line)
        elif line.strip():
            block.append(line)
        if opens and fence:
            yield block
            block = []
        fence ^= opens
    if block:
        yield block


def _wrapped(block: list[str], width: int) -> Iterator[str]:
    """Yield the lines of a block: prose is filled, each list item by itself; tables, quotes and headings stay."""
    pieces: list[str] = []
    for line in block:
        starts = not pieces or _ITEM.match(line) or _KEPT.match(line) or _KEPT.match(pieces[-1])
        if starts:
            pieces.append(line.rstrip())
        else:
            pieces[-1] += " " + line.strip()
    for piece in pieces:
        item = _ITEM.match(piece)
        if _KEPT.match(piece) and not item:
            yield piece
            continue
        margin = " " * (item.end() if item else 0)
        filled = textwrap.wrap(
            piece if item else piece.strip(),
            width,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from filled


def summary_of(summary: str, description: str) -> str:
    """Return the text of a docstring: summary, blank line, description; one alone if it contains the other."""
    head, body = one_line(summary), printable(description).strip()
    if not head or body.startswith(head):
        return body or head
    if not head.endswith((".", "!", "?", ":")):
        head += "."
    return f"{head}\n\n{body}" if body and one_line(body).rstrip(".") != head.rstrip(".") else head
