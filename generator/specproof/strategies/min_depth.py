"""How deep values must be nested at least: what leads out of recursion."""

from __future__ import annotations

from specproof.strategies.schema_nodes import SchemaNode
from specproof.strategies.strings import is_impossible
from specproof.strategies.views import (
    AllOfView,
    AnyOfView,
    ArrayView,
    EnumView,
    ObjectView,
    OneOfView,
    ReferenceView,
    StringView,
    TypedView,
)

__all__ = ["min_depth"]


def min_depth(node: SchemaNode) -> float:
    """Return how many arrays and objects are nested in the shallowest value of a node: 0 for a string, 1 for `[]`.

    Infinite if each value must contain another value of the same node, or the node has no value.
    """
    depths = node.graph.min_depths
    if node not in depths:
        depths |= _min_depths(node)
    return depths[node]


def _min_depths(start: SchemaNode) -> dict[SchemaNode, float]:
    """The depths of a node and of all nodes below it, by iteration to the least fixed point."""
    ways: dict[SchemaNode, list[list[SchemaNode]]] = {}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in ways:
            ways[node] = _needs(node)
            waiting.extend(other for way in ways[node] for other in way)
    depths = dict.fromkeys(ways, float("inf"))
    moved = True
    while moved:
        moved = False
        for node, options in ways.items():
            deeper = 1 if isinstance(node.view, ObjectView | ArrayView) else 0
            best = min((max((depths[n] for n in way), default=0) + deeper for way in options), default=float("inf"))
            if best < depths[node]:
                depths[node], moved = best, True
    return depths


def _needs(node: SchemaNode) -> list[list[SchemaNode]]:
    """Ways to a value: one must have all of its nodes."""
    match node.view:
        case AnyOfView(branches=branches) | OneOfView(branches=branches):
            ways = [[branch] for branch in branches]
        case AllOfView(branches=branches):
            ways = [list(branches)]
        case TypedView(body=only) | ReferenceView(target=only):
            ways = [[only]]
        case ObjectView() as record:
            ways = [[record.properties[name] for name in record.required if name in record.properties]]
        case ArrayView() as array:
            ways = [[item for index in range(min(array.low, len(array.prefix) + 1)) if (item := array.at(index))]]
        case EnumView(values=()):
            ways = []
        case StringView() as text if is_impossible(text):
            ways = []
        case _:
            ways = [[]]
    return ways
