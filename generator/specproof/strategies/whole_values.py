"""Values of a whole schema: valid ones that cover its branches, and valid ones with a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from hypothesis import strategies as st

from specproof.strategies.analyzed_schema import AnalyzedSchema
from specproof.strategies.boundary_values import checked_values, without_duplicates
from specproof.strategies.checked_generator import CheckedGenerator, MakeCandidate, candidates_of, strategy_of
from specproof.strategies.choices import Choices
from specproof.strategies.schema_nodes import SCHEMA_ERRORS, SchemaGraph, SchemaNode
from specproof.strategies.standalone_schema import Retrieve, Schema, canonical_of
from specproof.strategies.value_changes import perturbed
from specproof.strategies.views import Json

__all__ = ["covering_values", "perturbed_values"]

_MOST = 120
_PARTS = 60
_CHANGED = 60  # percent


def perturbed_values(schema: Schema, retrieve: Retrieve | None = None) -> st.SearchStrategy[Json]:
    """Return a strategy of valid values, about 60 % of them with one random change that makes many invalid.

    Raises:
        ValueError: ``schema`` is not a JSON Schema.
    """
    node = AnalyzedSchema(schema, retrieve).node
    make = candidates_of(node) if node is not None else None

    def make_changed(choices: Choices, small: bool) -> Json:
        value = make(choices, small) if make is not None else {}
        return perturbed(choices, value) if choices.chance(_CHANGED) else value

    return strategy_of(CheckedGenerator(make_changed, lambda value: True))


def covering_values(schema: Schema, retrieve: Retrieve | None = None) -> tuple[Json, ...]:
    """Return valid values that cover a schema: smallest and fullest ones, each optional property alone, each branch.

    Empty if jsonschema-rs cannot bring the schema into canonical form. They are the same in every run.

    Raises:
        ValueError: ``schema`` is not a JSON Schema.
    """
    analyzed = AnalyzedSchema(schema, retrieve)
    if analyzed.node is None:
        return ()
    node = analyzed.node
    makers = [candidates_of(node), *(candidates_of(one) for one in _narrowed(analyzed))]
    values = (
        value
        for make in makers
        for small in (True, False)
        for value in checked_values(partial(_make, make, small), analyzed.validator.is_valid)
    )
    return tuple(islice(without_duplicates(values), _MOST))


def _make(make: MakeCandidate, small: bool, choices: Choices) -> Json:
    return make(choices, small)


def _narrowed(analyzed: AnalyzedSchema) -> Iterator[SchemaNode]:
    if analyzed.is_slow or not isinstance(analyzed.schema, Mapping):
        return
    for part in islice(_narrower(analyzed.schema), _PARTS):
        try:
            yield SchemaNode(canonical_of(part, analyzed.retrieve), SchemaGraph())
        except SCHEMA_ERRORS:
            continue


def _narrower(schema: Mapping[str, Any]) -> Iterator[Any]:
    required = list(schema.get("required", ()))
    names = list(schema.get("properties", ()))
    if names:
        yield {**schema, "type": "object", "maxProperties": max(len(required), schema.get("minProperties", 0))}
        yield {**schema, "type": "object", "required": list(dict.fromkeys([*required, *names]))}
    for name in names:
        if name not in required:
            least = max(len(required) + 1, schema.get("minProperties", 0))
            yield {**schema, "type": "object", "required": [*required, name], "maxProperties": least}
    for keyword in ("anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield {**schema, keyword: [branch]}
