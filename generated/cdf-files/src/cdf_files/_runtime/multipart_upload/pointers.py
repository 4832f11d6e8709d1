"""JSON pointers (RFC 6901): reading from replies, building bodies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["built", "find", "read"]


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def read(document: Any, pointer: str) -> Any:
    """What stands at the pointer.

    Raises:
        LookupError: nothing does.
    """
    for step in _steps(pointer):
        if isinstance(document, list) and step.isdigit():
            document = document[int(step)]
        elif isinstance(document, dict):
            document = document[step]
        else:
            raise LookupError(pointer)
    return document


def find(document: Any, pointer: str) -> Any:
    """What stands at the pointer, or None."""
    try:
        return read(document, pointer)
    except LookupError:
        return None


def built(values: Mapping[str, Any]) -> Any:
    """The smallest document with each value at its pointer: ``{"/items/0/id": 7}`` gives ``{"items": [{"id": 7}]}``."""
    root: Any = {}
    for pointer, value in values.items():
        root = _put(root, _steps(pointer), value)
    return root


def _put(node: Any, steps: list[str], value: Any) -> Any:
    if not steps:
        return value
    step, *rest = steps
    if step.isdigit():
        items = node if isinstance(node, list) else []
        items = items + [{}] * (int(step) + 1 - len(items))
        items[int(step)] = _put(items[int(step)], rest, value)
        return items
    return {**node, step: _put(node.get(step, {}), rest, value)}
