"""Which changes of a document there are."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.core.location import Pointer
from specproof.prove.mutants.catalogue import mutants_of
from specproof.prove.mutants.sampling import sampled


def document(schema: dict[str, Any], version: str = "3.1.0") -> dict[str, Any]:
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"A": schema}},
    }


def changes(schema: dict[str, Any], version: str = "3.1.0") -> dict[tuple[str, str, str], Any]:
    """Keyword, change and detail -> the changed schema of A, for the changes of A itself."""
    at = Pointer(("components", "schemas", "A"))
    found = [mutant for mutant in mutants_of(document(schema, version)) if mutant.at == at]
    return {(one.keyword, one.change, one.detail): at.find(one.of(document(schema, version))) for one in found}


SCHEMAS: list[tuple[dict[str, Any], tuple[str, str, str], Any]] = [
    ({"minimum": 3}, ("minimum", "drop", ""), {}),
    ({"minimum": 3}, ("minimum", "loosen", "2"), {"minimum": 2}),
    ({"minimum": 3}, ("minimum", "tighten", "4"), {"minimum": 4}),
    ({"minimum": 3}, ("minimum", "exclude", "3"), {"exclusiveMinimum": 3}),
    ({"exclusiveMaximum": 3}, ("exclusiveMaximum", "include", "3"), {"maximum": 3}),
    ({"maxLength": 3}, ("maxLength", "loosen", "4"), {"maxLength": 4}),
    ({"multipleOf": 5}, ("multipleOf", "tighten", "10"), {"multipleOf": 10}),
    ({"required": ["a", "b"]}, ("required", "unrequire", "a"), {"required": ["b"]}),
    ({"properties": {"a": {}}}, ("required", "require", "a"), {"properties": {"a": {}}, "required": ["a"]}),
    ({"properties": {"a": {}}}, ("properties", "drop", "a"), {"properties": {}}),
    ({"enum": ["a", "b"]}, ("enum", "widen", "'A'"), {"enum": ["a", "b", "A"]}),
    ({"enum": [1, 2]}, ("enum", "widen", "3"), {"enum": [1, 2, 3]}),
    ({"enum": ["a", "b"]}, ("enum", "narrow", "'b'"), {"enum": ["a"]}),
    ({"type": "string"}, ("type", "swap type", "integer"), {"type": "integer"}),
    ({"type": "integer"}, ("type", "widen", "number"), {"type": "number"}),
    ({"type": "integer"}, ("type", "allow null", ""), {"type": ["integer", "null"]}),
    ({"pattern": "^a$"}, ("pattern", "loosen", "end"), {"pattern": "^a"}),
    ({"oneOf": [{}, True]}, ("oneOf", "as anyOf", ""), {"anyOf": [{}, True]}),
    ({"anyOf": [{}, True]}, ("anyOf", "lose branch", "0"), {"anyOf": [True]}),
    ({"additionalProperties": False}, ("additionalProperties", "loosen", ""), {}),
    ({"type": "array"}, ("uniqueItems", "add", ""), {"type": "array", "uniqueItems": True}),
]


@pytest.mark.parametrize(("schema", "change", "expected"), SCHEMAS, ids=str)
def test_changes_of_a_schema(schema: dict[str, Any], change: tuple[str, str, str], expected: Any) -> None:
    assert changes(schema)[change] == expected


def test_null_and_strict_bounds_of_3_0() -> None:
    found = changes({"type": "integer", "minimum": 3, "exclusiveMinimum": True, "nullable": True}, "3.0.3")
    assert ("nullable", "drop", "") in found
    assert found["exclusiveMinimum", "drop", ""] == {"type": "integer", "minimum": 3, "nullable": True}
    assert found["minimum", "drop", ""] == {"type": "integer", "nullable": True}


def test_beside_a_reference_3_0_has_no_keywords() -> None:
    assert set(changes({"$ref": "#/components/schemas/B", "minimum": 1}, "3.0.3")) == {("$ref", "drop", "")}


def operation(**parameter: Any) -> dict[str, Any]:
    own = {"name": "a", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}, **parameter}
    responses = {"200": {"description": ""}, "404": {"description": ""}}
    tree = document({})
    return {**tree, "paths": {"/a": {"get": {"parameters": [own], "responses": responses}}}}


def strata(tree: dict[str, Any]) -> set[str]:
    return {mutant.stratum for mutant in mutants_of(tree)}


def test_changes_of_an_operation() -> None:
    assert strata(operation()) >= {
        "parameter required require",
        "parameter name rename",
        "parameter in move",
        "parameter style restyle",
        "parameter explode flip",
        "parameter allowReserved flip",
        "operation parameters drop",
        "operation responses lose response",
        "operation responses renumber",
        "operation method swap",
        "pathItem path rename",
    }


def test_a_change_that_no_wire_shows_is_none() -> None:
    """A number is written alike in all styles of a query."""
    told = strata(operation(schema={"type": "integer"}))
    assert not told & {"parameter style restyle", "parameter explode flip", "parameter allowReserved flip"}


def test_a_renamed_path_keeps_its_place() -> None:
    tree = operation()
    tree["paths"]["/b"] = {}
    renamed = next(one for one in mutants_of(tree) if one.stratum == "pathItem path rename")
    assert list(renamed.of(tree)["paths"]) == ["/ax", "/b"]
    assert list(tree["paths"]) == ["/a", "/b"]


def test_a_sample_takes_some_of_each_kind() -> None:
    items = ["a"] * 100 + ["b"] * 2 + ["c"]
    chosen = sampled(items, 10, 0, str)
    assert sorted(items[index] for index in chosen) == ["a"] * 7 + ["b"] * 2 + ["c"]
    assert chosen == sampled(items, 10, 0, str) == sorted(chosen)
    assert chosen != sampled(items, 10, 1, str)
