"""What a Schema Object of OpenAPI 3.0.3 means, in JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.prove.kit.judging.dialect import judged


def translated(schema: Any, direction: Any = "request") -> Any:
    document = {"openapi": "3.0.3", "components": {"schemas": {"S": schema}}}
    return judged(document, direction)["components"]["schemas"]["S"]


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
    assert translated(schema, "reply")["required"] == ["r"]


def test_examples_are_left_alone() -> None:
    media = {"example": {"schema": {"nullable": True}}, "schema": {"type": "string", "nullable": True}}
    document = {"openapi": "3.0.0", "paths": {"/": {"get": {"content": {"a/b": media}}}}}
    found = judged(document, "reply")["paths"]["/"]["get"]["content"]["a/b"]
    assert found == {"example": {"schema": {"nullable": True}}, "schema": {"type": ["string", "null"]}}


def test_3_1_is_given_back() -> None:
    document = {"openapi": "3.1.0", "components": {"schemas": {"S": {"nullable": True}}}}
    assert judged(document, "request") is document
