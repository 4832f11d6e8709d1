"""Boundary values of a constraint: valid ones at its edge, and invalid ones right beyond it, the same in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from jsonschema_rs import canonical

from specproof.oracle.json_values import equality_key
from specproof.strategies.analyzed_schema import AnalyzedSchema
from specproof.strategies.boundary_schemas import just_inside, just_outside
from specproof.strategies.checked_generator import MakeCandidate, candidates_of
from specproof.strategies.choices import RejectedError, SeededChoices
from specproof.strategies.constraints import Constraint
from specproof.strategies.instance_paths import InstancePath, with_value_at
from specproof.strategies.narrowed_schema import narrowed
from specproof.strategies.referenced_constraints import rejected_by_reference
from specproof.strategies.schema_nodes import SCHEMA_ERRORS, SchemaGraph, SchemaNode
from specproof.strategies.standalone_schema import canonical_of, standalone_part
from specproof.strategies.views import Json

__all__ = ["BoundaryValues", "checked_values", "without_duplicates"]

Check = Callable[[Json], bool]
Make = Callable[[SeededChoices], Json]

_ATTEMPTS = 6
_EACH = 2
_MOST = 120


def without_duplicates(values: Iterable[Json]) -> Iterator[Json]:
    """Yield each distinct JSON value once, in order; 1 and 1.0 count as two values."""
    seen: set[str] = set()
    for value in values:
        name = f"{value!r}" if isinstance(value, int | float) else equality_key(value)
        if name not in seen:
            seen.add(name)
            yield value


class BoundaryValues:
    """Computes the boundary values of the constraints of one schema."""

    def __init__(self, analyzed: AnalyzedSchema) -> None:
        self.analyzed = analyzed
        self._hosts: dict[tuple[str, ...], MakeCandidate | None] = {}

    def valid(self, constraint: Constraint, check: Check) -> tuple[Json, ...]:
        """Return values that ``check`` accepts at the valid edge of a constraint (`maxLength: 5`: 5 characters).

        Empty if none are found. The result is the same in every run.
        """
        if self.analyzed.is_slow and constraint.keyword == "$ref":
            return self._evaluated(constraint, check)
        values = self._at(constraint, just_inside(_node(constraint), constraint.keyword), check)
        return values or self._evaluated(constraint, check)

    def invalid(self, constraint: Constraint, check: Check) -> tuple[Json, ...]:
        """Return values that ``check`` accepts right beyond a constraint (`maxLength: 5`: 6 characters).

        Args:
            check: whether a value is invalid because of the constraint alone.
        """
        node = _node(constraint)
        parts = just_outside(node, constraint.keyword, constraint.loosened)
        if constraint.keyword == "$ref" and not self.analyzed.is_slow:
            parts = chain(parts, rejected_by_reference(self.analyzed.schema, node["$ref"]))
        return self._at(constraint, parts, check)

    def _evaluated(self, constraint: Constraint, check: Check) -> tuple[Json, ...]:
        """Valid values of the whole schema that the constraint is evaluated for."""
        is_false = constraint.keyword == "false"  # a value is valid only if it holds nothing there
        node, path = self.analyzed.node, () if is_false else constraint.instance_path or ()
        if node is None:
            return ()
        location = f"{constraint.pointer}/{constraint.keyword}"

        def is_evaluated(value: Json) -> bool:
            details = self.analyzed.validator.evaluate(value).list()["details"]
            return is_false or any(one.get("evaluationPath") == location and one.get("valid") for one in details)

        make = candidates_of(node, path)
        return tuple(checked_values(lambda choices: make(choices, False), lambda one: check(one) and is_evaluated(one)))

    def is_unsatisfiable(self, constraint: Constraint) -> bool:
        """Return whether provably no valid value has anything at the constraint's location."""
        if constraint.instance_path is None or self.analyzed.is_slow:
            return False
        schema = narrowed(self.analyzed.schema, constraint.schema_path, constraint.instance_path, _node(constraint))
        try:
            return canonical_of(schema, self.analyzed.retrieve).satisfiability() == canonical.Satisfiability.NO
        except SCHEMA_ERRORS:
            return False

    def _at(self, constraint: Constraint, parts: Iterable[Any], check: Check) -> tuple[Json, ...]:
        if constraint.instance_path is None:
            return ()
        values = (value for part in parts for value in self._values(constraint, constraint.instance_path, part, check))
        return tuple(islice(without_duplicates(values), _MOST))

    def _values(self, constraint: Constraint, path: InstancePath, part: Any, check: Check) -> Iterator[Json]:
        """Values with one of ``part`` at the path; else values of the whole schema with ``part`` there."""
        any_value = False
        for make in self._ways(constraint, path, part):
            for value in checked_values(make, check):
                any_value = True
                yield value
            if any_value:
                return

    def _ways(self, constraint: Constraint, path: InstancePath, part: Any) -> Iterator[Make]:
        host, make_part = self._host(constraint, path), self._parts(part)
        if host is not None and make_part is not None:
            yield lambda choices: with_value_at(host(choices, True), path, make_part(choices))
        if not self.analyzed.is_slow and constraint.schema_path:
            make_whole = self._parts(narrowed(self.analyzed.schema, constraint.schema_path, path, part))
            if make_whole is not None:
                yield make_whole

    def _parts(self, part: Any) -> Make | None:
        if isinstance(part, Mapping) and part.keys() == {"const"}:
            return lambda choices: part["const"]
        try:
            form = canonical_of(standalone_part(part, self.analyzed.references), self.analyzed.retrieve)
        except SCHEMA_ERRORS:
            return None
        make = candidates_of(SchemaNode(form, SchemaGraph(is_slow=self.analyzed.is_slow)))
        return lambda choices: make(choices, False)

    def _host(self, constraint: Constraint, path: InstancePath) -> MakeCandidate | None:
        schema_path = constraint.schema_path
        if schema_path not in self._hosts:
            self._hosts[schema_path] = self._new_host(schema_path, path)
        return self._hosts[schema_path]

    def _new_host(self, schema_path: tuple[str, ...], path: InstancePath) -> MakeCandidate | None:
        """What makes values of the whole schema that hold something at the path."""
        if not schema_path:
            return lambda choices, small: None
        if not path or self.analyzed.node is None:
            return None
        if self.analyzed.is_slow:
            return candidates_of(self.analyzed.node, path)
        schema = narrowed(self.analyzed.schema, schema_path, path, True)
        try:
            node = SchemaNode(canonical_of(schema, self.analyzed.retrieve), SchemaGraph())
        except SCHEMA_ERRORS:
            node = self.analyzed.node
        return candidates_of(node, path)


def _node(constraint: Constraint) -> Any:
    return constraint.node if isinstance(constraint.node, Mapping) else {"not": {}}


def checked_values(make: Make, check: Check) -> Iterator[Json]:
    """Yield at most two of the values that ``make`` makes and ``check`` accepts, in six attempts with fixed seeds."""
    count = 0
    for seed in range(_ATTEMPTS):
        choices = SeededChoices(seed)
        choices.edge = True
        try:
            value = make(choices)
        except (RejectedError, LookupError, RecursionError):
            continue
        if check(value):
            count += 1
            yield value
        if count == _EACH:
            return
