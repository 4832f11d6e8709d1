"""Near misses: values that fail a schema for one constraint alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import jsonschema_rs
from hypothesis import strategies as st
from jsonschema_rs import CanonicalSchema, canonical

from .changes import changed
from .constraints import Constraint, constraints
from .draws import Draws, Rejected
from .maker import Attempt, Maker, NoStrategy, producing, strategy_of
from .nodes import ERRORS, Node, Shared
from .paths import Path, planted
from .prepare import (
    Links,
    Retrieve,
    Schema,
    canonical_of,
    judge_of,
    links_of,
    part_alone,
    standing_alone,
    stands_by_place,
)
from .strategies import node_of
from .views import Json

__all__ = ["NearMiss", "near_misses"]

_SECONDS = 0.5
_ATTEMPTS = 60


class _Whole:
    """A schema, its judge and what to generate from, made when needed."""

    def __init__(self, schema: Schema, retrieve: Retrieve | None) -> None:
        self.schema, self.retrieve = schema, retrieve

    @cached_property
    def judge(self) -> jsonschema_rs.Validator:
        return judge_of(self.schema, self.retrieve)

    @cached_property
    def node(self) -> Node | None:
        try:
            return node_of(self.schema, self.retrieve)
        except ERRORS:
            return None

    @cached_property
    def movable(self) -> bool:
        """Whether its parts mean the same when they stand alone."""
        return not stands_by_place(self.schema)

    @cached_property
    def links(self) -> Links:
        return links_of(self.schema)

    def form(self, schema: Schema) -> CanonicalSchema | None:
        try:
            return canonical_of(schema, self.retrieve)
        except ERRORS:
            return None


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
    """

    def __init__(self, constraint: Constraint, whole: _Whole, seconds: float) -> None:
        self.pointer, self.keyword, self.detail = constraint.pointer, constraint.keyword, constraint.detail
        self._constraint, self._whole, self._seconds = constraint, whole, seconds

    @property
    def strategy(self) -> st.SearchStrategy[Json] | None:
        """The values; None where there are none, or none were found."""
        return self._found.strategy

    @property
    def how(self) -> str:
        """Where the values come from.

        `algebra`: from the difference of two schemas. `sampled`: valid values were changed, for want of an answer of
        the algebra in time. `redundant`: the algebra proves that the constraint changes nothing. `undecided`: neither
        proof nor value was found.
        """
        return self._found.how

    @property
    def redundant(self) -> bool:
        """Whether it is proved that the schema means the same without this constraint."""
        return self.how == "redundant"

    def __repr__(self) -> str:
        return f"NearMiss({self.pointer!r}, {self.keyword!r}, {self.detail!r})"

    @cached_property
    def _found(self) -> _Found:
        search = _Search(self._constraint, self._whole)
        start = time.monotonic()
        for how, attempt in search.ways():
            maker = Maker(attempt, search.fails_for_this_alone)
            try:
                maker.search(self._seconds, 1, _ATTEMPTS)
            except NoStrategy:
                if time.monotonic() - start > 2 * self._seconds:
                    break
                continue
            return _Found(how, strategy_of(maker))
        return _Found("redundant" if search.redundant else "undecided", None)


class _Search:
    """Ways to values that fail for one constraint, the best first."""

    def __init__(self, constraint: Constraint, whole: _Whole) -> None:
        self.constraint, self.whole = constraint, whole
        self.redundant = False
        self.loosened = _Whole(constraint.within(whole.schema, constraint.loosened), whole.retrieve)
        self.base = _Whole(constraint.within(whole.schema, constraint.base), whole.retrieve)

    def fails_for_this_alone(self, value: Json) -> bool:
        try:
            return self.loosened.judge.is_valid(value) and not self.base.judge.is_valid(value)
        except ERRORS:
            return False

    def ways(self) -> Iterator[tuple[str, Attempt]]:
        node = self.whole.node
        heavy = node is None or node.shared.heavy
        if heavy and node is not None:
            yield "sampled", self._changed(node)
        path = self.constraint.path
        if self.whole.movable and path is not None:
            yield from self._by_algebra(*self._parts(), path)
        if not self.redundant and not heavy:
            yield from self._by_algebra(self.loosened.schema, self.base.schema, ())
        if not self.redundant and not heavy and node is not None:
            yield "sampled", self._changed(node)

    def _parts(self) -> tuple[Schema, Schema]:
        links = self.whole.links
        return part_alone(self.constraint.loosened, links), part_alone(self.constraint.base, links)

    def _by_algebra(self, loosened: Schema, base: Schema, path: Path) -> Iterator[tuple[str, Attempt]]:
        difference = self._difference(loosened, base)
        if difference is None:
            return
        node = Node(difference, Shared(heavy=self.whole.node is None or self.whole.node.shared.heavy))
        if difference.satisfiability() == canonical.Satisfiability.NO or node.height == float("inf"):
            self.redundant = True
            return
        wrong = producing(node)
        if not path:
            yield "algebra", wrong
        elif self.whole.node is not None:
            yield "algebra", _planting(wrong, producing(self.whole.node, path), path)

    def _difference(self, loosened: Schema, base: Schema) -> CanonicalSchema | None:
        wide, narrow = self.whole.form(loosened), self.whole.form(base)
        if wide is None or narrow is None:
            return None
        try:
            return wide.subtract(narrow)
        except ERRORS:
            return None

    def _changed(self, node: Node) -> Attempt:
        """Valid values that hold something in the place, changed there or anywhere, or values of the wider schema."""
        path = self.constraint.path or ()
        there, anywhere = producing(node, path), producing(node)

        def attempt(draws: Draws, small: bool) -> Json:
            if path and draws.chance(70):
                value = there(draws, small)
                return _put(value, path, changed(draws, _at(value, path)))
            if draws.chance(25) and self.loosened.node is not None and not node.shared.heavy:
                return producing(self.loosened.node)(draws, small)
            return changed(draws, anywhere(draws, small))

        return attempt


def _planting(wrong: Attempt, around: Attempt, path: Path) -> Attempt:
    return lambda draws, small: _put(around(draws, small), path, wrong(draws, small))


def _put(value: Json, path: Path, wrong: Json) -> Json:
    try:
        return planted(value, path, wrong)
    except LookupError as error:
        raise Rejected from error


def _at(value: Json, path: Path) -> Json:
    for token in path:
        if isinstance(value, dict) and isinstance(token, str) and token in value:
            value = value[token]
            continue
        if not (isinstance(value, list) and isinstance(token, int) and token < len(value)):
            raise Rejected
        value = value[token]
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
    whole = _Whole(standing_alone(schema, document), retrieve)
    _ = whole.judge
    return [NearMiss(constraint, whole, seconds) for constraint in constraints(whole.schema)]
