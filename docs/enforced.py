"""Every constraint of a project's document, counted by keyword, and whether a type or a guard enforces it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from specproof import pipeline, project
from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.output.cache import Recorder
from specproof.schema.keywords import assertions
from specproof.schema.split import split

_STRUCTURE = {"$ref", "allOf", "properties", "items", "prefixItems", "then", "else"}
_SCHEMAS = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAPS = ("dependentSchemas", "patternProperties", "properties")


class Enforced(NamedTuple):
    """``types`` and ``guards`` count constraints by keyword."""

    operations: int
    models: int
    types: Counter[str]
    guards: Counter[str]

    @property
    def keywords(self) -> list[str]:
        """The keywords in use, the most frequent first."""
        return [keyword for keyword, _ in (self.types + self.guards).most_common()]


def enforced(folder: Path) -> Enforced:
    """Read the project in ``folder`` up to its normal form, split that, and count.

    Raises:
        Stop: the document has errors.
    """
    findings, reader = Findings(), Recorder()
    normal = pipeline.normal(project.from_folder(folder, reader.read, findings), reader, findings)
    left = {
        (name, residual.at, residual.keyword)
        for name, component in split(normal.schemas, lambda name: f"{name}Object").items()
        for residual in component.residuals
    }
    types: Counter[str] = Counter()
    guards: Counter[str] = Counter()
    for name, schema in normal.schemas.items():
        for at, keyword in constraints(schema, Pointer()):
            (guards if (name, at, keyword) in left else types)[keyword] += 1
    operations = sum(len(item) for item in normal.tree["paths"].values())
    return Enforced(operations, len(normal.schemas), types, guards)


def constraints(schema: Any, at: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Every keyword below ``schema`` that can make a value invalid by itself."""
    if isinstance(schema, Mapping):
        yield from ((at, keyword) for keyword in assertions(schema) if keyword not in _STRUCTURE)
        for below, subschema in _subschemas(schema):
            yield from constraints(subschema, at + below)


def _subschemas(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for keyword, value in schema.items():
        if keyword in _SCHEMAS:
            yield (keyword,), value
        elif keyword in _LISTS:
            yield from (((keyword, str(index)), item) for index, item in enumerate(value))
        elif keyword in _MAPS:
            yield from (((keyword, name), item) for name, item in value.items())
