"""JSON pointers (RFC 6901): reading values of responses, and building bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["build", "find", "read", "split_pointer"]


def split_pointer(pointer: str) -> list[str]:
    """Return the decoded tokens of a JSON pointer (RFC 6901)."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def read(document: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer in JSON data.

    Raises:
        LookupError: there is no such value.
    """
    for token in split_pointer(pointer):
        if isinstance(document, list) and token.isdigit():
            document = document[int(token)]
        elif isinstance(document, dict):
            document = document[token]
        else:
            raise LookupError(pointer)
    return document


def find(document: Any, pointer: str) -> Any:
    """Return the value at a JSON pointer in JSON data, or None if there is none."""
    try:
        return read(document, pointer)
    except LookupError:
        return None


def build(values: Mapping[str, Any]) -> Any:
    """Return the smallest JSON value that has each value at its JSON pointer.

    ``{"/items/0/id": 7}`` gives ``{"items": [{"id": 7}]}``.
    """
    root: Any = {}
    for pointer, value in values.items():
        root = _put(root, split_pointer(pointer), value)
    return root


def _put(node: Any, tokens: list[str], value: Any) -> Any:
    if not tokens:
        return value
    token, *rest = tokens
    if token.isdigit():
        items = node if isinstance(node, list) else []
        items = items + [{}] * (int(token) + 1 - len(items))
        items[int(token)] = _put(items[int(token)], rest, value)
        return items
    return {**node, token: _put(node.get(token, {}), rest, value)}
