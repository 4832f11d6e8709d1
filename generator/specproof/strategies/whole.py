"""A schema that stands alone: its judge, what to generate from, and what it loses or gains by one constraint."""

from __future__ import annotations

import time
from functools import cached_property

import jsonschema_rs
from jsonschema_rs import CanonicalSchema

from specproof.strategies.constraints import Constraint
from specproof.strategies.nodes import ERRORS, Node
from specproof.strategies.prepare import (
    Links,
    Retrieve,
    Schema,
    canonical_of,
    judge_of,
    links_of,
    part_alone,
    stands_by_place,
)
from specproof.strategies.strategies import node_of

__all__ = ["Whole"]

_ALGEBRA_SECONDS = 2.0
_WASTED_SECONDS = 4.0


class Whole:
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

    def small(self, constraint: Constraint) -> bool:
        """Whether the schema object of a constraint refers to nothing, so that it costs little by itself."""
        return not self.links.reached(constraint.base)

    def difference(self, constraint: Constraint, part: bool, backwards: bool = False) -> CanonicalSchema | None:
        """What the loosened schema accepts and the other does not, or backwards; for a part that stands alone, or all.

        None if the algebra cannot say it, or took too long already.
        """
        if self.heavy and self._spent > _ALGEBRA_SECONDS and not (part and self.small(constraint)):
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
