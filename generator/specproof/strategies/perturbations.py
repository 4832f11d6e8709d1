"""Values of a whole schema: the same few at each of its turns, and many right beside those that are valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from hypothesis import strategies as st

from specproof.strategies.boundary_values import distinct, tried
from specproof.strategies.changes import changed
from specproof.strategies.choices import Draws
from specproof.strategies.maker import Attempt, Maker, producing, strategy_of
from specproof.strategies.nodes import ERRORS, Node, Shared
from specproof.strategies.prepare import Retrieve, Schema, canonical_of
from specproof.strategies.views import Json
from specproof.strategies.whole import Whole

__all__ = ["aside", "turns"]

_MOST = 120
_TURNS = 60
_CHANGED = 60  # percent


def aside(schema: Schema, retrieve: Retrieve | None = None) -> st.SearchStrategy[Json]:
    """Valid values, most of them with one small change: many are invalid. Raises: ValueError, for what is no schema."""
    node = Whole(schema, retrieve).node
    make = producing(node) if node is not None else None

    def attempt(draws: Draws, small: bool) -> Json:
        value = make(draws, small) if make is not None else {}
        return changed(draws, value) if draws.chance(_CHANGED) else value

    return strategy_of(Maker(attempt, lambda value: True))


def turns(schema: Schema, retrieve: Retrieve | None = None) -> tuple[Json, ...]:
    """Valid values that take each turn once: least and fullest, each optional property alone, each branch.

    They are the same in every run. Raises: ValueError, for what is no schema.
    """
    whole = Whole(schema, retrieve)
    if whole.node is None:
        return ()
    node = whole.node
    parts = [producing(node), *(producing(one) for one in _narrowed(whole))]
    found = (
        value
        for attempt in parts
        for small in (True, False)
        for value in tried(partial(_made, attempt, small), whole.judge.is_valid)
    )
    return tuple(islice(distinct(found), _MOST))


def _made(attempt: Attempt, small: bool, draws: Draws) -> Json:
    return attempt(draws, small)


def _narrowed(whole: Whole) -> Iterator[Node]:
    if whole.heavy or not isinstance(whole.schema, Mapping):
        return
    for part in islice(_turns(whole.schema), _TURNS):
        try:
            yield Node(canonical_of(part, whole.retrieve), Shared())
        except ERRORS:
            continue


def _turns(schema: Mapping[str, Any]) -> Iterator[Any]:
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
