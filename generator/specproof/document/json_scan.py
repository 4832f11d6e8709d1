"""A slow scanner of JSON text that knows the offset of everything, used only for errors."""

from __future__ import annotations

import json
import re
from typing import Any

from specproof.core.limits import Limits
from specproof.core.location import Pointer
from specproof.document.failure import UnreadableError
from specproof.document.scalars import NotJsonError, number

__all__ = ["explain"]

_TOKEN = re.compile(r'[ \t\n\r]*(?:([{}\[\],:])|("(?:[^"\\\x00-\x1f]|\\.)*")|([^\s{}\[\],:"]+))')
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Level:
    """An open object (``keys`` is a set) or array; ``token`` is the member or element being read."""

    __slots__ = ("keys", "token", "waiting")

    def __init__(self, is_object: bool) -> None:
        self.keys: set[str] | None = set() if is_object else None
        self.token: Any = None if is_object else 0
        self.waiting = is_object


def explain(text: str, limits: Limits, stop_at: int | None = None) -> list[UnreadableError]:
    """Return an error for each duplicate key of a text that is JSON up to ``stop_at``.

    Args:
        stop_at: offset in characters; None for the whole text.

    Raises:
        UnreadableError: the text nests too deep, or has a value that JSON cannot represent.
    """
    scan = _Scan(limits)
    for match in _TOKEN.finditer(text, 0, stop_at if stop_at is not None else len(text)):
        mark, string, word = match.groups()
        if mark:
            scan.mark(mark, match.start(1))
        elif string:
            scan.string(string, match.start(2))
        else:
            scan.word(word, match.start(3))
    return scan.duplicates


class _Scan:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.levels: list[_Level] = []
        self.duplicates: list[UnreadableError] = []

    def pointer(self) -> Pointer:
        return Pointer(str(level.token) for level in self.levels if level.token is not None)

    def mark(self, mark: str, offset: int) -> None:
        if mark in "{[":
            if len(self.levels) == self.limits.depth:
                message = f"the document nests deeper than {self.limits.depth} levels"
                raise UnreadableError("LOAD_BUDGET", message, offset, self.pointer())
            self.levels.append(_Level(mark == "{"))
        elif mark in "}]":
            if self.levels:
                self.levels.pop()
        elif mark == "," and self.levels:
            level = self.levels[-1]
            if level.keys is None:
                level.token += 1
            else:
                level.waiting = True

    def string(self, raw: str, offset: int) -> None:
        value = self._decode(raw, offset)
        level = self.levels[-1] if self.levels else None
        if level is None or level.keys is None or not level.waiting:
            return
        level.token, level.waiting = value, False
        if value in level.keys:
            message = f'the key "{value}" appears twice'
            self.duplicates.append(UnreadableError("LOAD_DUPLICATE_KEY", message, offset, self.pointer()))
        level.keys.add(value)

    def _decode(self, raw: str, offset: int) -> str:
        try:
            value = str(json.loads(raw))
        except json.JSONDecodeError:
            return raw[1:-1]
        if _SURROGATE.search(value):
            hint = "write the character itself, or both halves"
            raise UnreadableError(
                "LOAD_VALUE", "half of a surrogate pair is not a character", offset, self.pointer(), hint
            )
        return value

    def word(self, word: str, offset: int) -> None:
        if word in ("NaN", "Infinity", "-Infinity"):
            raise UnreadableError("LOAD_VALUE", f"{word} is not a JSON number", offset, self.pointer())
        try:
            number(word)
        except NotJsonError as refused:
            raise UnreadableError("LOAD_VALUE", str(refused), offset, self.pointer()) from None
        except ValueError:
            return
