"""OpenAPI 3.0 to 3.1, and proof by the two validators that a schema still accepts what it accepted."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.document import Document, Origins, upgrade


def document(schema: Any, **more: Any) -> Document:
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": {"S": schema}},
        **more,
    }
    return Document(tree, Origins(Location("a.json")), "3.0.3", {})


def upgraded(schema: Any) -> tuple[Any, list[tuple[str, str]]]:
    findings = Findings()
    made = upgrade(document(schema), findings)
    said = [(one.code, one.at.pointer[-1]) for one in findings if one.at]
    return made.tree["components"]["schemas"]["S"], said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}, []),
        ({"type": "string", "nullable": False}, {"type": "string"}, []),
        (
            {"type": "string", "nullable": True, "enum": ["a", None]},
            {"type": ["string", "null"], "enum": ["a", None]},
            [],
        ),
        (
            {"type": "string", "nullable": True, "enum": ["a"]},
            {"type": "string", "enum": ["a"]},
            [("UPGRADE_CONFLICT", "nullable")],
        ),
        ({"nullable": True}, {}, [("UPGRADE_CONFLICT", "nullable")]),
        (
            {"nullable": True, "allOf": [{"$ref": "#/components/schemas/S"}]},
            {"allOf": [{"$ref": "#/components/schemas/S"}]},
            [("UPGRADE_CONFLICT", "nullable")],
        ),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}, []),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}, []),
        ({"exclusiveMaximum": True}, {}, [("UPGRADE_CONFLICT", "exclusiveMaximum")]),
        ({"example": 1}, {"examples": [1]}, []),
        (
            {"example": {"nullable": True}, "default": {"nullable": True}},
            {"examples": [{"nullable": True}], "default": {"nullable": True}},
            [],
        ),
        ({"type": "string", "format": "byte"}, {"type": "string", "format": "byte", "contentEncoding": "base64"}, []),
        (
            {"type": "string", "format": "binary"},
            {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
            [],
        ),
        ({"type": "integer", "format": "byte"}, {"type": "integer", "format": "byte"}, []),
        (
            {"const": 1, "if": {"nullable": True}, "patternProperties": {}, "title": "t"},
            {"title": "t"},
            [("UPGRADE_UNKNOWN_KEYWORD", name) for name in ("const", "if", "patternProperties")],
        ),
        (
            {"$ref": "#/components/schemas/S", "description": "d", "maxLength": 1, "nullable": True, "x-a": 1},
            {"$ref": "#/components/schemas/S", "description": "d", "x-a": 1},
            [("UPGRADE_REF_SIBLINGS", "maxLength"), ("UPGRADE_REF_SIBLINGS", "nullable")],
        ),
        (
            {"discriminator": {"propertyName": "t", "mapping": {"a": "#/components/schemas/S"}}},
            {"discriminator": {"propertyName": "t", "mapping": {"a": "#/components/schemas/S"}}},
            [],
        ),
        (
            {"properties": {"nullable": {"type": "string", "nullable": True}, "example": {}}},
            {"properties": {"nullable": {"type": ["string", "null"]}, "example": {}}},
            [],
        ),
        (
            {"additionalProperties": {"items": {"not": {"type": "string", "nullable": True}}}},
            {"additionalProperties": {"items": {"not": {"type": ["string", "null"]}}}},
            [],
        ),
    ],
)
def test_one_schema(before: Any, after: Any, said: list[tuple[str, str]]) -> None:
    untouched = copy.deepcopy(before)
    assert upgraded(before) == (after, said)
    assert before == untouched


def test_schemas_are_found_wherever_they_stand_and_nowhere_else() -> None:
    nullable = {"type": "string", "nullable": True}
    carrier = {"schema": nullable, "example": nullable, "examples": {"e": {"value": nullable}}}
    operation = {
        "parameters": [
            {"name": "p", "in": "query", **carrier},
            {"name": "q", "in": "query", "content": {"a/b": carrier}},
        ],
        "requestBody": {"content": {"a/b": {**carrier, "encoding": {"f": {"headers": {"H": carrier}}}}}},
        "responses": {"200": {"description": "d", "headers": {"H": carrier}, "content": {"a/b": carrier}}},
        "x-extension": {"schema": nullable},
    }
    callback = {"c": {"{$request.body#/u}": {"post": {"responses": operation["responses"]}}}}
    made = upgrade(document({}, paths={"/a": {"post": {**operation, "callbacks": callback}}}), Findings()).tree
    text = json.dumps(made)
    assert text.count('["string", "null"]') == 8
    assert '"schema": {"type": "string", "nullable": true}' in json.dumps(made["paths"]["/a"]["post"]["x-extension"])
    assert '"example": {"type": "string", "nullable": true}' in text


def test_a_schema_that_only_a_reference_finds_is_upgraded_too() -> None:
    schema = {"$ref": "#/definitions/Old"}
    old = {"type": "string", "nullable": True, "items": {"$ref": "#/x-parts/One"}}
    more = {"definitions": {"Old": old, "Unused": old}, "x-parts": {"One": {"type": "integer", "nullable": True}}}
    tree = upgrade(document(schema, **more), Findings()).tree
    assert tree["definitions"]["Old"]["type"] == ["string", "null"]
    assert tree["definitions"]["Unused"]["type"] == "string"
    assert tree["x-parts"]["One"]["type"] == ["integer", "null"]


def test_version_and_places() -> None:
    findings = Findings()
    made = upgrade(document({"type": "string", "example": {"a": 1}}), findings)
    assert (made.tree["openapi"], made.version) == ("3.1.0", "3.1.0")
    at = made.at("components", "schemas", "S", "examples", 0, "a")
    assert at == Location("a.json", Pointer(("components", "schemas", "S", "example", "a")))


def test_a_3_1_document_passes_through() -> None:
    before = document({"nullable": True, "example": 1})
    before = Document({**before.tree, "openapi": "3.1.0"}, before.origins, "3.1.0", {})
    assert upgrade(before, Findings()) is before


_VALUES = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "ab"])
_JSON = st.recursive(_VALUES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("ab"), inner))


def _schemas() -> st.SearchStrategy[dict[str, Any]]:
    leaf = st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["string", "integer", "number", "boolean", "array", "object"]),
            "nullable": st.booleans(),
            "enum": st.lists(_VALUES, min_size=1, max_size=3),
            "minimum": st.integers(-2, 2),
            "exclusiveMinimum": st.booleans(),
            "maximum": st.integers(-2, 2),
            "exclusiveMaximum": st.booleans(),
            "maxLength": st.integers(0, 2),
            "const": _VALUES,
            "example": _VALUES,
        },
    )

    def extend(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
        below = {
            "not": inner,
            "items": inner,
            "additionalProperties": inner,
            "properties": st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "oneOf": st.lists(inner, min_size=1, max_size=2),
        }
        return st.builds(lambda own, more: own | more, leaf, st.fixed_dictionaries({}, optional=below))

    return st.recursive(leaf, extend, max_leaves=4)


def _means_in_30(schema: Any, value: Any) -> bool:
    """A second reading of 3.0, written apart: draft 4 for the keywords of 3.0, null by the clarification of 3.0.3."""
    kind = schema.get("type")
    if value is None and kind is not None:
        if schema.get("nullable") is not True:
            return False
    elif kind is not None and not jsonschema_rs.Draft4Validator({"type": kind}).is_valid(value):
        # draft 4 has no 1.0 that is an integer; the values here have no floats
        return False
    plain = {name: schema[name] for name in ("enum", "minimum", "maximum", "maxLength") if name in schema}
    plain |= {
        name: schema[name]
        for name, needs in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))
        if name in schema and needs in schema
    }
    return jsonschema_rs.Draft4Validator(plain).is_valid(value) and _parts_in_30(schema, value)


def _parts_in_30(schema: Any, value: Any) -> bool:
    if "not" in schema and _means_in_30(schema["not"], value):
        return False
    if not all(_means_in_30(part, value) for part in schema.get("allOf", [])):
        return False
    if "oneOf" in schema and sum(_means_in_30(part, value) for part in schema["oneOf"]) != 1:
        return False
    if isinstance(value, list) and "items" in schema:
        return all(_means_in_30(schema["items"], item) for item in value)
    if isinstance(value, dict):
        named = schema.get("properties", {})
        rest = schema.get("additionalProperties", {})
        return all(_means_in_30(named.get(name, rest), item) for name, item in value.items())
    return True


@given(_schemas(), _JSON)
def test_an_upgraded_schema_accepts_what_it_accepted(schema: Any, value: Any) -> None:
    after, _ = upgraded(schema)
    assert jsonschema_rs.Draft202012Validator(after).is_valid(value) == _means_in_30(schema, value)


@pytest.mark.parametrize(
    "beside", [{"$ref": "#/components/schemas/S"}, {"allOf": [{"$ref": "#/components/schemas/S"}]}]
)
def test_advice_about_null_beside_a_reference_does_not_lead_to_the_next_warning(beside: Any) -> None:
    findings = Findings()
    upgrade(document({"nullable": True, **beside}), findings)
    assert [one.hint for one in findings] == ["write nullable: true beside the type of the schema that $ref names"]
