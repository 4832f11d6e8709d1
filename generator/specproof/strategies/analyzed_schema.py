"""A standalone schema with its validator, its node, and what it admits without one of its constraints."""

from __future__ import annotations

import time
from functools import cached_property

import jsonschema_rs
from jsonschema_rs import CanonicalSchema

from specproof.strategies.constraints import Constraint
from specproof.strategies.schema_nodes import SCHEMA_ERRORS, SchemaNode
from specproof.strategies.standalone_schema import (
    References,
    Retrieve,
    Schema,
    canonical_of,
    depends_on_location,
    references_of,
    standalone_part,
    validator_of,
)
from specproof.strategies.valid_values import node_of

__all__ = ["AnalyzedSchema"]

_ALGEBRA_SECONDS = 2.0
_WASTED_SECONDS = 4.0


class AnalyzedSchema:
    """A standalone schema, its validator, its canonical form, and the canonical form without one of its constraints.

    Attributes:
        schema: the schema, with all that it refers to under ``$defs``.
        retrieve: returns the schema at a URI outside of it; with None nothing is retrieved.
        wasted: seconds of processor time spent on searches that found no value.
    """

    def __init__(self, schema: Schema, retrieve: Retrieve | None) -> None:
        self.schema, self.retrieve = schema, retrieve
        self._forms: dict[str, CanonicalSchema] = {}
        self._spent = self.wasted = 0.0

    @cached_property
    def validator(self) -> jsonschema_rs.Validator:
        """Return the jsonschema-rs validator of the schema. Raises: ValueError, if it is not a JSON Schema."""
        return validator_of(self.schema, self.retrieve)

    @cached_property
    def node(self) -> SchemaNode | None:
        """Return the root node to generate values from; None if jsonschema-rs has no canonical form of the schema."""
        try:
            return node_of(self.schema, self.retrieve)
        except SCHEMA_ERRORS:
            return None

    @property
    def is_slow(self) -> bool:
        """Whether set operations (intersection, difference) of jsonschema-rs are slow on the schema, or impossible."""
        return self.node is None or self.node.graph.is_slow

    @property
    def is_out_of_time(self) -> bool:
        """Whether more than four seconds of processor time were wasted, so that further searches are to be short."""
        return self.wasted > _WASTED_SECONDS

    @cached_property
    def is_location_independent(self) -> bool:
        """Whether subschemas keep their meaning outside of the schema: there are no `$id`, anchors, `unevaluated…`."""
        return not depends_on_location(self.schema)

    @cached_property
    def references(self) -> References:
        """Return the references between the `$defs` of the schema."""
        return references_of(self.schema)

    def has_no_reference(self, constraint: Constraint) -> bool:
        """Return whether the schema object that states a constraint has no `$ref`: set operations on it are fast."""
        return not self.references.reached(constraint.base)

    def difference(self, constraint: Constraint, part: bool, backwards: bool = False) -> CanonicalSchema | None:
        """Return the canonical schema of the values that are valid without a constraint and invalid with it.

        None if jsonschema-rs cannot compute it, or the time for this is used up.

        Args:
            part: compare only the schema object that states the constraint, not the whole schema.
            backwards: return instead the values that are valid with the constraint and invalid without it.
        """
        if self.is_slow and self._spent > _ALGEBRA_SECONDS and not (part and self.has_no_reference(constraint)):
            return None
        start = time.thread_time()
        try:
            wide, narrow = self._loosened_form(constraint, part), self._form(constraint, part)
            return narrow.subtract(wide) if backwards else wide.subtract(narrow)
        except SCHEMA_ERRORS:
            return None
        finally:
            self._spent += time.thread_time() - start

    def _loosened_form(self, constraint: Constraint, part: bool) -> CanonicalSchema:
        loosened = constraint.loosened
        schema = standalone_part(loosened, self.references) if part else constraint.within(self.schema, loosened)
        return canonical_of(schema, self.retrieve)

    def _form(self, constraint: Constraint, part: bool) -> CanonicalSchema:
        """The canonical form with the constraint, cached for the constraints of one schema object."""
        base = constraint.base
        key = f"{part} {constraint.pointer} {constraint.detail if constraint.keyword == 'oneOf' else ''}"
        if key not in self._forms:
            schema = standalone_part(base, self.references) if part else constraint.within(self.schema, base)
            self._forms[key] = canonical_of(schema, self.retrieve)
        return self._forms[key]
