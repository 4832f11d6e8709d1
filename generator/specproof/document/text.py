"""Bytes of a file to text, and offsets in that text to lines and columns."""

from __future__ import annotations

import codecs
import re

__all__ = ["decode", "encoding_of", "line_and_column", "line_text"]

_BREAK = re.compile(r"\r\n|\r|\n")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(data: bytes) -> str:
    """The encoding by byte order mark, or by the zero bytes of the first character (YAML 1.2.2, section 5.2)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:4]
    if len(head) == 4 and head[:3] == b"\0\0\0":
        return "utf-32-be"
    if len(head) == 4 and head[1:] == b"\0\0\0":
        return "utf-32-le"
    if head[:1] == b"\0":
        return "utf-16-be"
    return "utf-16-le" if head[1:2] == b"\0" else "utf-8"


def decode(data: bytes) -> str:
    """The text without byte order mark.

    Raises:
        UnicodeDecodeError: the bytes are not what their first ones promise.
    """
    return data.decode(encoding_of(data))


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1; a line ends with CR LF, LF or CR, a column is a code point."""
    line, start = 1, 0
    for found in _BREAK.finditer(text, 0, offset):
        line, start = line + 1, found.end()
    return line, offset - start + 1


def line_text(data: bytes, line: int) -> str | None:
    """One line of a file, without its break; None when there is no such line or no such text."""
    try:
        lines = _BREAK.split(decode(data))
    except UnicodeDecodeError:
        return None
    return lines[line - 1] if 0 < line <= len(lines) else None
