"""Recursive merging of one JSON value into another, as overlays do it."""

from __future__ import annotations

from typing import Any

from specproof.core.json_types import described
from specproof.core.location import Pointer
from specproof.document.walk import Tokens

__all__ = ["MergeError", "merged"]


class MergeError(ValueError):
    """The shapes of two values differ; ``pointer`` is where they do, in the update."""

    def __init__(self, message: str, pointer: Pointer) -> None:
        super().__init__(message)
        self.pointer = pointer


def merged(node: Any, update: Any, placed: list[tuple[Tokens, Tokens]], at: Tokens = ()) -> Any:
    """Return a value with an update merged into it; ``placed`` gets pairs of pointers, in result and update.

    Objects merge member by member, arrays are concatenated, a scalar replaces a scalar.

    Raises:
        MergeError: the two have different shapes.
    """
    return _merged(node, update, placed, at, at)


def _merged(node: Any, update: Any, placed: list[tuple[Tokens, Tokens]], there: Tokens, here: Tokens) -> Any:
    if _shape(node) != _shape(update):
        raise MergeError(f"cannot merge {described(update)} into {described(node)}", Pointer(here))
    if isinstance(node, dict):
        return _members(node, update, placed, there, here)
    if isinstance(node, list):
        for index in range(len(update)):
            placed.append(((*there, str(len(node) + index)), (*here, str(index))))
        return [*node, *update]
    placed.append((there, here))
    return update


def _members(
    node: dict[str, Any], update: dict[str, Any], placed: list[tuple[Tokens, Tokens]], there: Tokens, here: Tokens
) -> dict[str, Any]:
    result = dict(node)
    for name, value in update.items():
        if name in node:
            result[name] = _merged(node[name], value, placed, (*there, name), (*here, name))
        else:
            result[name] = value
            placed.append(((*there, name), (*here, name)))
    return result


def _shape(value: Any) -> type:
    return type(value) if isinstance(value, dict | list) else object
