"""Valid values of a schema, as a Hypothesis strategy."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st
from jsonschema_rs import CanonicalSchema, canonical

from specproof.oracle.keywords import SCHEMA, SCHEMA_LIST
from specproof.strategies.maker import SECONDS, Maker, Unsatisfiable, producing, strategy_of
from specproof.strategies.nodes import ERRORS, Node, Shared
from specproof.strategies.prepare import MAPS, Retrieve, Schema, canonical_of, judge_of, standing_alone
from specproof.strategies.views import Json, Opaque

__all__ = ["maker_of", "node_of", "values"]

_SLOW = 0.2


def values(
    schema: Schema,
    document: Mapping[str, Any] | None = None,
    retrieve: Retrieve | None = None,
    seconds: float = SECONDS,
) -> st.SearchStrategy[Json]:
    """Valid values of a JSON Schema (draft 2020-12), boundaries and all branches among them.

    Patterns that the validator cannot compile are not looked at.

    Args:
        schema: may hold references to `#/components/schemas/…` of the document.
        document: an OpenAPI document.
        retrieve: gives the schema at a URI outside of it; without it nothing is read.
        seconds: for the search where the algebra does not know whether there is a value.

    Raises:
        Unsatisfiable: the schema admits nothing.
        NoStrategy: nothing was found in that time.
        ValueError: it is no schema.
    """
    return strategy_of(maker_of(standing_alone(schema, document), retrieve, seconds))


def maker_of(alone: Schema, retrieve: Retrieve | None, seconds: float) -> Maker:
    """A maker of valid values. Raises: Unsatisfiable, NoStrategy, ValueError."""
    judge = judge_of(alone, retrieve)
    node = node_of(alone, retrieve)
    _refuse_empty(node.schema)
    maker = Maker(producing(node), judge.is_valid)
    maker.search(seconds)
    return maker


def _refuse_empty(form: CanonicalSchema) -> None:
    if form.satisfiability() == canonical.Satisfiability.NO:
        raise Unsatisfiable("no value satisfies the schema")
    if Node(form, Shared()).height == float("inf"):
        raise Unsatisfiable("each value would have to hold another one of its kind, without end")


def node_of(alone: Schema, retrieve: Retrieve | None) -> Node:
    """What to generate from; where the algebra does not model the schema, a wider one that it does.

    Raises:
        ValueError: it is no schema.
    """
    start = time.thread_time()
    form = canonical_of(alone, retrieve)
    node = Node(form, Shared(heavy=time.thread_time() - start > _SLOW))
    if not isinstance(node.resolved.view, Opaque) or isinstance(alone, bool):
        return node
    try:
        return Node(canonical_of(_modelled(alone), retrieve), Shared())
    except ERRORS:
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
