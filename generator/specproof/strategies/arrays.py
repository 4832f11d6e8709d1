"""Arrays of an `ArrayView`."""

from __future__ import annotations

from specproof.oracle.json_values import equality_key
from specproof.strategies.choices import Choices, RejectedError, extreme
from specproof.strategies.instance_paths import InstancePath, ProduceValue
from specproof.strategies.schema_nodes import SchemaNode
from specproof.strategies.views import ArrayView, Contains, Json

__all__ = ["ArrayBuilder"]

_ATTEMPTS = 12
_FULL = 40
_LONG = 8
_HUGE = 20_000


class ArrayBuilder:
    """Builds one array that an `ArrayView` admits.

    Args:
        produce: returns a value of a node at a depth; any JSON value if the node is None.
        depth: how deep the items are nested.
        lean: whether the array is to be as short as possible.
        required_path: path, from the array, to something that must exist, such as ``(2, "name")``; empty for nothing.
    """

    def __init__(
        self,
        choices: Choices,
        array: ArrayView[SchemaNode],
        produce: ProduceValue,
        depth: int,
        lean: bool,
        required_path: InstancePath,
    ) -> None:
        self.choices, self.array, self.produce = choices, array, produce
        self.depth, self.lean, self.required_path = depth, lean, required_path

    def build(self) -> list[Json]:
        """Return a new array. Raises: RejectedError, if the choices lead to no array that the view admits."""
        made: list[Json] = []
        counts = [self.matching_count(contains) for contains in self.array.contains]
        if self.required_path and not isinstance(self.required_path[0], int):
            raise RejectedError
        length = self.length(
            max(sum(counts), *(index + 1 for index in self.required_path[:1] if isinstance(index, int)), 0)
        )
        contains = self.contains_by_index(counts, length)
        for index in range(length):
            if self.may_be_copied(index, contains):
                made.append(made[index - _LONG])
                continue
            value = self.item(index, contains.get(index, ()), made)
            if value is None:
                break
            made.append(value[0])
        if len(made) < self.array.low:
            raise RejectedError
        if self.array.distinct is False:
            self.repeat_an_item(made)
        return made

    def may_be_copied(self, index: int, contains: dict[int, tuple[Contains[SchemaNode], ...]]) -> bool:
        """Return whether the item at an index may be a copy of an earlier item: nothing special is required of it.

        Args:
            contains: index -> the `contains` schemas that the item there must satisfy.
        """
        free = self.array.distinct is not True and not self.array.contains and index not in contains
        return free and index >= len(self.array.prefix) + _LONG and (index,) != self.required_path[:1]

    def matching_count(self, contains: Contains[SchemaNode]) -> int:
        """Choose how many items to make for a `contains` keyword, between its `minContains` and `maxContains`."""
        top = contains.low + (0 if self.lean else 2)
        return self.choices.integer(contains.low, top if contains.high is None else min(top, contains.high))

    def length(self, needed: int) -> int:
        """Choose the length of the array, at least ``needed``. Raises: RejectedError, if `maxItems` allows none."""
        array = self.array
        low = max(array.low, 2 if array.distinct is False else 0)
        top = max(low, needed, len(array.prefix)) + 3 if array.high is None else array.high
        if low > top or low > _HUGE:
            raise RejectedError
        if self.lean:
            return min(top, max(low, needed))
        lengths: list[int] = [low, *range(low, min(top, low + 4) + 1), *([top] * 2 if top <= max(_FULL, low) else ())]
        return min(top, max(needed, extreme(self.choices, lengths)))

    def contains_by_index(self, counts: list[int], length: int) -> dict[int, tuple[Contains[SchemaNode], ...]]:
        """Return index -> the `contains` schemas that the item there must satisfy; indexes without one are left out.

        Args:
            counts: how many items to make for each of the array's `contains`, in order.
        """
        out: dict[int, tuple[Contains[SchemaNode], ...]] = {}
        start = 0
        for contains, count in zip(self.array.contains, counts, strict=True):
            start = start if start + count <= length else 0
            for index in range(start, min(length, start + count)):
                out[index] = (*out.get(index, ()), contains)
            start += count
        return out

    def item(self, index: int, contains: tuple[Contains[SchemaNode], ...], made: list[Json]) -> tuple[Json] | None:
        """Return a one-tuple of the value for an index; None if no item fits and the array is long enough to end here.

        Args:
            contains: the `contains` schemas that the item must satisfy.
            made: the items before it.

        Raises:
            RejectedError: no item fits, and the array is too short without one.
        """
        node = self.array.at(index)
        for one in contains:
            node = one.node if node is None else node.intersection(one.node)
        for _ in range(_ATTEMPTS):
            try:
                value = self.produce(
                    node, self.depth, self.required_path[1:] if self.required_path[:1] == (index,) else ()
                )
            except RejectedError:
                break
            repeated = self.array.distinct is True and equality_key(value) in map(equality_key, made)
            if not repeated and self.keeps_max_contains(value, contains):
                return (value,)
        if len(made) >= self.array.low and not contains:
            return None
        raise RejectedError

    def keeps_max_contains(self, value: Json, contains: tuple[Contains[SchemaNode], ...]) -> bool:
        """Return whether an item satisfies no `contains` with `maxContains` other than the given ones."""
        return not any(
            one not in contains and one.high is not None and one.node.accepts(value) for one in self.array.contains
        )

    def repeat_an_item(self, made: list[Json]) -> None:
        """Make two items equal, unless some already are. Raises: RejectedError, if no item may be copied."""
        if len({equality_key(value) for value in made}) < len(made):
            return
        pairs = [(i, j) for j in range(1, len(made)) for i in range(j) if self.accepts(j, made[i])]
        if not pairs:
            raise RejectedError
        source, target = self.choices.pick(pairs)
        made[target] = made[source]

    def accepts(self, index: int, value: Json) -> bool:
        """Return whether `prefixItems` or `items` accept a value at an index."""
        node = self.array.at(index)
        return node is None or node.accepts(value)
