"""Near misses: values that fail a schema because of one constraint alone."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hypothesis import strategies as st
from jsonschema_rs import canonical

from specproof.oracle.json_pointer import pointer
from specproof.strategies.analyzed_schema import AnalyzedSchema
from specproof.strategies.boundary_values import BoundaryValues, without_duplicates
from specproof.strategies.checked_generator import (
    CheckedGenerator,
    MakeCandidate,
    NoStrategyError,
    candidates_of,
    sample,
    strategy_of,
)
from specproof.strategies.choices import Choices, RejectedError
from specproof.strategies.constraints import Constraint, constraints
from specproof.strategies.instance_paths import InstancePath, with_value_at
from specproof.strategies.min_depth import min_depth
from specproof.strategies.schema_nodes import SCHEMA_ERRORS, SchemaGraph, SchemaNode
from specproof.strategies.standalone_schema import Retrieve, Schema, standalone_schema
from specproof.strategies.value_changes import perturbed, perturbed_for_keyword
from specproof.strategies.views import Json

__all__ = ["NearMiss", "near_misses"]

_SECONDS = 0.5
_ATTEMPTS, _LAST_ATTEMPTS = 60, 8
_SAMPLED = 4


@dataclass(frozen=True, slots=True)
class _Search:
    how: str
    strategy: st.SearchStrategy[Json] | None


class NearMiss:
    """The near misses of one constraint: values that are invalid because of it alone, computed when first needed.

    Attributes:
        pointer: JSON pointer, from the root of the schema, of the schema object that states the constraint.
        keyword: the keyword; `false` for a subschema that is just that.
        detail: which part of the keyword: the property for `required` and `dependentRequired`, `none` or `several`
            for `oneOf`; None for all of the keyword.
        instance_path: from a whole value to the value that is constrained; None if no location can be named.
    """

    def __init__(
        self, constraint: Constraint, analyzed: AnalyzedSchema, boundaries: BoundaryValues, seconds: float
    ) -> None:
        self.pointer, self.keyword, self.detail = constraint.pointer, constraint.keyword, constraint.detail
        self.instance_path = constraint.instance_path
        self._constraint, self._analyzed, self._boundaries, self._seconds = constraint, analyzed, boundaries, seconds

    @property
    def strategy(self) -> st.SearchStrategy[Json] | None:
        """Return the Hypothesis strategy of the near misses; None if there are none, or none were found in time."""
        return self._search.strategy

    @property
    def how(self) -> str:
        """Return how the near misses are made, or why there are none.

        `algebra`: from the difference of two schemas. `sampled`: by changing valid values, since no difference was
        computed in time. `redundant`: it is proved that the constraint changes nothing. `inverse`: it rejects
        no value but admits some, as it may below `oneOf`. `undecided`: neither a proof nor a value was found.
        """
        return self._search.how

    @property
    def redundant(self) -> bool:
        """Whether it is proved that the schema accepts the same values without this constraint."""
        return self.how == "redundant"

    def __str__(self) -> str:
        """The keyword and the JSON pointer into the value: `maxLength at /name`; no pointer for a whole value."""
        title = self.keyword if self.detail is None else f"{self.keyword} {self.detail}"
        if self.instance_path is None:
            return f"{title} in {self.pointer}"
        steps = ("*" if step is None else step for step in self.instance_path)
        return f"{title} at {pointer(steps)}" if self.instance_path else title

    def __repr__(self) -> str:
        return f"NearMiss({self.pointer!r}, {self.keyword!r}, {self.detail!r})"

    @cached_property
    def valid_boundary_values(self) -> tuple[Json, ...]:
        """Return valid values at the edge of the constraint (`maxLength: 5`: 5 characters), the same in every run."""
        return self._boundaries.valid(self._constraint, self._analyzed.validator.is_valid)

    @property
    def valid_boundary_how(self) -> str:
        """Return `algebra` if there are valid boundary values, `unsatisfiable` if provably not, else `undecided`."""
        if self.valid_boundary_values:
            return "algebra"
        return "unsatisfiable" if self._boundaries.is_unsatisfiable(self._constraint) else "undecided"

    @cached_property
    def boundary_values(self) -> tuple[Json, ...]:
        """Return near misses: those right beyond the constraint (`maxLength: 5`: 6 characters), then up to four others.

        They are the same in every run.
        """
        values = [*self._boundaries.invalid(self._constraint, self._candidates.fails_for_this_alone)]
        if self.strategy is not None:
            values += sample(self.strategy, _SAMPLED)
        return tuple(without_duplicates(values))

    @cached_property
    def _candidates(self) -> _Candidates:
        return _Candidates(self._constraint, self._analyzed)

    @cached_property
    def _search(self) -> _Search:
        candidates = self._candidates
        start = time.thread_time()
        for how, make in candidates.by_method():
            generator = CheckedGenerator(make, candidates.fails_for_this_alone)
            try:
                generator.search(self._seconds, 1, _LAST_ATTEMPTS if self._analyzed.is_out_of_time else _ATTEMPTS)
            except NoStrategyError:
                self._analyzed.wasted += time.thread_time() - start
                continue
            return _Search(how, strategy_of(generator))
        return _Search("redundant" if candidates.redundant else "inverse" if candidates.inverse else "undecided", None)


class _Candidates:
    """Makes values that may fail because of one constraint alone, the most promising method first."""

    def __init__(self, constraint: Constraint, analyzed: AnalyzedSchema) -> None:
        self.constraint, self.analyzed = constraint, analyzed
        self.redundant = self.inverse = False
        self.loosened = AnalyzedSchema(constraint.within(analyzed.schema, constraint.loosened), analyzed.retrieve)
        self.base = AnalyzedSchema(constraint.within(analyzed.schema, constraint.base), analyzed.retrieve)

    def fails_for_this_alone(self, value: Json) -> bool:
        try:
            return self.loosened.validator.is_valid(value) and not self.base.validator.is_valid(value)
        except SCHEMA_ERRORS:
            return False

    def by_method(self) -> Iterator[tuple[str, MakeCandidate]]:
        node, path = self.analyzed.node, self.constraint.instance_path
        costly = self.analyzed.is_slow or self.analyzed.is_out_of_time
        apart = path if self.analyzed.is_location_independent else None
        if costly and apart is not None and self.analyzed.has_no_reference(self.constraint):
            yield from self._by_algebra(True, apart)
        if node is not None and costly and not self.redundant:
            yield "sampled", self._changed(node)
        if self.analyzed.is_out_of_time:
            return
        if apart is not None:
            yield from self._by_algebra(True, apart)
        if not self.redundant and not self.analyzed.is_slow:
            yield from self._by_algebra(False, ())
            if not self.redundant and not self.inverse and node is not None:
                yield "sampled", self._changed(node)

    def _by_algebra(self, part: bool, path: InstancePath) -> Iterator[tuple[str, MakeCandidate]]:
        difference = self.analyzed.difference(self.constraint, part)
        if difference is None:
            return
        node = SchemaNode(difference, SchemaGraph(is_slow=self.analyzed.is_slow))
        if difference.satisfiability() == canonical.Satisfiability.NO or min_depth(node) == float("inf"):
            self.inverse = self._admits(part)
            self.redundant = not self.inverse
        elif not path:
            yield "algebra", candidates_of(node)
        elif self.analyzed.node is not None:
            yield "algebra", _nested(candidates_of(node), _holding(self.analyzed.node, path), path)

    def _admits(self, part: bool) -> bool:
        """Whether values are valid only because of the constraint, as may be below `oneOf` and `contains`."""
        if part or not {"oneOf", "contains"} & set(self.constraint.schema_path):
            return False
        lost = self.analyzed.difference(self.constraint, False, backwards=True)
        return lost is None or lost.satisfiability() != canonical.Satisfiability.NO

    def _changed(self, node: SchemaNode) -> MakeCandidate:
        """Valid values that hold something at the path, changed there or anywhere, or values of the loosened schema."""
        path, keyword = self.constraint.instance_path or (), self.constraint.keyword
        needing = (self.constraint.detail,) if keyword == "dependentRequired" else ()
        there, anywhere = _holding(node, (*path, *needing)), candidates_of(node)

        def make(choices: Choices, small: bool) -> Json:
            if choices.chance(70):
                value = there(choices, small)
                wrong = perturbed_for_keyword(choices, _at(value, path), keyword, self.constraint.detail)
                return _with_value_at(value, path, wrong)
            if choices.chance(25) and not self.analyzed.is_slow and self.loosened.node is not None:
                return candidates_of(self.loosened.node)(choices, small)
            return perturbed(choices, anywhere(choices, small))

        return make


def _holding(node: SchemaNode, path: InstancePath) -> MakeCandidate:
    """Values that hold something at a path; if none are found, values that hold its parent."""
    there, around = candidates_of(node, path), candidates_of(node, path[:-1])

    def make(choices: Choices, small: bool) -> Json:
        try:
            return there(choices, small)
        except RejectedError:
            return around(choices, small)

    return make


def _nested(wrong: MakeCandidate, around: MakeCandidate, path: InstancePath) -> MakeCandidate:
    return lambda choices, small: _with_value_at(around(choices, small), path, wrong(choices, small))


def _with_value_at(value: Json, path: InstancePath, wrong: Json) -> Json:
    try:
        return with_value_at(value, path, wrong)
    except LookupError as error:
        raise RejectedError from error


def _at(value: Json, path: InstancePath) -> Json:
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
    """Return one `NearMiss` for each constraint that the schema states itself, not behind a `$ref`.

    Args:
        schema: may refer to `#/components/schemas/…` of the document.
        document: an OpenAPI document; None if the schema refers to none.
        retrieve: returns the schema at a URI outside of the document; with None nothing is retrieved.
        seconds: processor time of each search, if it is not decided otherwise whether there is a value.

    Raises:
        ValueError: ``schema`` is not a JSON Schema.
    """
    analyzed = AnalyzedSchema(standalone_schema(schema, document), retrieve)
    _ = analyzed.validator  # raises for what is no schema
    boundaries = BoundaryValues(analyzed)
    return [NearMiss(constraint, analyzed, boundaries, seconds) for constraint in constraints(analyzed.schema)]
