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

from .changes import aimed, changed
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
_ATTEMPTS, _LAST_ATTEMPTS = 60, 8
_ALGEBRA_SECONDS = 2.0
_WASTED_SECONDS = 4.0


class _Whole:
    """A schema, its judge and what to generate from, made when needed."""

    def __init__(self, schema: Schema, retrieve: Retrieve | None) -> None:
        self.schema, self.retrieve = schema, retrieve
        self._forms: dict[str, CanonicalSchema] = {}
        self._spent = self.wasted = 0.0

    @cached_property
    def judge(self) -> jsonschema_rs.Validator:
        return judge_of(self.schema, self.retrieve)

    @cached_property
    def node(self) -> Node | None:
        try:
            return node_of(self.schema, self.retrieve)
        except ERRORS:
            return None

    @property
    def heavy(self) -> bool:
        return self.node is None or self.node.shared.heavy

    @property
    def exhausted(self) -> bool:
        """Whether so much was tried in vain that little more shall be."""
        return self.wasted > _WASTED_SECONDS

    @cached_property
    def movable(self) -> bool:
        """Whether its parts mean the same when they stand alone."""
        return not stands_by_place(self.schema)

    @cached_property
    def links(self) -> Links:
        return links_of(self.schema)

    def difference(self, constraint: Constraint, part: bool, backwards: bool = False) -> CanonicalSchema | None:
        """What the loosened schema accepts and the other does not, or backwards; for a part that stands alone, or all.

        None if the algebra cannot say it, or took too long already.
        """
        if self.heavy and self._spent > _ALGEBRA_SECONDS:
            return None
        start = time.thread_time()
        try:
            wide, narrow = self._loosened_form(constraint, part), self._form(constraint, part)
            return narrow.subtract(wide) if backwards else wide.subtract(narrow)
        except ERRORS:
            return None
        finally:
            self._spent += time.thread_time() - start

    def _loosened_form(self, constraint: Constraint, part: bool) -> CanonicalSchema:
        loosened = constraint.loosened
        schema = part_alone(loosened, self.links) if part else constraint.within(self.schema, loosened)
        return canonical_of(schema, self.retrieve)

    def _form(self, constraint: Constraint, part: bool) -> CanonicalSchema:
        """Shared by all constraints of one place."""
        base = constraint.base
        key = f"{part} {constraint.pointer} {constraint.detail if constraint.keyword == 'oneOf' else ''}"
        if key not in self._forms:
            schema = part_alone(base, self.links) if part else constraint.within(self.schema, base)
            self._forms[key] = canonical_of(schema, self.retrieve)
        return self._forms[key]


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

    def __init__(self, constraint: Constraint, whole: _Whole, seconds: float) -> None:
        self.pointer, self.keyword, self.detail = constraint.pointer, constraint.keyword, constraint.detail
        self.path = constraint.path
        self._constraint, self._whole, self._seconds = constraint, whole, seconds

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
        steps = ("*" if step is None else str(step).replace("~", "~0").replace("/", "~1") for step in self.path)
        return f"{said} at /{'/'.join(steps)}" if self.path else said

    def __repr__(self) -> str:
        return f"NearMiss({self.pointer!r}, {self.keyword!r}, {self.detail!r})"

    @cached_property
    def _found(self) -> _Found:
        search = _Search(self._constraint, self._whole)
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

    def __init__(self, constraint: Constraint, whole: _Whole) -> None:
        self.constraint, self.whole = constraint, whole
        self.redundant = self.inverse = False
        self.loosened = _Whole(constraint.within(whole.schema, constraint.loosened), whole.retrieve)
        self.base = _Whole(constraint.within(whole.schema, constraint.base), whole.retrieve)

    def fails_for_this_alone(self, value: Json) -> bool:
        try:
            return self.loosened.judge.is_valid(value) and not self.base.judge.is_valid(value)
        except ERRORS:
            return False

    def ways(self) -> Iterator[tuple[str, Attempt]]:
        node, path = self.whole.node, self.constraint.path
        if node is not None and (self.whole.heavy or self.whole.exhausted):
            yield "sampled", self._changed(node)
        if self.whole.exhausted:
            return
        if self.whole.movable and path is not None:
            yield from self._by_algebra(True, path)
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
        there, anywhere = _holding(node, path), producing(node)

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
    whole = _Whole(standing_alone(schema, document), retrieve)
    _ = whole.judge
    return [NearMiss(constraint, whole, seconds) for constraint in constraints(whole.schema)]
