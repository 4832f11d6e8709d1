"""Schemas whose ``$id`` is relative to the document."""

from __future__ import annotations

import jsonschema_rs
import pytest

from .conftest import HEAD, HEAD_30, Run

PAGES = """
components:
  schemas:
    Page: {$id: page, properties: {items: {items: {$dynamicRef: '#T'}}}, $defs: {T: {$dynamicAnchor: T, not: {}}}}
    Numbers: {$id: sub/../numbers, $ref: page, $defs: {T: {$dynamicAnchor: T, type: integer}}}
    Book: {properties: {page: {$ref: numbers}}}
"""


@pytest.mark.parametrize(
    ("name", "items", "is_valid"),
    [("Page", [], True), ("Page", [1], False), ("Numbers", [1], True), ("Numbers", ["a"], False)],
)
def test_any_validator_resolves_what_is_relative_to_them(
    run: type[Run], name: str, items: list[object], is_valid: bool
) -> None:
    schemas = run({"a.yaml": HEAD + PAGES}).document.tree["components"]["schemas"]
    identified = [(schema["$id"], schema) for schema in schemas.values() if "$id" in schema]
    registry = jsonschema_rs.Registry(identified, draft=jsonschema_rs.Draft202012)
    validator = jsonschema_rs.Draft202012Validator({"$ref": schemas[name]["$id"]}, registry=registry)
    assert validator.is_valid({"items": items}) is is_valid


def test_a_reference_to_one_leads_to_its_component(run: type[Run]) -> None:
    schemas = run({"a.yaml": HEAD + PAGES}).document.tree["components"]["schemas"]
    assert schemas["Book"]["properties"]["page"] == {"$ref": "#/components/schemas/Numbers"}


def test_an_absolute_one_and_what_is_relative_to_another_schema_stay(run: type[Run]) -> None:
    text = HEAD + "components: {schemas: {A: {$id: 'urn:a:b', $defs: {B: {$id: 'b/c'}}}, D: {$id: d, not: {$id: e}}}}"
    schemas = run({"a.yaml": text}).document.tree["components"]["schemas"]
    assert schemas["A"] == {"$id": "urn:a:b", "$defs": {"B": {"$id": "b/c"}}}
    assert schemas["D"] == {"$id": "https://document.invalid/d", "not": {"$id": "e"}}


def test_openapi_30_has_no_such_keyword(run: type[Run]) -> None:
    tree = run({"a.yaml": HEAD_30 + "paths: {}\ncomponents: {schemas: {A: {$id: x}}}"}).document.tree
    assert tree["components"]["schemas"]["A"] == {"$id": "x"}
