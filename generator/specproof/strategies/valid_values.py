"""Valid values of a schema, as a Hypothesis strategy."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from jsonschema_rs import CanonicalSchema, canonical

from specproof.oracle.keywords import SCHEMA, SCHEMA_LIST
from specproof.strategies.checked_generator import (
    SECONDS,
    CheckedGenerator,
    UnsatisfiableError,
    candidates_of,
    strategy_of,
)
from specproof.strategies.min_depth import min_depth
from specproof.strategies.schema_nodes import SCHEMA_ERRORS, SchemaGraph, SchemaNode
from specproof.strategies.standalone_schema import MAPS, Retrieve, Schema, canonical_of, standalone_schema, validator_of
from specproof.strategies.views import Json, UnknownView

__all__ = ["generator_of", "node_of", "values"]

_SLOW = 0.2


def values(
    schema: Schema,
    document: Mapping[str, Any] | None = None,
    retrieve: Retrieve | None = None,
    seconds: float = SECONDS,
) -> st.SearchStrategy[Json]:
    """Return a Hypothesis strategy of valid values of a JSON Schema (draft 2020-12): boundary values, all branches.

    Patterns that the validator cannot compile are ignored.

    Args:
        schema: may refer to `#/components/schemas/…` of the document.
        document: an OpenAPI document; None if the schema refers to none.
        retrieve: returns the schema at a URI outside of the document; with None nothing is retrieved.
        seconds: processor time of a search, if it is not decided otherwise whether there is a value.

    Raises:
        UnsatisfiableError: it is proved that the schema admits no value.
        NoStrategyError: no value was found in that time.
        ValueError: ``schema`` is not a JSON Schema.
    """
    return strategy_of(generator_of(standalone_schema(schema, document), retrieve, seconds))


def generator_of(alone: Schema, retrieve: Retrieve | None, seconds: float) -> CheckedGenerator:
    """Return a generator of valid values of a standalone schema, which already holds up to four.

    Args:
        alone: the standalone schema.
        retrieve: returns the schema at a URI outside of it; with None nothing is retrieved.
        seconds: processor time of the search for the first values.

    Raises:
        UnsatisfiableError: it is proved that the schema admits no value.
        NoStrategyError: no value was found in that time.
        ValueError: it is not a JSON Schema.
    """
    validator = validator_of(alone, retrieve)
    node = node_of(alone, retrieve)
    _refuse_empty(node.schema)
    generator = CheckedGenerator(candidates_of(node), validator.is_valid)
    generator.search(seconds)
    return generator


def _refuse_empty(form: CanonicalSchema) -> None:
    if form.satisfiability() == canonical.Satisfiability.NO:
        raise UnsatisfiableError("no value satisfies the schema")
    if min_depth(SchemaNode(form, SchemaGraph())) == float("inf"):
        raise UnsatisfiableError("each value would have to hold another one of its kind, without end")


def node_of(alone: Schema, retrieve: Retrieve | None) -> SchemaNode:
    """Return the node of a standalone schema; if jsonschema-rs does not model it, that of a wider schema.

    Args:
        alone: the standalone schema.
        retrieve: returns the schema at a URI outside of it; with None nothing is retrieved.

    Raises:
        ValueError: it is not a JSON Schema.
    """
    start = time.thread_time()
    form = canonical_of(alone, retrieve)
    node = SchemaNode(form, SchemaGraph(is_slow=time.thread_time() - start > _SLOW))
    if not isinstance(node.resolved.view, UnknownView) or isinstance(alone, bool):
        return node
    try:
        return SchemaNode(canonical_of(_modelled(alone), retrieve), SchemaGraph())
    except SCHEMA_ERRORS:
        return node


_UNMODELLED = ("unevaluatedItems", "unevaluatedProperties", "$schema", "$dynamicRef")


def _modelled(schema: Any) -> Any:
    """The schema without the keywords that the algebra does not always model."""
    if not isinstance(schema, dict):
        return schema
    out: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in _UNMODELLED:
            continue
        if keyword in SCHEMA:
            out[keyword] = _modelled(value)
        elif keyword in SCHEMA_LIST and isinstance(value, list):
            out[keyword] = [_modelled(one) for one in value]
        elif keyword in MAPS and isinstance(value, dict):
            out[keyword] = {name: _modelled(one) for name, one in value.items()}
        else:
            out[keyword] = value
    return out
