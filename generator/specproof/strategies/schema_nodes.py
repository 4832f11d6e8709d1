"""Canonical schemas as the nodes of a graph to generate values from, each read when it is first needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, reduce

import jsonschema_rs
from jsonschema_rs import CanonicalSchema, canonical

from specproof.strategies.view_reader import Below, read_view
from specproof.strategies.views import AllOfView, Json, NotView, OneOfView, ReferenceView, View

__all__ = ["SCHEMA_ERRORS", "SchemaGraph", "SchemaNode"]

SCHEMA_ERRORS = (canonical.CanonicalizationError, ValueError)


@dataclass(slots=True)
class SchemaGraph:
    """State that the nodes of one canonical schema share.

    Attributes:
        definitions: URI -> node of the definition, for those that have been looked up.
        is_slow: set operations of jsonschema-rs are slow on this schema, so values are generated and checked instead.
        min_depths: node -> result of ``min_depth``, for those that have been computed.
    """

    definitions: dict[str, SchemaNode] = field(default_factory=dict)
    is_slow: bool = False
    min_depths: dict[SchemaNode, float] = field(default_factory=dict)


class SchemaNode:
    """A canonical schema to generate values from, with its view and its validator."""

    def __init__(self, schema: CanonicalSchema, graph: SchemaGraph) -> None:
        self.schema = schema
        self.graph = graph
        self._intersections: dict[tuple[SchemaNode, ...], SchemaNode | None] = {}

    @cached_property
    def view(self) -> View[SchemaNode]:
        """Return what kind of values the schema admits, as one of the classes of ``views``."""
        return read_view(self.schema, Below(self.child, self.target))

    @cached_property
    def _validator(self) -> jsonschema_rs.Validator | None:
        schema = self.schema.to_json_schema()
        try:
            return jsonschema_rs.validator_for(schema, offline=True) if isinstance(schema, dict | bool) else None
        except SCHEMA_ERRORS:
            return None

    def accepts(self, value: Json) -> bool:
        """Return whether the schema accepts a value; True if no validator can be made for the schema."""
        return self._validator is None or self._validator.is_valid(value)

    def child(self, schema: CanonicalSchema) -> SchemaNode:
        """Return a node for another canonical schema, in the same graph."""
        return SchemaNode(schema, self.graph)

    def target(self, uri: str) -> SchemaNode | None:
        """Return the node of the definition that a reference's URI names; None if there is no definition."""
        if uri == "#":
            root = self.schema.definition(uri)
            return self.child(root) if root is not None else None
        definitions = self.graph.definitions
        if uri not in definitions:
            definition = self.schema.definition(uri)
            if definition is None:
                return None
            definitions[uri] = self.child(definition)
        return definitions[uri]

    @cached_property
    def resolved(self) -> SchemaNode:
        """Return the node at the end of a chain of `$ref`s; this node if it is no `$ref`."""
        node = self
        for _ in range(64):
            if not isinstance(node.view, ReferenceView):
                return node
            node = node.view.target
        return node

    @cached_property
    def negated(self) -> SchemaNode | None:
        """Return the node of all values that this one rejects; None if only `not` can express them."""
        try:
            negated = self.child(self.resolved.schema.negate())
        except SCHEMA_ERRORS:
            return None
        return None if isinstance(negated.view, NotView) else negated

    def intersection(self, *others: SchemaNode) -> SchemaNode | None:
        """Return the node of the values that this node and all the others accept; None if not computable."""
        if others not in self._intersections:
            try:
                schemas = [node.resolved.schema for node in (self, *others)]
                self._intersections[others] = self.child(reduce(lambda one, other: one.intersect(other), schemas))
            except SCHEMA_ERRORS:
                self._intersections[others] = None
        return self._intersections[others]

    def difference(self, *others: SchemaNode) -> SchemaNode | None:
        """Return the node of the values that this node accepts and no other does; None if not computable."""
        try:
            schema = self.resolved.schema
            for other in others:
                schema = schema.subtract(other.resolved.schema)
            return self.child(schema)
        except SCHEMA_ERRORS:
            return None

    @cached_property
    def merged_branches(self) -> SchemaNode | None:
        """Return the intersection of the branches of an `AllOfView`; None if not computable, or no simpler."""
        assert isinstance(self.view, AllOfView)
        merged = self.view.branches[0].intersection(*self.view.branches[1:])
        return merged if merged is not None and merged.schema != self.schema else None

    @cached_property
    def exclusive_branches(self) -> tuple[SchemaNode, ...]:
        """Return the branches of a `OneOfView`, each without what the others accept, as far as computable."""
        assert isinstance(self.view, OneOfView)
        branches = self.view.branches
        pairs = [(branch, [other for other in branches if other is not branch]) for branch in branches]
        return tuple(node for branch, others in pairs if (node := branch.difference(*others)) is not None)
