"""A value from a node: the walk over views, with bounds on depth and size."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from specproof.strategies.arrays import Arrays
from specproof.strategies.changes import changed
from specproof.strategies.choices import Draws, Rejected
from specproof.strategies.intervals import Interval, number
from specproof.strategies.nodes import Node
from specproof.strategies.objects import Objects
from specproof.strategies.paths import Path
from specproof.strategies.strings import text
from specproof.strategies.views import (
    ANYTHING,
    AllOf,
    Choice,
    Json,
    Kinds,
    Link,
    ListOf,
    Not,
    OneOf,
    Record,
    Text,
    Typed,
    Values,
    View,
)

__all__ = ["Producer"]

Make = Callable[[], Json]

_DEPTH = 8
_SIZE = 150
_DEEPEST = 60
_EXHAUSTED = 3000
_TRIES = 10
_FREE: Mapping[str, View] = {
    "null": Values((None,)),
    "boolean": Values((False, True)),
    "integer": Interval(whole=True),
    "number": Interval(),
    "string": Text(0, None, (), (), ()),
    "array": ListOf(0, None, None, (), None, ()),
    "object": Record(0, None, (), None, {}, {}, None, ()),
}


class Producer:
    """Makes one value. After `depth` levels or `size` nodes it takes the shortest ways.

    Raises: Rejected, from every method.
    """

    def __init__(self, draws: Draws, depth: int = _DEPTH, size: int = _SIZE) -> None:
        self.draws = draws
        self.depth, self.size = depth, size

    def value(self, node: Node | None, depth: int = 0, wanted: Path = ()) -> Json:
        """A value of a node, anything for None; it holds something at the path `wanted`."""
        self.size -= 1
        if depth > _DEEPEST or self.size < -_EXHAUSTED:
            raise Rejected
        return self.viewed(ANYTHING if node is None else node.view, node, depth, wanted)

    def viewed(self, view: View, node: Node | None, depth: int, wanted: Path) -> Json:
        match view:
            case Values(values=values):
                made = self.one_of(values)
            case Text():
                made = text(self.draws, view)
            case Interval():
                made = number(self.draws, view)
            case Kinds(types=types):
                made = self.of_type(types, depth, wanted)
            case Record():
                made = Objects(self.draws, view, self.value, depth + 1, self.lean(depth), wanted).build()
            case ListOf():
                made = self.array(node, view, depth, wanted)
            case _:
                assert node is not None
                made = self.combined(node, depth, wanted)
        return made

    def lean(self, depth: int) -> bool:
        return depth >= self.depth or self.size <= 0

    def one_of(self, values: tuple[Json, ...]) -> Json:
        if not values:
            raise Rejected
        return self.draws.pick(values)

    def of_type(self, types: tuple[str, ...], depth: int, wanted: Path) -> Json:
        if wanted:
            types = tuple(name for name in types if name == ("array" if isinstance(wanted[0], int) else "object"))
        elif self.lean(depth) or depth > 3:
            types = tuple(name for name in types if name not in ("array", "object")) or types
        if not types:
            raise Rejected
        name = self.draws.pick(types)
        return self.viewed(_FREE[name], None, depth + 2 if name in ("array", "object") else depth, wanted)

    def array(self, node: Node | None, view: ListOf, depth: int, wanted: Path) -> Json:
        checked = node if view.contains or view.distinct is False else None
        lean = self.lean(depth)
        return self.filtered(checked, lambda: Arrays(self.draws, view, self.value, depth + 1, lean, wanted).build())

    def combined(self, node: Node, depth: int, wanted: Path) -> Json:
        match node.view:
            case Link(target=target):
                return self.value(target, depth, wanted)
            case Choice(branches=branches):
                return self.branch(branches, depth, wanted)
            case AllOf() if node.merged is not None:
                return self.value(node.merged, depth, wanted)
            case OneOf():
                return self.exactly_one(node, depth, wanted)
            case _:
                return self.filtered(node, lambda: self.near(node, depth, wanted))

    def near(self, node: Node, depth: int, wanted: Path) -> Json:
        """A value that may do, where the view does not say how to make one."""
        match node.view:
            case AllOf(branches=branches):
                return self.joined(branches, depth, wanted)
            case Typed(body=body):
                return self.value(body, depth, wanted)
            case Not(node=inner):
                return self.refused(inner, depth, wanted)
            case _:
                return self.value(None, depth, wanted)

    def refused(self, inner: Node, depth: int, wanted: Path) -> Json:
        """What a node may refuse: anything, one of its values changed, or what the algebra says."""
        choice = self.draws.integer(0, 2)
        if choice == 0:
            return self.value(None, depth, wanted)
        if choice == 1 and not inner.shared.heavy and inner.negated is not None:
            return self.value(inner.negated, depth, wanted)
        return changed(self.draws, self.value(inner, depth, wanted))

    def exactly_one(self, node: Node, depth: int, wanted: Path) -> Json:
        assert isinstance(node.view, OneOf)
        branches = node.view.branches
        try:
            return self.filtered(node, lambda: self.branch(branches, depth, wanted))
        except Rejected:
            if node.shared.heavy:
                raise
        return self.branch(node.exclusive, depth, wanted)

    def branch(self, branches: tuple[Node, ...], depth: int, wanted: Path) -> Json:
        """One branch after another in an order of choice; the flattest ones alone where it gets too deep."""
        if self.lean(depth):
            least = min((branch.height for branch in branches), default=0)
            branches = tuple(branch for branch in branches if branch.height <= least)
        left = list(branches)
        while left:
            chosen = self.draws.pick(left)
            try:
                return self.value(chosen, depth, wanted)
            except Rejected:
                left.remove(chosen)
        raise Rejected

    def joined(self, branches: tuple[Node, ...], depth: int, wanted: Path) -> Json:
        """Objects of all branches laid over each other; a value of one branch where they are no objects."""
        made = [self.value(branch, depth, wanted) for branch in branches]
        if all(isinstance(value, dict) for value in made):
            return {name: item for value in made if isinstance(value, dict) for name, item in value.items()}
        return self.draws.pick(made)

    def filtered(self, node: Node | None, make: Make) -> Json:
        for _ in range(_TRIES):
            value = make()
            if node is None or node.accepts(value):
                return value
        raise Rejected
