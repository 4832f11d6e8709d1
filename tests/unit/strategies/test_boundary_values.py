"""Edges sit exactly at each bound: what is inside dies when it is tightened by one, what is outside when loosened."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from specproof import strategies

BOUNDS: list[tuple[dict[str, Any], str, Any, Any]] = [
    ({"type": "integer", "maximum": 250}, "maximum", 249, 251),
    ({"type": "integer", "minimum": -3}, "minimum", -2, -4),
    ({"type": "number", "exclusiveMaximum": 1}, "exclusiveMaximum", 0.9999, 1.0001),
    ({"type": "number", "exclusiveMinimum": 0.5}, "exclusiveMinimum", 0.50001, 0.49999),
    ({"type": "number", "maximum": 2.5}, "maximum", 2.4999, 3.5),
    ({"type": "integer", "multipleOf": 5, "maximum": 100}, "maximum", 99, 105),
    ({"type": "number", "multipleOf": 0.5}, "multipleOf", 1.0, 0.25),
    ({"type": "string", "minLength": 3}, "minLength", 4, 2),
    ({"type": "string", "maxLength": 3}, "maxLength", 2, 4),
    ({"type": "string", "pattern": "^[a-z]*$", "maxLength": 30}, "maxLength", 29, 31),
    ({"type": "array", "minItems": 2, "items": {"type": "null"}}, "minItems", 3, 1),
    ({"type": "array", "maxItems": 2, "items": {}}, "maxItems", 1, 3),
    ({"type": "object", "minProperties": 1}, "minProperties", 2, 0),
    ({"type": "object", "maxProperties": 3, "properties": {"a": {}}}, "maxProperties", 2, 4),
]

FLAG = {"type": "boolean"}
WRAPPED: dict[str, Any] = {
    "top": lambda schema: schema,
    "property": lambda schema: {"type": "object", "properties": {"p": schema, "q": {"type": "string"}}},
    "items": lambda schema: {"type": "array", "items": schema},
    "branch": lambda schema: {"anyOf": [{"type": "object", "properties": {"p": schema}, "required": ["p"]}, FLAG]},
    "all of": lambda schema: {"allOf": [{"title": "t"}, schema]},
}  # fmt: skip


def validator(schema: Any) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


@pytest.mark.parametrize("wrap", WRAPPED)
@pytest.mark.parametrize(("schema", "keyword", "tighter", "looser"), BOUNDS, ids=lambda value: str(value)[:40])
def test_both_sides_of_a_bound(schema: dict[str, Any], keyword: str, tighter: Any, looser: Any, wrap: str) -> None:
    whole = WRAPPED[wrap]
    [miss] = [miss for miss in strategies.near_misses(whole(schema)) if miss.keyword == keyword]
    as_it_is, tight, loose = (validator(whole({**schema, keyword: at})) for at in (schema[keyword], tighter, looser))
    assert miss.valid_boundary_values and all(as_it_is.is_valid(value) for value in miss.valid_boundary_values)
    assert any(not tight.is_valid(value) for value in miss.valid_boundary_values), miss.valid_boundary_values
    assert not any(as_it_is.is_valid(value) for value in miss.boundary_values)
    assert any(loose.is_valid(value) for value in miss.boundary_values), miss.boundary_values


def test_lengths_are_those_of_code_points() -> None:
    _, short, long = strategies.near_misses({"type": "string", "minLength": 2, "maxLength": 3})
    assert "𝒳𝒳" in short.valid_boundary_values and "𝒳" in short.boundary_values
    assert "𝒳𝒳𝒳" in long.valid_boundary_values and "𝒳𝒳𝒳𝒳" in long.boundary_values


def test_each_value_type_and_branch_has_its_turn() -> None:
    schema = {"enum": ["a", 1, None]}
    assert {repr(value) for value in strategies.near_misses(schema)[0].valid_boundary_values} == {"'a'", "1", "None"}
    kinds = strategies.near_misses({"type": ["integer", "null", "string"]})[0]
    assert {type(value) for value in kinds.valid_boundary_values} >= {int, float, str, type(None)}
    assert {type(value) for value in kinds.boundary_values} >= {bool, float, list, dict}
    [first, *_] = [
        miss for miss in strategies.near_misses({"anyOf": [{"type": "null"}, {"const": 5}]}) if miss.keyword == "anyOf"
    ]
    assert None in first.valid_boundary_values and 5 in first.valid_boundary_values


def test_optional_properties_come_and_go_one_by_one() -> None:
    schema = {
        "type": "object",
        "required": ["r"],
        "properties": {"r": {"const": 1}, "a": {"const": 2}, "b": {"const": 3}},
    }
    found = [set(value) & {"r", "a", "b"} for value in strategies.covering_values(schema) if isinstance(value, dict)]
    assert all(names in found for names in ({"r"}, {"r", "a"}, {"r", "b"}, {"r", "a", "b"}))


def test_what_must_be_absent_is_right_where_it_is() -> None:
    [closed] = [miss for miss in strategies.near_misses({"properties": {"never": False}}) if miss.keyword == "false"]
    assert closed.valid_boundary_values and not any(
        isinstance(value, dict) and "never" in value for value in closed.valid_boundary_values
    )
    assert closed.boundary_values


def test_where_nothing_valid_can_be_says_so() -> None:
    schema = {"properties": {"p": {"allOf": [{"type": "string"}, {"type": "null", "maxLength": 3}]}}}
    ways = {miss.valid_boundary_how for miss in strategies.near_misses(schema) if miss.instance_path == ("p",)}
    assert ways == {"unsatisfiable"}


def test_the_same_in_every_run() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "pattern": "^x+$", "maxLength": 9}}}
    runs = [
        [(miss.valid_boundary_values, miss.boundary_values) for miss in strategies.near_misses(schema)]
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
    assert strategies.covering_values(schema) == strategies.covering_values(schema)
