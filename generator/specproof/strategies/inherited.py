"""What a reference stands for: values that what it leads to refuses, for a reason that no type can state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import unquote

from specproof.oracle.json_pointer import unescape
from specproof.strategies.constraints import constraints
from specproof.strategies.focus import focused

__all__ = ["inherited"]

_MOST = 4
_DEPTH = 2
_DEFINITIONS = "#/$defs/"
_JUDGED = frozenset(
    ("uniqueItems", "not", "oneOf", "anyOf", "if", "contains", "dependentRequired", "propertyNames", "multipleOf")
) | {"minProperties", "maxProperties", "unevaluatedProperties", "unevaluatedItems", "false"}
"""Keywords that a type often leaves to a judge, which then has to be asked about what holds the value, too."""


def inherited(schema: Any, ref: str) -> Iterator[Any]:
    """Schemas of values, at most four, that the schema behind a reference refuses for such a keyword alone.

    Args:
        schema: one that stands alone; references lead to its `$defs`.
    """
    return islice(_refused(schema.get("$defs", {}), ref, _DEPTH), _MOST)


def _refused(definitions: Mapping[str, Any], ref: str, depth: int) -> Iterator[Any]:
    name = unescape(unquote(ref.removeprefix(_DEFINITIONS)))
    target = definitions.get(name) if ref.startswith(_DEFINITIONS) else None
    if not isinstance(target, Mapping):
        return
    for one in constraints(target):
        if one.path is None:
            continue
        if one.keyword in _JUDGED:
            yield focused(target, one.place, one.path, {"allOf": [one.loosened, {"not": one.base}]})
        elif one.keyword == "$ref" and depth and isinstance(one.base, Mapping):
            for part in _refused(definitions, one.base["$ref"], depth - 1):
                yield focused(target, one.place, one.path, part)
