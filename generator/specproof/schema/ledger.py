"""How each constraint of a document is enforced, counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from specproof.core.location import Pointer
from specproof.schema.keywords import assertions
from specproof.schema.split import Component

__all__ = ["Ledger", "ledger"]

_ONE = frozenset(
    [
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
        "items",
        "additionalProperties",
    ]
)
_MANY = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas"))
_STRUCTURE = frozenset(("$ref", "properties", "allOf", "items", "prefixItems"))


@dataclass(frozen=True, slots=True)
class Ledger:
    """Numbers of constraints: all of them, and those that a guard enforces because no type can."""

    constraints: int
    guarded: int

    @property
    def native(self) -> int:
        return self.constraints - self.guarded


def ledger(schemas: Mapping[str, Any], components: Mapping[str, Component]) -> Ledger:
    """Count the constraints of a normal form. Keywords that only lead to other schemas are none."""
    every = {(name, at, keyword) for name, schema in schemas.items() for at, keyword in _constraints(schema, Pointer())}
    left = {(c.name, r.at, r.keyword) for c in components.values() for r in c.residuals if c.name == c.schema}
    return Ledger(len(every), len(every & left))


def _constraints(schema: Any, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    if schema is False:
        yield at, "false"
    if not isinstance(schema, dict):
        return
    for keyword, value in assertions(schema).items():
        if keyword not in _STRUCTURE:
            yield at, keyword
        if keyword in _ONE:
            yield from _constraints(value, at / keyword)
        elif keyword in _MANY:
            for i, branch in enumerate(value):
                yield from _constraints(branch, at / keyword / i)
        elif keyword in _MAPS:
            for name, child in value.items():
                yield from _constraints(child, at / keyword / name)
