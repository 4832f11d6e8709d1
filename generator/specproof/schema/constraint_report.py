"""How each constraint of a document is enforced, each exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from specproof.core.location import Pointer
from specproof.schema.algebra import compiles
from specproof.schema.coverage import Coverage
from specproof.schema.keywords import assertions
from specproof.schema.split import Component
from specproof.schema.walk import walk

__all__ = ["CARRIERS", "ConstraintReport", "Entry", "State", "constraint_report", "constraints", "notes"]

CARRIERS = frozenset(
    ("$ref", "properties", "allOf", "items", "prefixItems", "additionalProperties", "patternProperties", "if")
) | {"propertyNames", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties", "$schema"}
"""Keywords that assert nothing themselves: the schemas that they lead to do."""

_BESIDE = {"minContains": "contains", "maxContains": "contains"}
_NOTES = {
    "format": "an annotation, unless [formats] in specproof.toml asks for a type",
    "contentEncoding": "an annotation (JSON Schema validation, 8): the string is not decoded",
    "contentMediaType": "an annotation (JSON Schema validation, 8): the string is not parsed",
    "contentSchema": "an annotation (JSON Schema validation, 8): the string is not parsed",
    "discriminator": "a hint (OpenAPI 4.8.25): the branches themselves are enforced",
    "readOnly": "an annotation (JSON Schema validation, 9.4)",
    "writeOnly": "an annotation (JSON Schema validation, 9.4)",
}


class State(StrEnum):
    """How a constraint is enforced: by a type, a guard, the client, or not at all."""

    NATIVE = "native"
    GUARD = "guard"
    ANNOTATION = "annotation"
    DEGRADED = "degraded"
    CLIENT = "client"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One constraint of a component and how it is enforced.

    Attributes:
        at: component, then the JSON pointer of the keyword below it; for a schema ``false`` the pointer of that schema.
        keyword: for a schema ``false`` the keyword that holds it.
        why: reason for a state other than native; may be empty.
    """

    at: Pointer
    keyword: str
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True)
class ConstraintReport:
    """How each constraint of a normal form is enforced; the numbers leave annotations out."""

    entries: tuple[Entry, ...]

    @property
    def counts(self) -> Counter[tuple[str, State]]:
        """Return how many constraints there are by (keyword, state)."""
        return Counter((entry.keyword, entry.state) for entry in self.entries)

    @property
    def constraints(self) -> int:
        """Return the number of constraints, without annotations."""
        return len(self.entries) - self._number(State.ANNOTATION)

    @property
    def guarded(self) -> int:
        """Return the number of constraints that a guard enforces."""
        return self._number(State.GUARD)

    @property
    def native(self) -> int:
        """Return the number of constraints that a type enforces."""
        return self._number(State.NATIVE)

    def _number(self, state: State) -> int:
        return sum(entry.state is state for entry in self.entries)


def constraint_report(
    schemas: Mapping[str, Any], components: Mapping[str, Component], formats: Collection[str] = ()
) -> ConstraintReport:
    """Return all constraints of a normal form, in its order, each with how it is enforced.

    Args:
        components: types and residuals by component.
        formats: values of `format` that types enforce.
    """
    entries: list[Entry] = []
    for name, schema in schemas.items():
        coverage = Coverage(schema, components[name].residuals if name in components else ())
        for at, below in walk(schema, Pointer()):
            entries += (_entry(coverage, name, at, keyword, below) for keyword in constraints(below, at))
            entries += (_noted(entry, below, formats) for entry in notes(below, Pointer((name,)) + at))
    return ConstraintReport(tuple(entries))


def constraints(schema: Any, at: Pointer) -> Iterator[str]:
    """Yield the keywords of one schema object that can make a value invalid by themselves.

    Args:
        at: JSON pointer of the schema below its component, which tells the keyword of a schema ``false``.
    """
    if schema is False:
        yield _holder(at)
    if not isinstance(schema, dict):
        return
    for keyword in assertions(schema):
        if keyword not in CARRIERS:
            yield keyword
    yield from (keyword for keyword, beside in _BESIDE.items() if keyword in schema and beside in schema)


def notes(schema: Any, at: Pointer) -> Iterator[Entry]:
    """Yield the annotations of one schema object, each with the reason why it is not enforced.

    Args:
        at: component, then the JSON pointer of the schema below it.
    """
    if isinstance(schema, dict):
        for keyword in _NOTES:
            if schema.get(keyword, False) is not False:
                yield Entry(at / keyword, keyword, State.ANNOTATION, _NOTES[keyword])


def _noted(entry: Entry, schema: Any, formats: Collection[str]) -> Entry:
    asserted = entry.keyword == "format" and schema["format"] in formats
    return Entry(entry.at, entry.keyword, State.NATIVE, "[formats] asks for it") if asserted else entry


def _holder(at: Pointer) -> str:
    """The keyword that a schema ``false`` stands under."""
    named = len(at) > 1 and at[-2] in ("properties", "patternProperties", "dependentSchemas", "prefixItems")
    numbered = len(at) > 1 and at[-2] in ("allOf", "anyOf", "oneOf")
    return at[-2] if named or numbered else at[-1] if at else "false"


def _uncompiled(at: Pointer) -> str | None:
    """The name pattern above a constraint that no engine compiles."""
    names = (name for keyword, name in pairwise(at) if keyword == "patternProperties")
    return next((name for name in names if not compiles(name)), None)


def _entry(coverage: Coverage, name: str, at: Pointer, keyword: str, schema: Any) -> Entry:
    here = Pointer((name,)) + at if schema is False else Pointer((name,)) + at / keyword
    if keyword == "pattern" and isinstance(schema, dict) and not compiles(schema["pattern"]):
        return Entry(here, keyword, State.DEGRADED, "it does not compile")
    lost = _uncompiled(at) if "patternProperties" in at else None
    if lost is not None:
        return Entry(here, keyword, State.DEGRADED, f"the name pattern {lost} does not compile")
    dialect = coverage.dialect(at)
    if dialect is not None:
        return Entry(here, keyword, State.GUARD, f"validated by the dialect {dialect}")
    why = coverage.why(at, keyword, schema)
    return Entry(here, keyword, State.NATIVE if why is None else State.GUARD, why or "")
