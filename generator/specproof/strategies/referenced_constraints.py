"""Constraints behind a reference that types cannot state: schemas of the values that they reject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import unquote

from specproof.oracle.json_pointer import unescape
from specproof.strategies.constraints import constraints
from specproof.strategies.narrowed_schema import narrowed

__all__ = ["rejected_by_reference"]

_MOST = 4
_DEPTH = 2
_DEFINITIONS = "#/$defs/"
_LEFT_TO_VALIDATORS = frozenset(
    ("uniqueItems", "not", "oneOf", "anyOf", "if", "contains", "dependentRequired", "propertyNames", "multipleOf")
) | {"minProperties", "maxProperties", "unevaluatedProperties", "unevaluatedItems", "false"}
"""Keywords that types often leave to a validator, which then has to be called for whatever holds the value, too."""


def rejected_by_reference(schema: Any, ref: str) -> Iterator[Any]:
    """Yield at most four schemas of values that the target of a `$ref` rejects for one constraint alone.

    Only constraints count that generated types often leave to a validator, such as `uniqueItems` or `oneOf`.

    Args:
        schema: a standalone schema.
        ref: a reference to one of its `$defs`, such as `#/$defs/Pet`; for any other nothing is yielded.
    """
    return islice(_rejected(schema.get("$defs", {}), ref, _DEPTH), _MOST)


def _rejected(definitions: Mapping[str, Any], ref: str, depth: int) -> Iterator[Any]:
    name = unescape(unquote(ref.removeprefix(_DEFINITIONS)))
    target = definitions.get(name) if ref.startswith(_DEFINITIONS) else None
    if not isinstance(target, Mapping):
        return
    for one in constraints(target):
        if one.instance_path is None:
            continue
        if one.keyword in _LEFT_TO_VALIDATORS:
            yield narrowed(target, one.schema_path, one.instance_path, {"allOf": [one.loosened, {"not": one.base}]})
        elif one.keyword == "$ref" and depth and isinstance(one.base, Mapping):
            for part in _rejected(definitions, one.base["$ref"], depth - 1):
                yield narrowed(target, one.schema_path, one.instance_path, part)
