"""Arrays of a `ListOf` node."""

from __future__ import annotations

from specproof.oracle.json_values import equality_key
from specproof.strategies.choices import Draws, Rejected, extreme
from specproof.strategies.paths import Path, Produce
from specproof.strategies.views import Contains, Json, ListOf

__all__ = ["Arrays"]

_TRIES = 12
_FULL = 40
_LONG = 8
_HUGE = 20_000


class Arrays:
    """Builds one array; `produce` gives a value for a node at a depth, anything for None.

    The item at the head of `wanted` will be there, and hold something at the rest of that path.
    """

    def __init__(self, draws: Draws, array: ListOf, produce: Produce, depth: int, lean: bool, wanted: Path) -> None:
        self.draws, self.array, self.produce = draws, array, produce
        self.depth, self.lean, self.wanted = depth, lean, wanted

    def build(self) -> list[Json]:
        """Raises: Rejected."""
        made: list[Json] = []
        counts = [self.asked(contains) for contains in self.array.contains]
        if self.wanted and not isinstance(self.wanted[0], int):
            raise Rejected
        length = self.length(max(sum(counts), *(index + 1 for index in self.wanted[:1] if isinstance(index, int)), 0))
        wanted = self.places(counts, length)
        for index in range(length):
            if self.uniform(index, wanted):
                made.append(made[index - _LONG])
                continue
            value = self.item(index, wanted.get(index, ()), made)
            if value is None:
                break
            made.append(value[0])
        if len(made) < self.array.low:
            raise Rejected
        if self.array.distinct is False:
            self.repeat(made)
        return made

    def uniform(self, index: int, wanted: dict[int, tuple[Contains, ...]]) -> bool:
        """Whether one of the items so far will do once more."""
        free = self.array.distinct is not True and not self.array.contains and index not in wanted
        return free and index >= len(self.array.prefix) + _LONG and (index,) != self.wanted[:1]

    def asked(self, contains: Contains) -> int:
        top = contains.low + (0 if self.lean else 2)
        return self.draws.integer(contains.low, top if contains.high is None else min(top, contains.high))

    def length(self, needed: int) -> int:
        array = self.array
        low = max(array.low, 2 if array.distinct is False else 0)
        top = max(low, needed, len(array.prefix)) + 3 if array.high is None else array.high
        if low > top or low > _HUGE:
            raise Rejected
        if self.lean:
            return min(top, max(low, needed))
        lengths: list[int] = [low, *range(low, min(top, low + 4) + 1), *([top] * 2 if top <= max(_FULL, low) else ())]
        return min(top, max(needed, extreme(self.draws, lengths)))

    def places(self, counts: list[int], length: int) -> dict[int, tuple[Contains, ...]]:
        """Which items must satisfy which `contains`: each as often as asked, at places of its own choice."""
        out: dict[int, tuple[Contains, ...]] = {}
        start = 0
        for contains, count in zip(self.array.contains, counts, strict=True):
            start = start if start + count <= length else 0
            for index in range(start, min(length, start + count)):
                out[index] = (*out.get(index, ()), contains)
            start += count
        return out

    def item(self, index: int, wanted: tuple[Contains, ...], made: list[Json]) -> tuple[Json] | None:
        """A value in a tuple, or None where the array must end."""
        node = self.array.at(index)
        for one in wanted:
            node = one.node if node is None else node.meet(one.node)
        for _ in range(_TRIES):
            try:
                value = self.produce(node, self.depth, self.wanted[1:] if self.wanted[:1] == (index,) else ())
            except Rejected:
                break
            repeated = self.array.distinct is True and equality_key(value) in map(equality_key, made)
            if not repeated and self.sparing(value, wanted):
                return (value,)
        if len(made) >= self.array.low and not wanted:
            return None
        raise Rejected

    def sparing(self, value: Json, wanted: tuple[Contains, ...]) -> bool:
        """An item that nobody asked for must not use up a `maxContains`."""
        return not any(
            one not in wanted and one.high is not None and one.node.accepts(value) for one in self.array.contains
        )

    def repeat(self, made: list[Json]) -> None:
        if len({equality_key(value) for value in made}) < len(made):
            return
        pairs = [(i, j) for j in range(1, len(made)) for i in range(j) if self.may(j, made[i])]
        if not pairs:
            raise Rejected
        source, target = self.draws.pick(pairs)
        made[target] = made[source]

    def may(self, index: int, value: Json) -> bool:
        node = self.array.at(index)
        return node is None or node.accepts(value)
