"""Corners: the same few values in every run, at the edges of each constraint and at the turns of each schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from jsonschema_rs import canonical

from specproof.oracle.json_values import equality_key
from specproof.strategies.choices import Rejected, Seeded
from specproof.strategies.constraints import Constraint
from specproof.strategies.edges import inside, outside
from specproof.strategies.focus import focused
from specproof.strategies.inherited import inherited
from specproof.strategies.maker import Attempt, producing
from specproof.strategies.nodes import ERRORS, Node, Shared
from specproof.strategies.paths import Path, planted
from specproof.strategies.prepare import canonical_of, part_alone
from specproof.strategies.views import Json
from specproof.strategies.whole import Whole

__all__ = ["Hosts", "distinct", "tried"]

Check = Callable[[Json], bool]
Make = Callable[[Seeded], Json]

_TRIES = 6
_EACH = 2
_MOST = 120


def distinct(values: Iterable[Json]) -> Iterator[Json]:
    """Each value once; 1 and 1.0 are two."""
    seen: set[str] = set()
    for value in values:
        name = f"{value!r}" if isinstance(value, int | float) else equality_key(value)
        if name not in seen:
            seen.add(name)
            yield value


class Hosts:
    """Values to put other values into: one maker for each place of a schema."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self._hosts: dict[tuple[str, ...], Attempt | None] = {}

    def inside(self, constraint: Constraint, check: Check) -> tuple[Json, ...]:
        """Valid values at the edge of a constraint: they fail once it is tightened by one."""
        if self.whole.heavy and constraint.keyword == "$ref":
            return self._touching(constraint, check)
        found = self._at(constraint, inside(_node(constraint), constraint.keyword), check)
        return found or self._touching(constraint, check)

    def outside(self, constraint: Constraint, check: Check) -> tuple[Json, ...]:
        """Invalid values at its edge: they pass once it is loosened by one."""
        node = _node(constraint)
        parts = outside(node, constraint.keyword, constraint.loosened)
        if constraint.keyword == "$ref" and not self.whole.heavy:
            parts = chain(parts, inherited(self.whole.schema, node["$ref"]))
        return self._at(constraint, parts, check)

    def _touching(self, constraint: Constraint, check: Check) -> tuple[Json, ...]:
        """Valid values of the whole schema of which the constraint is asked, and says yes."""
        closed = constraint.keyword == "false"  # nothing is right there but to be absent
        node, path = self.whole.node, () if closed else constraint.path or ()
        if node is None:
            return ()
        asked = f"{constraint.pointer}/{constraint.keyword}"

        def touched(value: Json) -> bool:
            said = self.whole.judge.evaluate(value).list()["details"]
            return closed or any(one.get("evaluationPath") == asked and one.get("valid") for one in said)

        return tuple(tried(lambda draws: producing(node, path)(draws, False), lambda one: check(one) and touched(one)))

    def empty(self, constraint: Constraint) -> bool:
        """Whether it is proved that no valid value holds anything in the place of a constraint."""
        if constraint.path is None or self.whole.heavy:
            return False
        schema = focused(self.whole.schema, constraint.place, constraint.path, _node(constraint))
        try:
            return canonical_of(schema, self.whole.retrieve).satisfiability() == canonical.Satisfiability.NO
        except ERRORS:
            return False

    def _at(self, constraint: Constraint, parts: Iterable[Any], check: Check) -> tuple[Json, ...]:
        if constraint.path is None:
            return ()
        found = (value for part in parts for value in self._values(constraint, constraint.path, part, check))
        return tuple(islice(distinct(found), _MOST))

    def _values(self, constraint: Constraint, path: Path, part: Any, check: Check) -> Iterator[Json]:
        """Values with that part put in the place; where more than the place counts, of the schema with it there."""
        found = False
        for make in self._ways(constraint, path, part):
            for value in tried(make, check):
                found = True
                yield value
            if found:
                return

    def _ways(self, constraint: Constraint, path: Path, part: Any) -> Iterator[Make]:
        host, made = self._host(constraint, path), self._parts(part)
        if host is not None and made is not None:
            yield lambda draws: planted(host(draws, True), path, made(draws))
        if not self.whole.heavy and constraint.place:
            whole = self._parts(focused(self.whole.schema, constraint.place, path, part))
            if whole is not None:
                yield whole

    def _parts(self, part: Any) -> Make | None:
        if isinstance(part, Mapping) and part.keys() == {"const"}:
            return lambda draws: part["const"]
        try:
            form = canonical_of(part_alone(part, self.whole.links), self.whole.retrieve)
        except ERRORS:
            return None
        attempt = producing(Node(form, Shared(heavy=self.whole.heavy)))
        return lambda draws: attempt(draws, False)

    def _host(self, constraint: Constraint, path: Path) -> Attempt | None:
        place = constraint.place
        if place not in self._hosts:
            self._hosts[place] = self._made(place, path)
        return self._hosts[place]

    def _made(self, place: tuple[str, ...], path: Path) -> Attempt | None:
        if not place:
            return lambda draws, small: None
        if not path or self.whole.node is None:
            return None
        if self.whole.heavy:
            return producing(self.whole.node, path)
        schema = focused(self.whole.schema, place, path, True)
        try:
            node = Node(canonical_of(schema, self.whole.retrieve), Shared())
        except ERRORS:
            node = self.whole.node
        return producing(node, path)


def _node(constraint: Constraint) -> Any:
    return constraint.node if isinstance(constraint.node, Mapping) else {"not": {}}


def tried(make: Make, check: Check) -> Iterator[Json]:
    """At most two values, of as many tries as that takes, but of few."""
    found = 0
    for seed in range(_TRIES):
        draws = Seeded(seed)
        draws.edge = True
        try:
            value = make(draws)
        except (Rejected, LookupError, RecursionError):
            continue
        if check(value):
            found += 1
            yield value
        if found == _EACH:
            return
