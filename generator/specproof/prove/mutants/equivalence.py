"""Whether a changed schema still means what it meant."""

from __future__ import annotations

import re
from typing import Any

from jsonschema_rs import CanonicalSchema, canonical

from specproof.oracle.directions import Direction
from specproof.oracle.document import Document
from specproof.oracle.shape import shape_of
from specproof.strategies.min_depth import min_depth
from specproof.strategies.pattern_strings import characters_of
from specproof.strategies.schema_nodes import SCHEMA_ERRORS, SchemaGraph, SchemaNode
from specproof.strategies.standalone_schema import canonical_of

__all__ = ["is_empty", "is_escaped_alike", "means_the_same"]

_RESERVED = ":/?#[]@!$&'()*+;=%"


def means_the_same(before: Document, after: Document, at: str, direction: Direction) -> bool | None:
    """Return whether the schemas at a JSON pointer of two documents accept the same values; None if undecided."""
    try:
        one, other = _values(before, at, direction), _values(after, at, direction)
        lost, won = is_empty(one.subtract(other)), is_empty(other.subtract(one))
    except (*SCHEMA_ERRORS, LookupError):
        return None
    return None if lost is None or won is None else lost and won


def is_empty(values: CanonicalSchema) -> bool | None:
    """Return whether no value is valid by a canonical schema; None if undecided."""
    answer = values.satisfiability()
    if answer == canonical.Satisfiability.NO or min_depth(SchemaNode(values, SchemaGraph())) == float("inf"):
        return True
    return False if answer == canonical.Satisfiability.YES else None


def _values(document: Document, at: str, direction: Direction) -> CanonicalSchema:
    bundler: Any = document.bundler(direction)
    return canonical_of(bundler.schema(at))


def is_escaped_alike(document: Document, at: str) -> bool:
    """Return whether `allowReserved` provably makes no difference: no value of the parameter has a reserved character.

    False for objects, and if it is undecided (RFC 3986, 2.2).

    Args:
        at: JSON pointer of the parameter.
    """
    try:
        schema = document.bundler("request").schema(f"{at}/schema")
        kinds = shape_of(schema, schema).types
        places = [(f"{at}/schema", f"{_RESERVED},")] if "string" in kinds else []
        places += [(f"{at}/schema/items", _RESERVED)] if "array" in kinds else []
        return "object" not in kinds and all(_without(document, place, signs) for place, signs in places)
    except (*SCHEMA_ERRORS, LookupError):
        return False


def _without(document: Document, at: str, signs: str) -> bool:
    """Whether no string of a schema holds one of these signs: by its pattern, or by the algebra."""
    bundler: Any = document.bundler("request")
    schema = bundler.schema(at)
    held = characters_of(schema["pattern"]) if isinstance(schema.get("pattern"), str) else None
    if held is not None and schema.get("type") == "string":
        return not any(low <= ord(sign) <= high for low, high in held for sign in signs)
    definitions = {"$defs": schema["$defs"]} if "$defs" in schema else {}
    texts = {"allOf": [schema, {"type": "string", "pattern": f"[{re.escape(signs)}]"}], **definitions}
    return is_empty(canonical_of(texts)) is True
