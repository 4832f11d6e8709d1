"""An error of pydantic must be in the place, and of the kind, that the validator reports."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from specproof.prove.checks.expected_errors import expected_errors, is_reported


def error(kind: str, *loc: Any) -> dict[str, Any]:
    return {"type": kind, "loc": loc}


@pytest.mark.parametrize(
    ("found", "value", "demand", "right"),
    [
        (error("greater_than_equal", "a"), {"a": 0}, (("a",), "minimum"), True),
        (error("minimum", "a"), {"a": 0}, (("a",), "minimum"), True),
        (error("less_than_equal", "a"), {"a": 0}, (("a",), "minimum"), False),
        (error("greater_than_equal", "b"), {"a": 0, "b": 0}, (("a",), "minimum"), False),
        (error("int_type", "items", 0, "Pet", "id"), {"items": [{"id": ""}]}, (("items", "0", "id"), "type"), True),
        (error("int_type", "items", 1, "id"), {"items": [{"id": ""}]}, (("items", "0", "id"), "type"), False),
        (error("missing", "Pet", "name"), {"x": 1}, ((), "required"), True),
        (error("missing", "pet", "name"), {"pet": {}}, (("pet",), "required"), True),
        (error("extra_forbidden", "x"), {"x": 1}, ((), "additionalProperties"), True),
        (error("union_tag_invalid"), {"kind": "?"}, (("kind",), "enum"), True),
        (error("string_too_long", "m", "[key]"), {"m": {"k": 1}}, (("m",), "maxLength"), True),
        (error("missing", "pair", 1), {"pair": [0]}, (("pair",), "minItems"), True),
        (error("missing", "pair", 1), {"pair": [0], "other": [0]}, (("other",), "minItems"), False),
        (error("oneOf"), 1, ((), "type"), True),
        (error("value_error"), 1, ((), "type"), False),
    ],
)
def test_place_and_kind(found: Any, value: Any, demand: Any, right: bool) -> None:
    assert is_reported([found], value, [demand]) is right


SCHEMA = {
    "anyOf": [{"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/short"}}}, {"type": "null"}],
    "$defs": {"short": {"type": "string", "maxLength": 1}},
}


def said(value: Any, place: str, keyword: str) -> set[Any]:
    details = jsonschema_rs.Draft202012Validator(SCHEMA).evaluate(value).list()["details"]
    return set(expected_errors(details, place, keyword))


def test_the_constraint_what_it_refers_to_and_what_is_around_it_may_be_named() -> None:
    assert said({"a": "xy"}, "/anyOf/0/properties/a", "$ref") == {
        (("a",), "$ref"),
        (("a",), "maxLength"),
        ((), "anyOf"),
    }
    assert said({}, "/anyOf/0", "required") == {((), "required"), ((), "anyOf")}


def test_where_the_constraint_did_not_fail_what_failed_may_be_named() -> None:
    assert said(1, "/nowhere", "maxLength") == {((), "type")}
