"""Near misses: values that fail a schema for one constraint alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hypothesis import strategies as st
from jsonschema_rs import canonical

from specproof.oracle.json_pointer import pointer
from specproof.strategies.boundary_values import Hosts, distinct
from specproof.strategies.changes import aimed, changed
from specproof.strategies.choices import Draws, Rejected
from specproof.strategies.constraints import Constraint, constraints
from specproof.strategies.maker import Attempt, Maker, NoStrategy, producing, sample, strategy_of
from specproof.strategies.nodes import ERRORS, Node, Shared
from specproof.strategies.paths import Path, planted
from specproof.strategies.prepare import Retrieve, Schema, standing_alone
from specproof.strategies.views import Json
from specproof.strategies.whole import Whole

__all__ = ["NearMiss", "near_misses"]

_SECONDS = 0.5
_ATTEMPTS, _LAST_ATTEMPTS = 60, 8
_SAMPLED = 4


@dataclass(frozen=True, slots=True)
class _Found:
    how: str
    strategy: st.SearchStrategy[Json] | None


class NearMiss:
    """Values that fail for one constraint, worked out when first asked for.

    Attributes:
        pointer: JSON pointer of the schema object that holds the constraint, from the root of the schema.
        keyword: the keyword; `false` for a subschema that is just that.
        detail: what of the keyword: the name for `required` and `dependentRequired`, `none` or `several` for `oneOf`.
        path: where the value that it is about stands in a whole value; None if no place can be named.
    """

    def __init__(self, constraint: Constraint, whole: Whole, hosts: Hosts, seconds: float) -> None:
        self.pointer, self.keyword, self.detail = constraint.pointer, constraint.keyword, constraint.detail
        self.path = constraint.path
        self._constraint, self._whole, self._hosts, self._seconds = constraint, whole, hosts, seconds

    @property
    def strategy(self) -> st.SearchStrategy[Json] | None:
        """The values; None where there are none, or none were found."""
        return self._found.strategy

    @property
    def how(self) -> str:
        """Where the values come from.

        `algebra`: from the difference of two schemas. `sampled`: valid values were changed, for want of an answer of
        the algebra in time. `redundant`: the algebra proves that the constraint changes nothing. `inverse`: it
        keeps no value out but lets some in, as it may below `oneOf`. `undecided`: neither proof nor value was found.
        """
        return self._found.how

    @property
    def redundant(self) -> bool:
        """Whether it is proved that the schema means the same without this constraint."""
        return self.how == "redundant"

    def __str__(self) -> str:
        """The keyword and the place in the value, such as `maxLength at /name`; at the top the place goes unsaid."""
        said = self.keyword if self.detail is None else f"{self.keyword} {self.detail}"
        if self.path is None:
            return f"{said} in {self.pointer}"
        steps = ("*" if step is None else step for step in self.path)
        return f"{said} at {pointer(steps)}" if self.path else said

    def __repr__(self) -> str:
        return f"NearMiss({self.pointer!r}, {self.keyword!r}, {self.detail!r})"

    @cached_property
    def edge(self) -> tuple[Json, ...]:
        """Valid values at the edge of the constraint, the same in every run: they fail once it is tightened by one."""
        return self._hosts.inside(self._constraint, self._whole.judge.is_valid)

    @property
    def edged(self) -> str:
        """`algebra` where there are values at the edge; `unsatisfiable`: it is proved that none can be; `undecided`."""
        return "algebra" if self.edge else "unsatisfiable" if self._hosts.empty(self._constraint) else "undecided"

    @cached_property
    def corners(self) -> tuple[Json, ...]:
        """Values that fail for it, the same in every run, those first that pass once it is loosened by one."""
        found = [*self._hosts.outside(self._constraint, self._search.fails_for_this_alone)]
        if self.strategy is not None:
            found += sample(self.strategy, _SAMPLED)
        return tuple(distinct(found))

    @cached_property
    def _search(self) -> _Search:
        return _Search(self._constraint, self._whole)

    @cached_property
    def _found(self) -> _Found:
        search = self._search
        start = time.thread_time()
        for how, attempt in search.ways():
            maker = Maker(attempt, search.fails_for_this_alone)
            try:
                maker.search(self._seconds, 1, _LAST_ATTEMPTS if self._whole.exhausted else _ATTEMPTS)
            except NoStrategy:
                self._whole.wasted += time.thread_time() - start
                continue
            return _Found(how, strategy_of(maker))
        return _Found("redundant" if search.redundant else "inverse" if search.inverse else "undecided", None)


class _Search:
    """Ways to values that fail for one constraint, the best first."""

    def __init__(self, constraint: Constraint, whole: Whole) -> None:
        self.constraint, self.whole = constraint, whole
        self.redundant = self.inverse = False
        self.loosened = Whole(constraint.within(whole.schema, constraint.loosened), whole.retrieve)
        self.base = Whole(constraint.within(whole.schema, constraint.base), whole.retrieve)

    def fails_for_this_alone(self, value: Json) -> bool:
        try:
            return self.loosened.judge.is_valid(value) and not self.base.judge.is_valid(value)
        except ERRORS:
            return False

    def ways(self) -> Iterator[tuple[str, Attempt]]:
        node, path = self.whole.node, self.constraint.path
        costly = self.whole.heavy or self.whole.exhausted
        apart = path if self.whole.movable else None
        if costly and apart is not None and self.whole.small(self.constraint):
            yield from self._by_algebra(True, apart)
        if node is not None and costly and not self.redundant:
            yield "sampled", self._changed(node)
        if self.whole.exhausted:
            return
        if apart is not None:
            yield from self._by_algebra(True, apart)
        if not self.redundant and not self.whole.heavy:
            yield from self._by_algebra(False, ())
            if not self.redundant and not self.inverse and node is not None:
                yield "sampled", self._changed(node)

    def _by_algebra(self, part: bool, path: Path) -> Iterator[tuple[str, Attempt]]:
        difference = self.whole.difference(self.constraint, part)
        if difference is None:
            return
        node = Node(difference, Shared(heavy=self.whole.heavy))
        if difference.satisfiability() == canonical.Satisfiability.NO or node.height == float("inf"):
            self.inverse = self._admits(part)
            self.redundant = not self.inverse
        elif not path:
            yield "algebra", producing(node)
        elif self.whole.node is not None:
            yield "algebra", _planting(producing(node), _holding(self.whole.node, path), path)

    def _admits(self, part: bool) -> bool:
        """Whether values are only valid because of the constraint: below `oneOf` and `contains` less may be more."""
        if part or not {"oneOf", "contains"} & set(self.constraint.place):
            return False
        lost = self.whole.difference(self.constraint, False, backwards=True)
        return lost is None or lost.satisfiability() != canonical.Satisfiability.NO

    def _changed(self, node: Node) -> Attempt:
        """Valid values that hold something in the place, changed there or anywhere, or values of the wider schema."""
        path, keyword = self.constraint.path or (), self.constraint.keyword
        needing = (self.constraint.detail,) if keyword == "dependentRequired" else ()
        there, anywhere = _holding(node, (*path, *needing)), producing(node)

        def attempt(draws: Draws, small: bool) -> Json:
            if draws.chance(70):
                value = there(draws, small)
                return _put(value, path, aimed(draws, _at(value, path), keyword, self.constraint.detail))
            if draws.chance(25) and not self.whole.heavy and self.loosened.node is not None:
                return producing(self.loosened.node)(draws, small)
            return changed(draws, anywhere(draws, small))

        return attempt


def _holding(node: Node, path: Path) -> Attempt:
    """Values that hold something at a path, or hold what would hold it: perhaps nothing may be there."""
    there, around = producing(node, path), producing(node, path[:-1])

    def attempt(draws: Draws, small: bool) -> Json:
        try:
            return there(draws, small)
        except Rejected:
            return around(draws, small)

    return attempt


def _planting(wrong: Attempt, around: Attempt, path: Path) -> Attempt:
    return lambda draws, small: _put(around(draws, small), path, wrong(draws, small))


def _put(value: Json, path: Path, wrong: Json) -> Json:
    try:
        return planted(value, path, wrong)
    except LookupError as error:
        raise Rejected from error


def _at(value: Json, path: Path) -> Json:
    """What a value holds at a path; null where it holds nothing."""
    for token in path:
        if isinstance(value, dict) and isinstance(token, str):
            value = value.get(token)
        elif isinstance(value, list) and isinstance(token, int):
            value = value[token] if token < len(value) else None
        elif isinstance(value, dict):
            value = next(iter(value), "")
    return value


def near_misses(
    schema: Schema,
    document: Mapping[str, Any] | None = None,
    retrieve: Retrieve | None = None,
    seconds: float = _SECONDS,
) -> list[NearMiss]:
    """One for each constraint that stands in the schema itself: values that it alone refuses.

    Args:
        schema: may hold references to `#/components/schemas/…` of the document.
        document: an OpenAPI document.
        retrieve: gives the schema at a URI outside of it; without it nothing is read.
        seconds: for the search of each, where the algebra does not know whether there is a value.

    Raises:
        ValueError: it is no schema.
    """
    whole = Whole(standing_alone(schema, document), retrieve)
    _ = whole.judge
    hosts = Hosts(whole)
    return [NearMiss(constraint, whole, hosts, seconds) for constraint in constraints(whole.schema)]
