"""Changing a copy of a tree, in which only the containers above a change are copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specproof.document.walk import Tokens

__all__ = ["patched"]


def patched(tree: Any, edits: Mapping[Tokens, Any]) -> Any:
    """Return a copy of a tree with new values at some pointers; missing objects above them are added.

    If one pointer is below another, the longer one is applied to the shorter one's new value.
    """
    copies: dict[Tokens, Any] = {}
    root = [tree]
    for pointer in sorted(edits, key=len):
        parent: Any = root
        key: Any = 0
        for depth, token in enumerate(pointer):
            parent = _own(parent, key, pointer[:depth], copies)
            key = int(token) if isinstance(parent, list) else token
        parent[key] = edits[pointer]
    return root[0]


def _own(parent: Any, key: Any, at: Tokens, copies: dict[Tokens, Any]) -> Any:
    """The container below ``parent`` as a copy that belongs to the new tree."""
    copy = copies.get(at)
    if copy is None or parent[key] is not copy:
        child = parent.get(key, {}) if isinstance(parent, dict) else parent[key]
        copy = copies[at] = dict(child) if isinstance(child, dict) else list(child)
        parent[key] = copy
    return copy
