"""An audit lists each constraint of a document once, as counted by another way through the document."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from specproof.audit import Audit, audit
from specproof.core.diagnostics import Findings, StopError
from specproof.document import DiskReader
from specproof.pipeline import normal
from specproof.project import from_folder, from_options
from specproof.schema.constraint_report import State

ROOT = Path(__file__).parents[3]
ASSERTING = {
    "type", "enum", "const", "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    "required", "anyOf", "oneOf", "not", "contains", "minContains", "maxContains", "dependentRequired", "$dynamicRef",
}  # fmt: skip
SAYING = {
    "format", "contentEncoding", "contentMediaType", "contentSchema", "discriminator", "readOnly", "writeOnly",
}  # fmt: skip
IDLE: dict[str, Any] = {
    "minLength": 0, "minItems": 0, "minProperties": 0, "uniqueItems": False, "required": [], "dependentRequired": {},
    "readOnly": False, "writeOnly": False,
}  # fmt: skip
DATA = ("example", "examples", "default", "enum", "const", "mapping", "required", "dependentRequired")
SCHEMA_HOLDERS = {"schema", "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"}
SCHEMA_HOLDERS |= {"unevaluatedItems", "unevaluatedProperties", "contentSchema"}
LISTS = {"allOf", "anyOf", "oneOf", "prefixItems"}
MAPS = {"schemas", "properties", "patternProperties", "dependentSchemas", "$defs"}


def counted(node: Any, is_schema: bool = False) -> Iterator[str]:
    """Every constraint of an OpenAPI tree, by keyword, found by the names of what holds schemas."""
    if is_schema and isinstance(node, dict):
        yield from (key for key in node if key in ASSERTING | SAYING and not (key in IDLE and node[key] == IDLE[key]))
    if isinstance(node, list):
        for item in node:
            yield from counted(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            is_data = key in DATA and (is_schema or key != "default")
            if is_data or (key.startswith("x-") and not (isinstance(value, dict) and "schema" in value)):
                continue
            yield from _held(key, value)


def _held(key: str, value: Any) -> Iterator[str]:
    if key in SCHEMA_HOLDERS:
        below = [value]
    elif key in LISTS and isinstance(value, list):
        below = value
    elif key in MAPS and isinstance(value, dict):
        below = list(value.values())
    else:
        yield from counted(value)
        return
    for schema in below:
        if schema is False:
            yield key
        yield from counted(schema, is_schema=True)


def audited(document: Path) -> tuple[Audit, Counter[str]]:
    findings = Findings()
    form = normal(from_options(document, Path("out"), "client", {}), DiskReader(), findings)
    return audit(form, findings, lambda: 0.0, {}), Counter(counted(dict(form.source.tree)))


DOCUMENTS = [
    *sorted((ROOT / "tests" / "cases" / "audit").glob("*/*/openapi.yaml")),
    ROOT / "spec" / "cdf-files" / "openapi.yaml",
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: f"{path.parents[1].name}/{path.parent.name}")
def test_no_constraint_is_lost_and_none_is_there_twice(document: Path) -> None:
    found, expected = audited(document)
    rows = [constraint for constraint in found.constraints if constraint.state is not State.CLIENT]
    assert Counter(constraint.keyword for constraint in rows) == expected
    assert len({constraint.pointer for constraint in rows}) == len(rows)


def test_the_effective_document_has_each_constraint_once() -> None:
    """Overlays and bundling move constraints about; none is lost on the way."""
    findings, reader = Findings(), DiskReader()
    form = normal(from_folder(ROOT / "spec" / "cdf-files", reader.read, findings), reader, findings)
    rows = [row for row in audit(form, findings, lambda: 0.0, {}).constraints if row.state is not State.CLIENT]
    assert Counter(row.keyword for row in rows) == Counter(counted(dict(form.source.tree)))
    assert len({row.at for row in rows}) == len(rows)


REFERENCE_SIBLINGS = "gerermesaffaires.com.json"
"""Has a header beside a ``$ref`` to its reply, where OpenAPI says that it counts for nothing."""


@pytest.mark.corpus
def test_real_documents_have_each_constraint_once(shared: Path) -> None:
    differing = []
    for document in sorted((shared / "corpus" / "specs").iterdir()):
        with contextlib.suppress(StopError):
            found, expected = audited(document)
            rows = [constraint for constraint in found.constraints if constraint.state is not State.CLIENT]
            if Counter(constraint.keyword for constraint in rows) != expected:
                differing.append(document.name)
    assert differing == [REFERENCE_SIBLINGS]
