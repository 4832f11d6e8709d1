"""Recursive merging of one JSON value into another, as overlays do it."""

from __future__ import annotations

from typing import Any

from specproof.core.json_types import described
from specproof.core.location import Pointer
from specproof.document.walk import Tokens

__all__ = ["MergeError", "merged"]


class MergeError(ValueError):
    """Raised for two values that cannot be merged, such as an object and an array.

    Attributes:
        pointer: JSON pointer in the update.
    """

    def __init__(self, message: str, pointer: Pointer) -> None:
        super().__init__(message)
        self.pointer = pointer


def merged(node: Any, update: Any, placed: list[tuple[Tokens, Tokens]], at: Tokens = ()) -> Any:
    """Return a value with the update of an overlay merged into it, as a new value.

    Objects merge member by member, arrays are concatenated, a scalar replaces a scalar.

    Args:
        placed: gets a pair of pointers for each node that comes from the update: in the result, in the update.
        at: start of these pointers.

    Raises:
        MergeError: the two have different types.
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
