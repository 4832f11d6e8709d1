"""Canonical schemas as nodes to generate from, each looked at when it is first needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, reduce

import jsonschema_rs
from jsonschema_rs import CanonicalSchema, canonical

from specproof.strategies.min_depth import heights
from specproof.strategies.reading import read
from specproof.strategies.views import AllOf, Json, Link, Not, OneOf, View

__all__ = ["ERRORS", "Node", "Shared"]

ERRORS = (canonical.CanonicalizationError, ValueError)


@dataclass(slots=True)
class Shared:
    """What all nodes of one schema know.

    Attributes:
        definitions: those that were met, by URI.
        heavy: the algebra is slow on this schema: it is asked for nothing that can be tried instead.
    """

    definitions: dict[str, Node] = field(default_factory=dict)
    heavy: bool = False


class Node:
    """A canonical schema, its view, and a judge of its own."""

    def __init__(self, schema: CanonicalSchema, shared: Shared) -> None:
        self.schema = schema
        self.shared = shared
        self._meets: dict[tuple[Node, ...], Node | None] = {}

    @cached_property
    def view(self) -> View:
        return read(self)

    @cached_property
    def _judge(self) -> jsonschema_rs.Validator | None:
        schema = self.schema.to_json_schema()
        try:
            return jsonschema_rs.validator_for(schema, offline=True) if isinstance(schema, dict | bool) else None
        except ERRORS:
            return None

    def accepts(self, value: Json) -> bool:
        """The validator's word; what it cannot judge passes, for the last check sees it again."""
        return self._judge is None or self._judge.is_valid(value)

    def child(self, schema: CanonicalSchema) -> Node:
        return Node(schema, self.shared)

    def target(self, uri: str) -> Node | None:
        if uri == "#":
            found = self.schema.definition(uri)
            return self.child(found) if found is not None else None
        definitions = self.shared.definitions
        if uri not in definitions:
            found = self.schema.definition(uri)
            if found is None:
                return None
            definitions[uri] = self.child(found)
        return definitions[uri]

    @cached_property
    def resolved(self) -> Node:
        """The node at the end of a chain of references."""
        node = self
        for _ in range(64):
            if not isinstance(node.view, Link):
                return node
            node = node.view.target
        return node

    @cached_property
    def negated(self) -> Node | None:
        """What this node refuses, if the algebra can say it other than by `not`."""
        try:
            negated = self.child(self.resolved.schema.negate())
        except ERRORS:
            return None
        return None if isinstance(negated.view, Not) else negated

    def meet(self, *others: Node) -> Node | None:
        """What all of them accept, if the algebra can say it."""
        if others not in self._meets:
            try:
                schemas = [node.resolved.schema for node in (self, *others)]
                self._meets[others] = self.child(reduce(lambda one, other: one.intersect(other), schemas))
            except ERRORS:
                self._meets[others] = None
        return self._meets[others]

    def minus(self, *others: Node) -> Node | None:
        """What this one accepts and no other does, if the algebra can say it."""
        try:
            schema = self.resolved.schema
            for other in others:
                schema = schema.subtract(other.resolved.schema)
            return self.child(schema)
        except ERRORS:
            return None

    @cached_property
    def merged(self) -> Node | None:
        """The branches of an `AllOf` as one node, if that says more."""
        assert isinstance(self.view, AllOf)
        merged = self.view.branches[0].meet(*self.view.branches[1:])
        return merged if merged is not None and merged.schema != self.schema else None

    @cached_property
    def exclusive(self) -> tuple[Node, ...]:
        """The branches of a `OneOf`, each without what the others accept."""
        assert isinstance(self.view, OneOf)
        branches = self.view.branches
        pairs = [(branch, [other for other in branches if other is not branch]) for branch in branches]
        return tuple(node for branch, others in pairs if (node := branch.minus(*others)) is not None)

    @cached_property
    def height(self) -> float:
        """How deep the least value is nested; infinite if each value holds another of its kind without end."""
        return heights(self)[self]
