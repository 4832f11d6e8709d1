"""How deep values must be nested: the way out of recursion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specproof.strategies.strings import impossible
from specproof.strategies.views import AllOf, Choice, Link, ListOf, OneOf, Record, Text, Typed, Values

if TYPE_CHECKING:
    from specproof.strategies.nodes import Node

__all__ = ["heights"]


def heights(start: Node) -> dict[Node, float]:
    """The nesting of the least value of each node below; infinite where each value holds another of its kind."""
    ways: dict[Node, list[list[Node]]] = {}
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
            deeper = 1 if isinstance(node.view, Record | ListOf) else 0
            best = min((max((depths[n] for n in way), default=0) + deeper for way in options), default=float("inf"))
            if best < depths[node]:
                depths[node], moved = best, True
    return depths


def _needs(node: Node) -> list[list[Node]]:
    """Ways to a value: one must have all of its nodes."""
    match node.view:
        case Choice(branches=branches) | OneOf(branches=branches):
            ways = [[branch] for branch in branches]
        case AllOf(branches=branches):
            ways = [list(branches)]
        case Typed(body=only) | Link(target=only):
            ways = [[only]]
        case Record() as record:
            ways = [[record.properties[name] for name in record.required if name in record.properties]]
        case ListOf() as array:
            ways = [[item for index in range(min(array.low, len(array.prefix) + 1)) if (item := array.at(index))]]
        case Values(values=()):
            ways = []
        case Text() as text if impossible(text):
            ways = []
        case _:
            ways = [[]]
    return ways
