"""Questions to the algebra, and the small values that answer what it cannot."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.core.location import Pointer
from specproof.schema.algebra import Algebra, DocumentValidator, compiles, is_empty
from specproof.schema.example_value import example_value
from specproof.schema.expressions import takes_exponential_time, without_double_escapes
from specproof.schema.findings import analyze
from specproof.schema.specimens import texts

REF = "#/components/schemas/"


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 3, "maxLength": 3},
        {"type": "string", "pattern": "^[a-z]{2}-[0-9]{4}(x|y)$"},
        {"type": "string", "pattern": "^[^a-z]+$", "minLength": 4},
        {"type": "integer", "minimum": 7, "multipleOf": 5},
        {"type": "integer", "maximum": -3},
        {"type": "number", "exclusiveMinimum": 1, "maximum": 1.5},
        {"type": "array", "minItems": 2, "items": {"type": "boolean"}, "uniqueItems": True},
        {"type": "array", "contains": {"const": 7}, "minItems": 2},
        {"type": "array", "prefixItems": [{"const": 1}, {"type": "string"}], "minItems": 2},
        {"type": "object", "required": ["a"], "properties": {"a": {"enum": [None]}}},
        {"type": "object", "minProperties": 3, "additionalProperties": {"type": "integer"}},
        {"type": ["null", "boolean"]},
        {"not": {"type": "string"}},
        {"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 3}]},
        {"$ref": f"{REF}Node"},
        True,
    ],
)
def test_a_value_is_found_in_a_set_that_is_not_empty(schema: Any) -> None:
    members = {"name": {"type": "string"}, "next": {"$ref": f"{REF}Node"}}
    algebra = Algebra({"Node": {"type": "object", "required": ["name"], "properties": members}})
    values, accepts = algebra.values(schema), algebra.accepts(schema)
    assert values is not None and accepts is not None
    found = example_value(values, accepts)
    assert found is not None and accepts(found[0])


def test_nothing_is_found_in_an_empty_set() -> None:
    algebra = Algebra({})
    nothing = {"type": "string", "minLength": 3, "maxLength": 2}
    values, accepts = algebra.values(nothing), algebra.accepts(nothing)
    assert values is not None and accepts is not None
    assert is_empty(values) is True
    assert example_value(values, accepts) is None


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "minItems": 2**31, "items": {"type": "string"}},
        {"type": "array", "minItems": 500, "items": {"type": "array", "minItems": 500, "items": {"type": "integer"}}},
        {"type": "object", "minProperties": 2**31},
    ],
)
def test_no_value_is_made_that_is_longer_than_it_is_worth(schema: Any) -> None:
    algebra = Algebra({})
    values, accepts = algebra.values(schema), algebra.accepts(schema)
    assert values is not None and accepts is not None
    assert example_value(values, accepts) is None


def test_what_reaches_an_opaque_schema_is_undecided() -> None:
    schemas = {"A": {"$ref": f"{REF}B"}, "B": {"items": {"$ref": f"{REF}C"}}, "C": {"$dynamicRef": "#x"}, "D": True}
    algebra = Algebra(schemas, frozenset({"C"}))
    assert algebra.values({"$ref": f"{REF}A"}) is None
    assert algebra.values({"$ref": f"{REF}D"}) is not None


def test_an_opaque_schema_hides_no_dead_one() -> None:
    schemas = {"A": {"type": "string", "enum": [1]}, "B": {"$dynamicRef": "#nowhere"}}
    assert list(Algebra(schemas, frozenset({"B"})).unsatisfiable()) == [("A",)]


def test_a_complaint_names_keyword_place_and_schema() -> None:
    document = {"components": {"schemas": {"A": {"properties": {"a": {"items": {"type": "string"}}}}}}}
    (found,) = DocumentValidator("urn:x", document).violations("urn:x#/components/schemas/A", {"a": ["b", 3]}) or []
    assert (found.keyword, str(found.location)) == ("type", "/a/1")
    assert found.schema[-1] == "type"


def test_a_schema_that_takes_long_leaves_its_questions_undecided() -> None:
    times = iter(range(1000))
    schema = {"properties": {"a": {"type": "string", "minLength": 1, "maxLength": 3}}}
    analysis = analyze({"A": schema}, frozenset(), lambda: float(next(times)))
    assert analysis.undecided == [("time", Pointer(("A",))), ("time", Pointer(("A", "properties", "a")))]


def test_no_more_than_six_pairs_of_a_union_are_shown() -> None:
    branches = [{"type": "integer", "minimum": i} for i in range(6)]
    analysis = analyze({"A": {"oneOf": branches}}, frozenset(), lambda: 0.0)
    assert len(analysis.problems) == 6
    assert analysis.problems[-1].message.endswith("(and 9 more pairs of this oneOf overlap)")


@pytest.mark.parametrize("pattern", ["^(a+)+$", "(.*)*", "(x*)+y", "^(?:[a-z0-9]+\\.?)+$", "^((a+)|b)*$"])
def test_a_nested_repetition_explodes(pattern: str) -> None:
    assert takes_exponential_time(pattern)


@pytest.mark.parametrize("pattern", ["^[a-z]+(-[a-z]+)*$", "^(a{1,3})+$", "(ab|cd)+", "(a+){2}", "a+b+", "[(+)+]"])
def test_other_repetitions_do_not(pattern: str) -> None:
    assert not takes_exponential_time(pattern)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"^[^\\x00]*$", r"^[^\x00]*$"),
        (r"^\\d+$", r"^\d+$"),
        (r"a\\.b", r"a\.b"),
        (r"^\d+$", None),
        (r"^\\\\server", None),
        (r"C:\\dir", None),
    ],
)
def test_a_doubled_backslash_is_seen(written: str, meant: str | None) -> None:
    assert without_double_escapes(written) == meant


def test_texts_match_the_pattern_they_are_made_for() -> None:
    assert next(texts(["^[A-F]{2}x?$"], 0, None)) == "AA"
    assert "aaaa" in list(texts([], 4, 4))


def test_patterns_are_ecma_patterns() -> None:
    assert compiles("^(?!a)\\p{L}$")
    assert not compiles("(?<x")
