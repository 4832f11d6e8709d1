"""The split by example: what types carry, and which keyword is left over where."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.schema.constraint_report import constraint_report
from specproof.schema.guards import guards
from specproof.schema.native import (
    Boolean,
    ListOf,
    Literals,
    MapOf,
    Never,
    Null,
    Number,
    Object,
    Reference,
    String,
    Union,
)
from specproof.schema.split import Component, split


def parts(**schemas: Any) -> dict[str, Component]:
    return split(schemas, lambda name: f"{name}Object")


def left(schema: Any, **others: Any) -> set[str]:
    """The keywords that types do not carry."""
    return {residual.keyword for residual in parts(S=schema, **others)["S"].residuals}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


PET: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}


@pytest.mark.parametrize(
    ("schema", "native"),
    [
        (False, Never()),
        ({"type": "integer", "minimum": 1, "maximum": 250}, Number(True, 1, 250)),
        ({"type": "integer", "minimum": 0.5, "exclusiveMaximum": 2.5}, Number(True, 1, None, None, 3)),
        ({"type": "number", "exclusiveMinimum": 0.5}, Number(False, exclusive_minimum=0.5)),
        ({"type": "string", "minLength": 1.0, "maxLength": 2}, String(1, 2)),
        ({"type": ["string", "null"]}, Union((String(), Null()))),
        ({"type": "array", "items": {"type": "boolean"}, "minItems": 1}, ListOf(Boolean(), 1)),
        ({"type": "object", "additionalProperties": {"type": "null"}}, MapOf(Null())),
        ({"enum": ["a", "b", "a"]}, Literals(("a", "b"))),
        ({"const": "a"}, Literals(("a",))),
        ({"enum": ["a", None]}, Union((Literals(("a",)), Null()))),
        ({"enum": [True, False]}, Boolean()),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, Union((String(), Number(True)))),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, Union((String(), Number(True)))),
        ({"allOf": [{"type": "integer", "minimum": 1}, {"maximum": 5, "minimum": 0}]}, Number(True, 1, 5)),
        ({"type": "string", "description": "words", "format": "uuid", "x-a": 1}, String(format="uuid")),
        ({"type": ["integer", "number"]}, Number(False)),
    ],
)
def test_types_that_say_it_all(schema: Any, native: Any) -> None:
    found = parts(S=schema)["S"]
    assert found.residuals == ()
    assert found.native == native


@pytest.mark.parametrize(
    ("schema", "keywords"),
    [
        ({"not": {"type": "string"}}, {"not"}),
        ({"type": "array", "uniqueItems": True}, {"uniqueItems"}),
        ({"type": "array", "contains": {"const": 1}}, {"contains"}),
        ({"type": "number", "multipleOf": 0.1}, {"multipleOf"}),
        ({"type": "string", "pattern": "^(?!a)"}, {"pattern"}),
        ({"enum": [1, 2]}, {"enum"}),
        ({"const": True}, {"const"}),
        ({"oneOf": [{"type": "string"}, {"maxLength": 3}]}, {"oneOf"}),
        ({"type": "object", "patternProperties": {"^a": {"type": "string"}}}, {"patternProperties"}),
        ({"type": "object", "propertyNames": {"maxLength": 3}}, {"propertyNames"}),
        ({"type": "object", "dependentRequired": {"a": ["b"]}}, {"dependentRequired"}),
        ({"if": {"type": "string"}, "then": {"maxLength": 3}}, {"if"}),
        ({**PET, "minProperties": 2}, {"minProperties"}),
        ({"allOf": [{**PET, "additionalProperties": False}, {"properties": {"b": {}}}]}, {"additionalProperties"}),
    ],
)
def test_what_is_left(schema: Any, keywords: set[str]) -> None:
    assert left(schema) == keywords


@pytest.mark.parametrize(
    "idle",
    [
        {"minLength": 0},
        {"uniqueItems": False},
        {"required": []},
        {"if": {"type": "string"}},
        {"additionalProperties": True},
        {"unevaluatedProperties": {}},
        {"dependentRequired": {}},
        {"patternProperties": {}},
    ],
)
def test_keywords_without_effect_cost_nothing(idle: dict[str, Any]) -> None:
    assert left({"type": "object", **idle}) == set()


def test_objects() -> None:
    found = parts(S={**PET, "additionalProperties": False, "properties": {**PET["properties"], "b": {"type": "null"}}})
    native = found["S"].native
    assert isinstance(native, Object)
    assert native.extra is None
    assert {name: (field.type, field.required) for name, field in native.fields.items()} == {
        "a": (String(), True),
        "b": (Null(), False),
    }


def test_several_objects_that_all_hold_are_one() -> None:
    found = parts(Base=PET, S={"allOf": [ref("Base"), {"type": "object", "properties": {"b": {"type": "integer"}}}]})
    native = found["S"].native
    assert found["S"].residuals == ()
    assert isinstance(native, Object)
    assert set(native.fields) == {"a", "b"}


def test_objects_among_other_values_get_a_class_of_their_own() -> None:
    found = parts(S={"properties": {"a": {"type": "string"}}})
    assert isinstance(found["SObject"].native, Object)
    native = found["S"].native
    assert isinstance(native, Union)
    assert Reference("SObject") in native.members
    assert found["SObject"].schema == "S"


def test_branches_told_apart_by_a_property_are_exact() -> None:
    def branch(kind: str) -> dict[str, Any]:
        return {"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}}}

    cat, dog = branch("cat"), branch("dog")
    assert left({"oneOf": [ref("Cat"), ref("Dog")]}, Cat=cat, Dog=dog) == set()
    assert left({"oneOf": [ref("Cat"), ref("Dog")]}, Cat=cat, Dog=cat) == {"oneOf"}
    optional = {**dog, "required": []}
    assert left({"oneOf": [ref("Cat"), ref("Dog")]}, Cat=cat, Dog=optional) == {"oneOf"}


def test_a_holder_of_something_guarded_is_guarded() -> None:
    schemas: dict[str, Any] = {
        "Odd": {"type": "array", "uniqueItems": True},
        "Holder": {"type": "object", "properties": {"odd": ref("Odd")}},
        "Outer": {"type": "array", "items": ref("Holder")},
        "Plain": PET,
        "Loop": {"type": "array", "items": ref("Loop")},
    }
    judged = guards(parts(**schemas), schemas, frozenset())
    assert set(judged.names) == {"Odd", "Holder", "Outer"}
    assert set(judged.schemas) == {"Odd", "Holder", "Outer"}
    assert judged.schemas["Outer"] == {"type": "array", "items": {"$ref": "#/$defs/Holder"}}
    assert judged.opaque == frozenset()


def test_opaque_components_are_told() -> None:
    schemas: dict[str, Any] = {
        "Dynamic": {"$dynamicRef": "#n"},
        "Holder": {"type": "array", "items": ref("Dynamic")},
        "Plain": PET,
    }
    judged = guards(parts(**schemas), schemas, frozenset(["Dynamic"]))
    assert judged.opaque == {"Dynamic", "Holder"}


def test_a_pattern_that_no_engine_compiles_is_left_out() -> None:
    schemas: dict[str, Any] = {
        "S": {
            "type": "object",
            "properties": {"a": {"type": "string", "pattern": "("}},
            "patternProperties": {"(": False, "^b": False},
        }
    }
    judged = guards(parts(**schemas), schemas, frozenset())
    assert judged.schemas["S"]["properties"]["a"] == {"type": "string"}
    assert judged.schemas["S"]["patternProperties"] == {"^b": False}


def test_constraints_are_counted_once() -> None:
    schemas = {"S": {"type": "array", "uniqueItems": True, "items": {"type": "string", "maxLength": 3}}, "Never": False}
    counted = constraint_report(schemas, parts(**schemas))
    assert (counted.constraints, counted.guarded, counted.native) == (5, 1, 4)
