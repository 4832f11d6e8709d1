"""ECMA-262 patterns in the syntax of the linear engine, where both read them alike (JSON Schema validation, 6.3.3)."""

from __future__ import annotations

import re

__all__ = ["linear"]

_CLASSES = {"d": "0-9", "w": "A-Za-z0-9_"}
_CONTROL = {"t": r"\t", "n": r"\n", "r": r"\r", "f": r"\x0C", "v": r"\x0B"}
_PUNCTUATION = set(r"^$\.*+?()[]{}|/-")
_QUANTIFIER = re.compile(r"\{(\d+)(,(\d*))?\}")
_MOST_REPEATS = 1000
_ANY = "[^\\n\\r\\x{2028}\\x{2029}]"


def linear(pattern: str) -> str | None:
    """The same language for Rust's `regex`, or None where the two engines may differ or one refuses.

    Look-around, back-references, properties, word boundaries and white-space classes are left to the guard.
    """
    try:
        return _translate(pattern)
    except _Unsure:
        return None


class _Unsure(Exception):
    pass


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
        raise _Unsure
    return "".join(out)


def _escape(pattern: str, position: int, inside: bool) -> tuple[str, int]:
    if position + 1 >= len(pattern):
        raise _Unsure
    char = pattern[position + 1]
    if char in _CLASSES:
        return (_CLASSES[char] if inside else f"[{_CLASSES[char]}]"), position + 2
    if char == "D" and not inside:
        return "[^0-9]", position + 2
    if char in _CONTROL:
        return _CONTROL[char], position + 2
    if char in _PUNCTUATION:
        return re.escape(char) if char != "/" else "/", position + 2
    if match := re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))").match(pattern, position):
        code = int(match[1] or match[2], 16)
        if 0xD800 <= code <= 0xDFFF:
            raise _Unsure
        return f"\\x{{{code:X}}}", match.end()
    raise _Unsure


def _member(char: str) -> str:
    if char in "[&~":
        return "\\" + char
    return char


def _open_class(pattern: str, position: int) -> tuple[str, int]:
    text = "[^" if pattern.startswith("[^", position) else "["
    after = position + len(text)
    if pattern.startswith("]", after):
        raise _Unsure
    if re.compile(r"[^\]\\]*\\[dw]-[^\]]|[^\]]*-\\[dwDWsS]").match(pattern, after):
        raise _Unsure
    return text, after


def _plain(pattern: str, position: int) -> tuple[str, int]:
    char = pattern[position]
    if char == ".":
        return _ANY, position + 1
    if char == "(" and pattern.startswith("(?", position) and not pattern.startswith("(?:", position):
        raise _Unsure
    if char == "{":
        match = _QUANTIFIER.match(pattern, position)
        if match is None or int(match[3] or match[1]) > _MOST_REPEATS:
            raise _Unsure
        return match[0], match.end()
    if char in "}]":
        raise _Unsure
    return char, position + 1
