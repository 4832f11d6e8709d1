"""The effective document as a judge, and its schemas taken out of it."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from specproof.oracle.document import Document
from specproof.oracle.jsonschema_oracle import JsonschemaOracle


def document(schemas: dict[str, Any], version: str = "3.1.0", **options: Any) -> Document:
    return Document({"openapi": version, "components": {"schemas": schemas}}, **options)


def at(name: str) -> str:
    return f"/components/schemas/{name}"


CIRCLE = {
    "A": {"type": "object", "required": ["b"], "properties": {"b": {"$ref": "#/components/schemas/B%20b"}}},
    "B b": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/A"}},
    "Inner": {"$ref": "#/components/schemas/A/properties/b"},
    "a/b": {"properties": {"default": {"$ref": "#/components/schemas/B%20b"}, "$ref": {"maxLength": 1}}},
    "Away": {"$ref": "https://example.com/elsewhere"},
    "Odd": {"type": "string", "pattern": "(?<=a(?i)", "minLength": 1},
}


@pytest.mark.parametrize(
    ("name", "valid", "invalid"),
    [
        ("A", {"b": [{"b": None}]}, {"b": [{}]}),
        ("B b", None, 1),
        ("Inner", [{"b": None}], {}),
        ("a~1b", {"default": [], "$ref": "x"}, {"default": 1}),
        ("Odd", "x", ""),
    ],
)
def test_the_judge_and_the_schema_that_stands_alone_agree(name: str, valid: Any, invalid: Any) -> None:
    judge = document(CIRCLE)
    alone = jsonschema_rs.Draft202012Validator(judge.bundler().schema(at(name)))
    assert judge.errors(at(name), valid) == ()
    assert judge.errors(at(name), invalid) != ()
    assert (alone.is_valid(valid), alone.is_valid(invalid)) == (True, False)
    second = JsonschemaOracle(judge)
    assert (second.accepts(at(name), valid), second.accepts(at(name), invalid)) == (True, False)


def test_what_stands_alone_carries_what_it_needs_and_no_more() -> None:
    assert sorted(document(CIRCLE).bundler().schema(at("Inner"))["$defs"]) == [
        "/components/schemas/A/properties/b",
        "A",
        "B b",
    ]
    assert "$defs" not in document(CIRCLE).bundler().schema(at("Odd"))


def test_what_leaves_the_document_lets_everything_through() -> None:
    judge = document(CIRCLE)
    assert judge.errors(at("Away"), 1) == ()
    assert judge.bundler().schema(at("Away")) == {}


INTEGER = {"$anchor": "here", "type": "integer"}


def test_identities_are_found_where_they_stand() -> None:
    schemas = {
        "Root": {"$id": "https://example.com/root", "$defs": {"x": INTEGER}, "$ref": "#here"},
        "User": {"properties": {"r": {"$ref": "#/components/schemas/Root"}}},
    }  # fmt: skip
    judge = document(schemas)
    assert judge.errors(at("User"), {"r": 1}) == ()
    assert judge.errors(at("User"), {"r": "a"}) == ('/r: "a" is not of type "integer"',)
    with pytest.raises(ValueError, match="depends on the location"):
        judge.bundler().schema(at("User"))


def test_errors_are_placed_and_few() -> None:
    judge = document({"L": {"items": {"type": "string"}}})
    assert judge.errors(at("L"), [1, "a"]) == ('/0: 1 is not of type "string"',)
    assert len(judge.errors(at("L"), [1] * 20)) == 8


def test_3_0_is_read_by_its_own_rules() -> None:
    judge = document({"S": {"type": "string", "nullable": True}, "R": {"$ref": "#/components/schemas/S"}}, "3.0.3")
    assert judge.errors(at("R"), None) == ()


def test_open_enumerations_are_open_in_replies_alone() -> None:
    schemas = {
        "E": {"enum": ["a", "b"], "type": ["string", "null"]},
        "Tag": {"enum": ["a"]},
        "List": {"items": {"properties": {"e": {"enum": ["a", "b"]}}}},
    }
    judge = document(schemas, open_enums=True)
    assert [judge.errors(at("E"), "c", direction) == () for direction in ("response", "request", "")] == [
        True,
        False,
        False,
    ]
    assert judge.errors(at("Tag"), "c", "response") != ()
    assert judge.errors(at("List"), [{"e": "c"}], "response") == ()
    assert document(schemas).errors(at("E"), "c", "response") != ()


def test_one_type_of_value_alone() -> None:
    validator = document({"W": {"minimum": 3}}).validator(at("W"), "", "integer")
    assert [validator.is_valid(value) for value in (3, 2, "a")] == [True, False, False]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"pattern": "^\\p{L}$"}, "é"),
        ({"pattern": "^a$"}, "a\n"),
        ({"pattern": "\\w"}, "é"),
        ({"patternProperties": {"^\\p{L}$": False}}, {"é": 1}),
    ],
)
def test_the_second_judge_has_no_opinion_on_what_python_reads_otherwise(schema: Any, value: Any) -> None:
    assert JsonschemaOracle(document({"S": schema})).accepts(at("S"), value) is None


def test_the_second_judge_reckons_with_what_was_written() -> None:
    second = JsonschemaOracle(
        document({"S": {"multipleOf": 0.1}, "M": {"patternProperties": {"^x": {"type": "null"}}}})
    )
    assert (second.accepts(at("S"), 0.3), second.accepts(at("S"), 0.35)) == (True, False)
    assert (second.accepts(at("M"), {"x": None, "y": 1}), second.accepts(at("M"), {"xy": 1})) == (True, False)
