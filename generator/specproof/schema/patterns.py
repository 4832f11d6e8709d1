"""Translation of ECMA-262 patterns to the syntax of Rust's `regex` (JSON Schema validation, 6.3.3)."""

from __future__ import annotations

import re

__all__ = ["linear"]

_SPACE = r"\t\n\x0B\x0C\r\x20\xA0\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}"
_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_", "s": _SPACE}
_CATEGORY = re.compile(r"\\([pP])\{(L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)\}")
_CONTROL = {"t": r"\t", "n": r"\n", "r": r"\r", "f": r"\x0C", "v": r"\x0B"}
_PUNCTUATION = set(r"^$\.*+?()[]{}|/-")
_ODD_RANGE = re.compile(r"(?:\\.|[^\]\\])*?(?:\\[dwsDWSpP](?:\{\w+\})?-[^\]]|-\\[dwsDWSpP]|--)")
_CODE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))")
_QUANTIFIER = re.compile(r"\{(\d+)(,(\d*))?\}")
_MOST_REPEATS = 1000


def linear(pattern: str) -> str | None:
    """Return an equivalent of an ECMA-262 pattern for Rust's `regex`, or None if there may be none.

    A dot matches all but a line feed, as in both validators; in ECMA-262 it excludes three other line ends as well.
    Look-around, back-references, scripts, word ends and what only one of the engines knows give None.
    """
    try:
        return _translate(pattern)
    except _UnsureError:
        return None


class _UnsureError(Exception):
    """The two engines may differ on a pattern."""


def _translate(pattern: str) -> str:
    out: list[str] = []
    position, inside = 0, False
    while position < len(pattern):
        char = pattern[position]
        if char == "\\":
            text, position = _escape(pattern, position, inside)
        elif inside:
            text, position = _member(char), position + 1
            inside = char != "]"
        elif char == "[":
            text, position = _open_class(pattern, position)
            inside = True
        else:
            text, position = _plain(pattern, position)
        out.append(text)
    if inside:
        raise _UnsureError
    return "".join(out)


def _escape(pattern: str, position: int, inside: bool) -> tuple[str, int]:
    if position + 1 >= len(pattern):
        raise _UnsureError
    if match := _CODE.match(pattern, position):
        return f"\\x{{{_scalar(match[1] or match[2]):X}}}", match.end()
    if match := _CATEGORY.match(pattern, position):
        return match[0], match.end()
    return _short_escape(pattern[position + 1], inside), position + 2


def _short_escape(char: str, inside: bool) -> str:
    if char in _CLASSES:
        return _CLASSES[char] if inside else f"[{_CLASSES[char]}]"
    if char.lower() in _CLASSES:
        return f"[^{_CLASSES[char.lower()]}]"
    if char in _CONTROL:
        return _CONTROL[char]
    if char not in _PUNCTUATION:
        raise _UnsureError
    return char if char == "/" else re.escape(char)


def _scalar(digits: str) -> int:
    code = int(digits, 16)
    if 0xD800 <= code <= 0xDFFF:
        raise _UnsureError
    return code


def _member(char: str) -> str:
    if char in "[&~":
        return "\\" + char
    return char


def _open_class(pattern: str, position: int) -> tuple[str, int]:
    text = "[^" if pattern.startswith("[^", position) else "["
    after = position + len(text)
    if pattern.startswith("]", after):
        raise _UnsureError
    if _ODD_RANGE.match(pattern, after):
        raise _UnsureError
    return text, after


def _plain(pattern: str, position: int) -> tuple[str, int]:
    char = pattern[position]
    if char == "(" and pattern.startswith("(?", position) and not pattern.startswith("(?:", position):
        raise _UnsureError
    if char == "{":
        match = _QUANTIFIER.match(pattern, position)
        if match is None or int(match[3] or match[1]) > _MOST_REPEATS:
            raise _UnsureError
        return match[0], match.end()
    if char in "}]":
        raise _UnsureError
    return char, position + 1
