"""Valid values spread over boundaries, lengths, branches, presence and spelling."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from specproof import strategies


def drawn(schema: Any, count: int = 200, document: Any = None) -> list[Any]:
    return strategies.sample(strategies.values(schema, document), count, 7)


def test_both_ends_of_a_range_and_integral_floats() -> None:
    found = drawn({"type": "integer", "minimum": -3, "maximum": 250})
    assert {-3, 250} <= set(found)
    assert any(isinstance(value, float) for value in found)


def test_big_integers_where_nothing_limits_them() -> None:
    assert any(abs(value) > 2**63 for value in drawn({"type": "integer"}))


def test_grids() -> None:
    found = drawn({"type": "number", "multipleOf": 0.01, "minimum": 0, "exclusiveMaximum": 1})
    assert {0, 0.99} <= set(found)
    assert len(set(found)) > 20


def test_numbers_off_the_grid() -> None:
    found = drawn({"type": "number", "not": {"multipleOf": 1}})
    assert all(value != int(value) for value in found)


def test_lengths_count_code_points() -> None:
    found = drawn({"type": "string", "minLength": 2, "maxLength": 5})
    assert {len(value) for value in found} == {2, 3, 4, 5}
    assert any(ord(character) > 0xFFFF for value in found for character in value)


def test_empty_full_and_other_arrays() -> None:
    found = drawn({"type": "array", "items": {"type": "boolean"}, "maxItems": 4})
    assert {len(value) for value in found} == {0, 1, 2, 3, 4}


def test_long_arrays() -> None:
    assert all(len(value) >= 3000 for value in drawn({"type": "array", "items": {}, "minItems": 3000}, 3))


def test_unique_items_with_a_contains() -> None:
    schema = {
        "type": "array",
        "items": {"type": "integer"},
        "uniqueItems": True,
        "contains": {"minimum": 100},
        "minContains": 2,
        "maxContains": 3,
    }
    counts = {sum(item >= 100 for item in value) for value in drawn(schema)}
    assert counts == {2, 3}


def test_absent_null_and_present() -> None:
    schema = {"type": "object", "properties": {"a": {"type": ["string", "null"]}}}
    found = drawn(schema)
    assert any("a" not in value for value in found)
    assert any(value.get("a", 1) is None for value in found)
    assert any(isinstance(value.get("a"), str) for value in found)
    assert any(value.keys() - {"a"} for value in found), "unknown properties, where they are allowed"


def test_no_unknown_properties_where_they_are_not() -> None:
    closed = {"type": "object", "properties": {"a": {}}, "additionalProperties": False}
    assert {name for value in drawn(closed) for name in value} == {"a"}


def test_names_by_pattern() -> None:
    schema = {"type": "object", "patternProperties": {"^x-[0-9]+$": {"const": 1}}, "additionalProperties": False}
    found = drawn({**schema, "minProperties": 2})
    assert all(len(value) >= 2 for value in found)


def test_every_branch_of_a_union() -> None:
    schema = {"oneOf": [{"type": "integer"}, {"minimum": 2}, {"type": "string", "enum": ["a"]}]}
    found = drawn(schema)
    assert {type(value) for value in found} >= {int, float, bool, list, dict, type(None)}


def test_recursion_ends() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#"}, "all": {"type": "array", "items": {"$ref": "#"}}}}
    found = drawn({**node, "required": ["all"]})
    assert any(value["all"] for value in found)
    assert max(len(str(value)) for value in found) < 100_000


def test_a_detour_that_must_be_taken() -> None:
    schema = {
        "$ref": "#/$defs/list",
        "$defs": {
            "list": {"anyOf": [{"$ref": "#/$defs/pair"}, {"const": "end"}]},
            "pair": {
                "type": "object",
                "required": ["head", "tail"],
                "properties": {"head": {"$ref": "#/$defs/list"}, "tail": {"$ref": "#/$defs/list"}},
            },
        },
    }
    assert len({str(value) for value in drawn(schema)}) > 5


COMPONENTS: dict[str, Any] = {
    "Pet": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"$ref": "#/components/schemas/a~1b"}},
    },
    "a/b": {"type": "string", "pattern": "^[a-z]{3}$"},
    "Odd": {"type": "string", "pattern": "^[\\w-\\.]$", "maxLength": 2},
    "Named": {
        "$id": "https://example.org/named",
        "type": "array",
        "items": {"$ref": "#/$defs/n"},
        "$defs": {"n": {"const": 1}},
    },
    "Pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}, "minItems": 1},
    "ByName": {"$ref": "https://example.org/named"},
}
DOCUMENT = {"components": {"schemas": COMPONENTS}}


@pytest.mark.parametrize("name", list(COMPONENTS))
def test_references_into_a_document(name: str) -> None:
    schema = COMPONENTS[name]
    found = drawn(schema, 20, DOCUMENT)
    assert len(found) == 20
    if name == "Pets":
        assert all(len(pet["name"]) == 3 for value in found for pet in value)
    if name == "ByName":
        assert all(item == 1 for value in found for item in value)


def test_the_same_seed_gives_the_same_values() -> None:
    strategy = strategies.values({"type": "string"})
    assert (
        strategies.sample(strategy, 20, 3) == strategies.sample(strategy, 20, 3) != strategies.sample(strategy, 20, 4)
    )


def test_any_strategy_can_be_sampled() -> None:
    assert strategies.sample(st.just(1), 1, 0) == [1]
    assert strategies.sample(strategies.values({"const": "a"}).map(lambda text: f"{text}{text}"), 1, 0) == ["aa"]


def test_hypothesis_shrinks() -> None:
    members = {"n": {"type": "integer", "minimum": 0}, "s": {"type": "string"}}
    schema = {"type": "object", "required": ["n"], "properties": members}
    quick = settings(database=None, suppress_health_check=[HealthCheck.too_slow])
    least: Any = find(strategies.values(schema), lambda value: value["n"] >= 5, settings=quick)
    assert least == {"n": least["n"]}


@given(strategies.values({"type": "array", "items": {"enum": ["a", 1, None]}, "minItems": 1, "uniqueItems": True}))
@settings(database=None, deadline=None)
def test_values_are_a_hypothesis_strategy(value: Any) -> None:
    assert 1 <= len(value) <= 3
