"""Places within a JSON value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from specproof.strategies.views import Json

if TYPE_CHECKING:
    from specproof.strategies.nodes import Node

__all__ = ["Path", "Produce", "planted"]

Path = tuple[str | int | None, ...]
"""Property names and indexes, from the outside in; None at the end for the name of any property."""


class Produce(Protocol):
    """Gives a value for a node, anything for None; `wanted` is a place where the value must hold something."""

    def __call__(self, node: Node | None, depth: int, wanted: Path = ()) -> Json: ...


def planted(value: Json, path: Path, wrong: Json) -> Json:
    """A copy of the value with another one at a path; what holds it is there, it itself may be added.

    Raises:
        LookupError: the path leads nowhere.
    """
    if not path:
        return wrong
    token, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(token, str):
        return {**value, token: planted(value[token], rest, wrong) if rest else wrong}
    if isinstance(value, list) and isinstance(token, int) and token <= len(value):
        return [*value[:token], planted(value[token], rest, wrong) if rest else wrong, *value[token + 1 :]]
    if isinstance(value, dict) and token is None and isinstance(wrong, str):
        return {**value, wrong: next(iter(value.values()), None)}
    raise LookupError(token)
