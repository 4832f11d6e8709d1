"""Offsets of nodes in JSON text, by walking down a pointer while the C decoder skips its siblings."""

from __future__ import annotations

import json
import re

from specproof.core.location import Pointer

__all__ = ["JsonPositions"]

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class JsonPositions:
    """Finds the offsets of nodes in a JSON text, reading no more of it than needed."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._opened: dict[int, _Container] = {}

    def offset(self, pointer: Pointer) -> int:
        """Return the offset of a node in characters, or that of its key if it is a member with an object or array.

        A pointer without a node has the offset of the deepest node above it.

        Raises:
            ValueError: the text up to the node is not JSON.
        """
        text = self._text
        at = value = _space(text, 0)
        for token in pointer:
            if text[value] not in "{[":
                return at
            if value not in self._opened:
                self._opened[value] = _Container(text, value)
            member = self._opened[value].find(token)
            if member is None:
                return at
            key, value = member
            at = key if text[value] in "{[" else value
        return at


class _Container:
    """An object or array; the members before ``_next`` are known, each with the offsets of its key and its value."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._is_object = text[start] == "{"
        self._known: dict[str, tuple[int, int]] = {}
        self._count = 0
        self._next: int | None = _space(text, start + 1)

    def find(self, token: str) -> tuple[int, int] | None:
        while token not in self._known and self._next is not None:
            self._next = self._read(self._next)
        return self._known.get(token)

    def _read(self, offset: int) -> int | None:
        """Take in the member at an offset; the offset of the following one, or None at the end."""
        text = self._text
        if text[offset] in "}]":
            return None
        value = offset
        token = str(self._count)
        if self._is_object:
            key, end = _DECODER.raw_decode(text, offset)
            token, value = str(key), _space(text, _space(text, end) + 1)
        self._known.setdefault(token, (offset, value))
        self._count += 1
        end = _space(text, _DECODER.raw_decode(text, value)[1])
        return _space(text, end + 1) if text[end] == "," else None


def _space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    assert match is not None
    if match.end() == len(text):
        raise ValueError("the text ends too early")
    return match.end()
