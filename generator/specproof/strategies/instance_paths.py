"""Paths into a JSON value."""

from __future__ import annotations

from typing import Protocol

from specproof.strategies.schema_nodes import SchemaNode
from specproof.strategies.views import Json

__all__ = ["InstancePath", "ProduceValue", "with_value_at"]

InstancePath = tuple[str | int | None, ...]
"""Property names and indexes, from the outside in; None at the end for the name of any property."""


class ProduceValue(Protocol):
    """A function that makes a value of a node at a depth of nesting; any JSON value if the node is None.

    Args:
        required_path: path, from that value, to something that must exist, such as ``("pets", 0)``; empty for nothing.
    """

    def __call__(self, node: SchemaNode | None, depth: int, required_path: InstancePath = ()) -> Json: ...


def with_value_at(value: Json, path: InstancePath, wrong: Json) -> Json:
    """Return a copy of a JSON value with ``wrong`` at a path; all of the path but its last step must exist.

    Raises:
        LookupError: the path does not exist.
    """
    if not path:
        return wrong
    token, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(token, str):
        return {**value, token: with_value_at(value[token], rest, wrong) if rest else wrong}
    if isinstance(value, list) and isinstance(token, int) and token <= len(value):
        return [*value[:token], with_value_at(value[token], rest, wrong) if rest else wrong, *value[token + 1 :]]
    if isinstance(value, dict) and token is None and isinstance(wrong, str):
        return {**value, wrong: next(iter(value.values()), None)}
    raise LookupError(token)
