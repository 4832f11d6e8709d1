"""What a Schema Object of OpenAPI 3.0.3 means, in JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.oracle.dialect import in_draft_2020_12


def translated(schema: Any, direction: Any = "request") -> Any:
    document = {"openapi": "3.0.3", "components": {"schemas": {"S": schema}}}
    return in_draft_2020_12(document, direction)["components"]["schemas"]["S"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"nullable": True}, {}),
        ({"type": "string", "nullable": True, "enum": ["a"]}, {"type": ["string", "null"], "enum": ["a"]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"minimum": 1, "exclusiveMinimum": 1}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": True}, {"maximum": 1, "exclusiveMaximum": 1}),
        ({"$ref": "#/x", "maxLength": 1}, {"$ref": "#/x"}),
        ({"const": 1, "if": {}, "patternProperties": {}}, {}),
        ({"items": {"nullable": True, "type": "integer"}}, {"items": {"type": ["integer", "null"]}}),
        ({"allOf": [{"exclusiveMinimum": True, "minimum": 0}]}, {"allOf": [{"minimum": 0, "exclusiveMinimum": 0}]}),
        (
            {"properties": {"schema": {"type": "string", "nullable": True}}},
            {"properties": {"schema": {"type": ["string", "null"]}}},
        ),
        ({"additionalProperties": False}, {"additionalProperties": False}),
    ],
)
def test_keywords(before: Any, after: Any) -> None:
    assert translated(before) == after


def test_required_depends_on_the_direction() -> None:
    schema = {"required": ["r", "w"], "properties": {"r": {"readOnly": True}, "w": {"writeOnly": True}}}
    assert translated(schema, "request")["required"] == ["w"]
    assert translated(schema, "response")["required"] == ["r"]
    assert translated(schema, "")["required"] == ["r", "w"]


def test_examples_are_left_alone() -> None:
    media = {"example": {"schema": {"nullable": True}}, "schema": {"type": "string", "nullable": True}}
    document = {"openapi": "3.0.0", "paths": {"/": {"get": {"content": {"a/b": media}}}}}
    found = in_draft_2020_12(document, "response")["paths"]["/"]["get"]["content"]["a/b"]
    assert found == {"example": {"schema": {"nullable": True}}, "schema": {"type": ["string", "null"]}}


def test_3_1_says_what_it_means_already() -> None:
    document = {"openapi": "3.1.0", "components": {"schemas": {"S": {"nullable": True}}}}
    assert in_draft_2020_12(document, "") is document
    assert in_draft_2020_12(document, "request") == document


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("direction", "left"), [("request", ["w", "n"]), ("response", ["r", "n"]), ("", ["r", "w", "n"])]
)
def test_what_travels_one_way_is_required_one_way(version: str, direction: Any, left: list[str]) -> None:
    properties = {"r": {"$ref": "#/components/schemas/R"}, "w": {"allOf": [{"writeOnly": True}]}, "n": {}}
    document = {
        "openapi": version,
        "components": {
            "schemas": {
                "S": {"allOf": [{"required": ["r", "w", "n"]}, {"$ref": "#/components/schemas/P"}]},
                "P": {"properties": properties},
                "R": {"readOnly": True},
                "Negated": {"not": {"required": ["r"], "properties": {"r": {"readOnly": True, "writeOnly": True}}}},
            }
        },
    }
    schemas = in_draft_2020_12(document, direction)["components"]["schemas"]
    assert schemas["S"]["allOf"][0]["required"] == left
    assert schemas["Negated"]["not"]["required"] == ["r"], "less would be more there"


def test_a_circle_of_references_ends() -> None:
    circle = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A", "required": ["a"]}}
    document = {"openapi": "3.1.0", "components": {"schemas": circle}}
    assert in_draft_2020_12(document, "response") == document
