"""Texts (content of ``text/*``) on both sides of a schema of strings, numbers or booleans."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from specproof.oracle.directions import Direction
from specproof.oracle.json_pointer import resolve
from specproof.oracle.media_types import essence, is_json
from specproof.prove.checks.api_under_test import ApiUnderTest
from specproof.prove.checks.value_pool import ValueSet

__all__ = ["is_judged_text", "texts"]

_EVENTS = "text/event-stream"
_SCALAR = re.compile(r"true|false|null|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_MOST_HOPS = 100


def is_judged_text(api: ApiUnderTest, schema: str | None, media_type: str, direction: Direction) -> bool:
    """Whether content of a media type is a text that has to match a schema: the schema's type rules out trees."""
    if schema is None or is_json(media_type) or essence(media_type) == _EVENTS:
        return False
    return essence(media_type).startswith("text/") and _is_scalar(api, schema, direction)


def _is_scalar(api: ApiUnderTest, schema: str, direction: Direction) -> bool:
    document = api.document.tree(direction)
    node = resolve(document, schema)
    for _ in range(_MOST_HOPS):
        if not isinstance(node, dict):
            return False
        kinds = node.get("type", "object")
        if not {"array", "object"} & set([kinds] if isinstance(kinds, str) else kinds):
            return True
        if not str(node.get("$ref", "")).startswith("#/"):
            return False
        node = resolve(document, node["$ref"][1:])
    return False


def texts(api: ApiUnderTest, schema: str, direction: Direction, is_valid: bool) -> ValueSet:
    """Return texts that a schema accepts as a string or as the scalar that they write, or those that it does not.

    The document judges both readings of each text.
    """
    pool = api.value_pool.valid if is_valid else api.value_pool.invalid
    found = pool(schema, direction)

    def fits(text: Any) -> bool:
        if not isinstance(text, str) or any("\ud800" <= one <= "\udfff" for one in text):
            return False
        accepted = any(not api.document.errors(schema, value, direction) for value in _readings(text))
        return accepted is is_valid

    boundary_cases = tuple(dict.fromkeys(filter(fits, map(_written, found.boundary_cases))))
    if found.strategy is None or not boundary_cases:
        return ValueSet(found.how if boundary_cases or found.strategy is None else "redundant", boundary_cases)
    return ValueSet(found.how, boundary_cases, found.strategy.map(_written).filter(fits))


def _written(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    return None if isinstance(value, (list, dict)) else json.dumps(value)


def _readings(text: str) -> Iterator[Any]:
    yield text
    if _SCALAR.fullmatch(text) and len(text) < 4000:
        yield json.loads(text)
