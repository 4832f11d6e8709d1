"""Each value fails for one constraint, and the validator names it and its place."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from specproof import strategies

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id", "tags"],
    "additionalProperties": False,
    "maxProperties": 4,
    "dependentRequired": {"note": ["size"]},
    "properties": {
        "id": {"type": "integer", "minimum": 1, "maximum": 250},
        "note": {"type": ["string", "null"], "minLength": 2, "maxLength": 9, "pattern": "^[a-z]"},
        "size": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.25},
        "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}, "minItems": 1, "maxItems": 2, "uniqueItems": True},
        "kind": {"const": "k"},
        "never": False,
        "place": {"type": "array", "prefixItems": [{"type": "boolean"}], "items": False},
        "list": {"type": "array", "contains": {"const": 1}, "maxContains": 2, "minContains": 2},
        "map": {"type": "object", "patternProperties": {"^x-": {"type": "string"}}, "propertyNames": {"maxLength": 5}},
        "either": {"oneOf": [{"minimum": 5}, {"maximum": 9}]},
        "other": {"not": {"type": "string"}},
        "case": {"if": {"minimum": 5}, "then": {"maximum": 9}, "else": {"minimum": 0}},
        "ref": {"$ref": "#/$defs/short"},
    },
    "$defs": {"short": {"type": "string", "maxLength": 3}, "tag": {"enum": ["a", "b", "c"]}},
}  # fmt: skip

ALL = strategies.near_misses(SCHEMA)


SAID_ABOVE = ("contains", "oneOf", "propertyNames")
"""The validator names these, and not what stands below them."""


def place(error: jsonschema_rs.ValidationError) -> list[str]:
    return [str(token) for token in error.evaluation_path]


def said_of(miss: strategies.NearMiss) -> list[str]:
    """The place that an error must name: of the constraint, or of what holds it if that alone is named."""
    tokens = [token.replace("~1", "/") for token in miss.pointer.split("/")[1:]]
    above = [tokens.index(keyword) for keyword in SAID_ABOVE if keyword in tokens]
    return tokens[: min(above)] if above else tokens


def test_every_constraint_has_one() -> None:
    found = {(miss.pointer, miss.keyword, miss.detail) for miss in ALL}
    assert {("", "required", "id"), ("", "required", "tags"), ("/properties/never", "false", None)} <= found
    assert ("/properties/either", "oneOf", "none") in found
    assert ("/properties/map/patternProperties/^x-", "type", None) in found
    assert len(found) == len(ALL) == 45


@pytest.mark.parametrize("miss", ALL, ids=repr)
def test_the_validator_names_the_constraint_and_its_place(miss: strategies.NearMiss) -> None:
    if miss.strategy is None:
        assert WITHOUT[miss.pointer, miss.keyword, miss.detail] == miss.how
        return
    judge = jsonschema_rs.Draft202012Validator(SCHEMA)
    for value in strategies.sample(miss.strategy, 20, 5):
        errors = list(judge.iter_errors(value))
        assert errors, value
        inside = said_of(miss)
        assert all(place(error)[: len(inside)] == inside for error in errors), (value, errors)


WITHOUT = {
    ("/properties/either", "oneOf", "none"): "redundant",
    ("/properties/either/oneOf/0", "minimum", None): "inverse",
    ("/properties/either/oneOf/1", "maximum", None): "inverse",
}
"""Every number is at least 5 or at most 9, and both hold for all that is no number; each bound only lets values in."""


def test_redundant_constraints_are_proved() -> None:
    schema = {"type": "string", "minLength": 1, "pattern": "^[A-Z]{2}$"}
    assert {miss.keyword: miss.how for miss in strategies.near_misses(schema)} == {
        "type": "algebra",
        "minLength": "redundant",
        "pattern": "algebra",
    }


def test_a_pattern_that_everything_matches_is_redundant() -> None:
    assert [miss.keyword for miss in strategies.near_misses({"type": "string", "pattern": ".*"}) if miss.redundant] == [
        "pattern"
    ]


@pytest.mark.parametrize(
    ("schema", "edge"),
    [
        ({"type": "integer", "maximum": 250}, 251),
        ({"type": "integer", "minimum": 10}, 9),
        ({"type": "number", "exclusiveMaximum": 1}, 1),
        ({"type": "string", "maxLength": 3}, 4),
        ({"type": "string", "minLength": 3}, 2),
        ({"type": "array", "maxItems": 3}, 4),
        ({"type": "array", "minItems": 3}, 2),
        ({"type": "object", "minProperties": 3}, 2),
    ],
)
def test_the_nearest_miss_is_among_few(schema: dict[str, Any], edge: int) -> None:
    [miss] = [miss for miss in strategies.near_misses(schema) if miss.keyword != "type"]
    assert miss.strategy is not None
    found: list[Any] = strategies.sample(miss.strategy, 12, 1)
    assert edge in [value if isinstance(value, int | float) else len(value) for value in found]


def test_recursive_schemas() -> None:
    tree = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}, "next": {"$ref": "#"}}}
    for miss in strategies.near_misses(tree):
        assert miss.strategy is not None, miss
        assert not any(jsonschema_rs.is_valid(tree, value) for value in strategies.sample(miss.strategy, 10))


def test_a_schema_that_the_algebra_does_not_model() -> None:
    schema = {
        "type": "array",
        "allOf": [{"contains": {"multipleOf": 2}}, {"contains": {"multipleOf": 3}}],
        "unevaluatedItems": {"multipleOf": 5},
    }
    ways = {f"{miss.pointer}:{miss.keyword}": miss.how for miss in strategies.near_misses(schema)}
    assert [place for place, how in ways.items() if how != "sampled"] in ([], ["/allOf/0:contains"])
