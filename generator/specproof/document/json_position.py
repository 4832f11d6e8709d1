"""The offset of a node in JSON text: walks down one pointer and lets the C decoder skip everything else."""

from __future__ import annotations

import json
import re

from specproof.core.location import Pointer

__all__ = ["json_offset"]

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


def json_offset(text: str, pointer: Pointer) -> int:
    """Where the node is, as ``positions`` defines it.

    Raises:
        ValueError: the text is not JSON on the way there.
    """
    at = value = _space(text, 0)
    for token in pointer:
        found = _member(text, value, token) if text[value] == "{" else _element(text, value, token)
        if found is None:
            return at
        key, value = found
        at = key if text[value] in "{[" else value
    return at


def _space(text: str, offset: int) -> int:
    found = _SPACE.match(text, offset)
    assert found is not None
    if found.end() == len(text):
        raise ValueError("the text ends too early")
    return found.end()


def _skip(text: str, value: int) -> int:
    return _space(text, _DECODER.raw_decode(text, value)[1])


def _member(text: str, start: int, name: str) -> tuple[int, int] | None:
    """Offsets of key and value."""
    offset = _space(text, start + 1)
    while text[offset] == '"':
        key, end = _DECODER.raw_decode(text, offset)
        value = _space(text, _space(text, end) + 1)
        if key == name:
            return offset, value
        end = _skip(text, value)
        if text[end] != ",":
            return None
        offset = _space(text, end + 1)
    return None


def _element(text: str, start: int, token: str) -> tuple[int, int] | None:
    """The offset of an element, twice."""
    if text[start] != "[" or not token.isdecimal():
        return None
    offset = _space(text, start + 1)
    for _ in range(int(token)):
        if text[offset] == "]":
            return None
        end = _skip(text, offset)
        if text[end] != ",":
            return None
        offset = _space(text, end + 1)
    return None if text[offset] == "]" else (offset, offset)
