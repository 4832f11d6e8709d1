"""Decoding of files, and lines and columns of offsets."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right

__all__ = ["Lines", "decode", "encoding_of", "starts_as_json"]

_BREAK = re.compile(r"\r\n|\r|\n")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(data: bytes) -> str:
    """Return the encoding of a file, by its byte order mark or the zero bytes at its start (YAML 1.2.2, 5.2)."""
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
    """Return the text of a file without byte order mark.

    Raises:
        UnicodeDecodeError: the bytes are not valid in their encoding.
    """
    return data.decode(encoding_of(data))


def starts_as_json(text: str) -> bool:
    """Whether the first character of a text opens a JSON object or array, which is possible in YAML as well."""
    return text.lstrip(" \t\r\n")[:1] in ("{", "[")


class Lines:
    """The lines of a text, which end with CR LF, LF or CR. Lines and columns count from 1, a column is a code point."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]

    def at(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of an offset in characters."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str | None:
        """Return a line without its line break, or None if there is no such line."""
        if not 0 < number <= len(self._starts):
            return None
        end = self._starts[number] if number < len(self._starts) else None
        return self._text[self._starts[number - 1] : end].rstrip("\r\n")
