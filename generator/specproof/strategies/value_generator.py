"""Values of a node: a walk over its views, with bounds on depth and size."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from specproof.strategies.arrays import ArrayBuilder
from specproof.strategies.choices import Choices, RejectedError
from specproof.strategies.instance_paths import InstancePath
from specproof.strategies.intervals import Interval, number_in
from specproof.strategies.min_depth import min_depth
from specproof.strategies.objects import ObjectBuilder
from specproof.strategies.schema_nodes import SchemaNode
from specproof.strategies.strings import string
from specproof.strategies.value_changes import perturbed
from specproof.strategies.views import (
    ANYTHING,
    AllOfView,
    AnyOfView,
    ArrayView,
    EnumView,
    Json,
    NotView,
    ObjectView,
    OneOfView,
    ReferenceView,
    StringView,
    TypedView,
    TypesView,
    View,
)

__all__ = ["ValueGenerator"]

Make = Callable[[], Json]

_DEPTH = 8
_SIZE = 150
_DEEPEST = 60
_EXHAUSTED = 3000
_ATTEMPTS = 10
_FREE: Mapping[str, View[SchemaNode]] = {
    "null": EnumView((None,)),
    "boolean": EnumView((False, True)),
    "integer": Interval(whole=True),
    "number": Interval(),
    "string": StringView(0, None, (), (), ()),
    "array": ArrayView(0, None, None, (), None, ()),
    "object": ObjectView(0, None, (), None, {}, {}, None, ()),
}


class ValueGenerator:
    """Makes one value of a schema node. Every method raises RejectedError if the choices lead to no value.

    In all methods ``required_path`` is a path, from the value, to something that must exist: ``("pets", 0)``.

    Args:
        depth: from this depth of nesting on, values are as small as possible.
        size: after this number of values (items, properties, …), all further ones are as small as possible.
    """

    def __init__(self, choices: Choices, depth: int = _DEPTH, size: int = _SIZE) -> None:
        self.choices = choices
        self.depth, self.size = depth, size

    def value(self, node: SchemaNode | None, depth: int = 0, required_path: InstancePath = ()) -> Json:
        """Return a value of a node (any JSON value for None) that has something at ``required_path``.

        Raises:
            RejectedError: the choices lead to none.
        """
        self.size -= 1
        if depth > _DEEPEST or self.size < -_EXHAUSTED:
            raise RejectedError
        return self.of_view(ANYTHING if node is None else node.view, node, depth, required_path)

    def of_view(self, view: View[SchemaNode], node: SchemaNode | None, depth: int, required_path: InstancePath) -> Json:
        """Return a value that a view admits. Raises: RejectedError.

        Args:
            node: the node that has this view; None if no node has.
        """
        match view:
            case EnumView(values=values):
                made = self.one_of(values)
            case StringView():
                made = string(self.choices, view)
            case Interval():
                made = number_in(self.choices, view)
            case TypesView(types=types):
                made = self.of_type(types, depth, required_path)
            case ObjectView():
                made = ObjectBuilder(self.choices, view, self.value, depth + 1, self.lean(depth), required_path).build()
            case ArrayView():
                made = self.array(node, view, depth, required_path)
            case _:
                assert node is not None
                made = self.combined(node, depth, required_path)
        return made

    def lean(self, depth: int) -> bool:
        """Return whether values at a depth are to be as small as possible."""
        return depth >= self.depth or self.size <= 0

    def one_of(self, values: tuple[Json, ...]) -> Json:
        """Choose one of the values. Raises: RejectedError, if there are none."""
        if not values:
            raise RejectedError
        return self.choices.pick(values)

    def of_type(self, types: tuple[str, ...], depth: int, required_path: InstancePath) -> Json:
        """Return a value of one of these JSON types. Raises: RejectedError, if none can have the `required_path`."""
        if required_path:
            types = tuple(
                name for name in types if name == ("array" if isinstance(required_path[0], int) else "object")
            )
        elif self.lean(depth) or depth > 3:
            types = tuple(name for name in types if name not in ("array", "object")) or types
        if not types:
            raise RejectedError
        name = self.choices.pick(types)
        return self.of_view(_FREE[name], None, depth + 2 if name in ("array", "object") else depth, required_path)

    def array(
        self, node: SchemaNode | None, view: ArrayView[SchemaNode], depth: int, required_path: InstancePath
    ) -> Json:
        """Return an array that a view admits. Raises: RejectedError.

        Args:
            node: the node that has this view; None if no node has.
        """
        checked = node if view.contains or view.distinct is False else None
        lean = self.lean(depth)
        return self.filtered(
            checked, lambda: ArrayBuilder(self.choices, view, self.value, depth + 1, lean, required_path).build()
        )

    def combined(self, node: SchemaNode, depth: int, required_path: InstancePath) -> Json:
        """Return a value of a node whose view is a `$ref` or a combination such as `anyOf`. Raises: RejectedError."""
        match node.view:
            case ReferenceView(target=target):
                return self.value(target, depth, required_path)
            case AnyOfView(branches=branches):
                return self.branch(branches, depth, required_path)
            case AllOfView() if node.merged_branches is not None:
                return self.value(node.merged_branches, depth, required_path)
            case OneOfView():
                return self.exactly_one(node, depth, required_path)
            case _:
                return self.filtered(node, lambda: self.candidate(node, depth, required_path))

    def candidate(self, node: SchemaNode, depth: int, required_path: InstancePath) -> Json:
        """Return a value that the node may still reject, for views such as `NotView`. Raises: RejectedError."""
        match node.view:
            case AllOfView(branches=branches):
                return self.joined(branches, depth, required_path)
            case TypedView(body=body):
                return self.value(body, depth, required_path)
            case NotView(node=inner):
                return self.rejected_by(inner, depth, required_path)
            case _:
                return self.value(None, depth, required_path)

    def rejected_by(self, inner: SchemaNode, depth: int, required_path: InstancePath) -> Json:
        """Return a value that a node may reject: any value, a changed valid one, or one of its negation."""
        choice = self.choices.integer(0, 2)
        if choice == 0:
            return self.value(None, depth, required_path)
        if choice == 1 and not inner.graph.is_slow and inner.negated is not None:
            return self.value(inner.negated, depth, required_path)
        return perturbed(self.choices, self.value(inner, depth, required_path))

    def exactly_one(self, node: SchemaNode, depth: int, required_path: InstancePath) -> Json:
        """Return a value that exactly one branch of a `OneOfView` accepts. Raises: RejectedError."""
        assert isinstance(node.view, OneOfView)
        branches = node.view.branches
        try:
            return self.filtered(node, lambda: self.branch(branches, depth, required_path))
        except RejectedError:
            if node.graph.is_slow:
                raise
        return self.branch(node.exclusive_branches, depth, required_path)

    def branch(self, branches: tuple[SchemaNode, ...], depth: int, required_path: InstancePath) -> Json:
        """Return a value of one branch; below the depth limit, of one of the least nested. Raises: RejectedError."""
        if self.lean(depth):
            least = min((min_depth(branch) for branch in branches), default=0)
            branches = tuple(branch for branch in branches if min_depth(branch) <= least)
        left = list(branches)
        while left:
            chosen = self.choices.pick(left)
            try:
                return self.value(chosen, depth, required_path)
            except RejectedError:
                left.remove(chosen)
        raise RejectedError

    def joined(self, branches: tuple[SchemaNode, ...], depth: int, required_path: InstancePath) -> Json:
        """Return the objects of all branches merged into one; if not all are objects, the value of one branch."""
        made = [self.value(branch, depth, required_path) for branch in branches]
        if all(isinstance(value, dict) for value in made):
            return {name: item for value in made if isinstance(value, dict) for name, item in value.items()}
        return self.choices.pick(made)

    def filtered(self, node: SchemaNode | None, make: Make) -> Json:
        """Return what ``make`` returns once the node accepts it. Raises: RejectedError, after ten attempts.

        Args:
            node: None to accept every value.
        """
        for _ in range(_ATTEMPTS):
            value = make()
            if node is None or node.accepts(value):
                return value
        raise RejectedError
