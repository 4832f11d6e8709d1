"""Schemas of the normal form: what becomes a component, under which reference, from which place."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.core.diagnostics import Findings
from tests.unit.normal.documents import document, normal_of, place, ref

THING = {"type": "object", "properties": {"a": {"type": "string"}}}


def schemas(**written: Any) -> dict[str, Any]:
    return dict(normal_of(document(schemas=written)).schemas)


@pytest.mark.parametrize(
    ("holder", "name", "at"),
    [
        ({"properties": {"inner": THING}}, "OuterInner", ("properties", "inner")),
        ({"type": "array", "items": THING}, "OuterItem", ("items",)),
        ({"type": "object", "additionalProperties": THING}, "OuterValue", ("additionalProperties",)),
        ({"anyOf": [{"type": "string"}, THING]}, "OuterOption2", ("anyOf", "1")),
        ({"oneOf": [{**THING, "title": "the thing"}, {"type": "null"}]}, "OuterTheThing", ("oneOf", "0")),
        ({"prefixItems": [THING]}, "OuterItem1", ("prefixItems", "0")),
    ],
)
def test_an_inline_object_becomes_a_component(holder: dict[str, Any], name: str, at: tuple[str, ...]) -> None:
    normal = normal_of(document(schemas={"Outer": holder}))
    node = normal.schemas["Outer"]
    for token in at:
        node = node[int(token)] if isinstance(node, list) else node[token]
    assert node == ref(name)
    assert normal.schemas[name]["properties"] == THING["properties"]
    assert place(normal, "components", "schemas", name, "properties", "a") == "#" + "/".join(
        ["", "components", "schemas", "Outer", *at, "properties", "a"]
    )


@pytest.mark.parametrize(
    "inner", [{"type": "string", "maxLength": 3}, {"type": "object"}, {"enum": ["a"]}, True, False, {}, ref("Other")]
)
def test_what_is_no_class_stays_where_it_is(inner: Any) -> None:
    found = schemas(Outer={"type": "object", "properties": {"inner": inner}}, Other={"type": "string"})
    assert found == {"Outer": {"type": "object", "properties": {"inner": inner}}, "Other": {"type": "string"}}


def test_parts_of_an_all_of_stay_together() -> None:
    found = schemas(Base=THING, Outer={"allOf": [ref("Base"), {"properties": {"b": THING}}]})
    assert set(found) == {"Base", "Outer", "OuterB"}
    assert found["Outer"]["allOf"] == [ref("Base"), {"properties": {"b": ref("OuterB")}}]


def test_an_inline_all_of_of_objects_is_a_class() -> None:
    found = schemas(Base=THING, Outer={"properties": {"x": {"allOf": [ref("Base"), {"required": ["a"]}]}}})
    assert found["Outer"]["properties"]["x"] == ref("OuterX")
    quiet = schemas(Base=THING, Outer={"properties": {"x": {"allOf": [ref("Base"), {"description": "d"}]}}})
    assert set(quiet) == {"Base", "Outer"}


def test_null_is_split_off_a_class_and_its_words_stay_at_the_property() -> None:
    found = schemas(Outer={"properties": {"x": {**THING, "type": ["object", "null"], "description": "words"}}})
    assert found["Outer"]["properties"]["x"] == {
        "anyOf": [ref("OuterX"), {"type": "null"}],
        "description": "words",
    }


def test_names_of_properties_are_no_keywords() -> None:
    inner = {"items": {"type": "string"}, "$ref": {"type": "integer"}, "allOf": THING}
    found = schemas(Outer={"type": "object", "properties": inner})
    assert found["Outer"]["properties"] == {**inner, "allOf": ref("OuterAllOf")}


def test_data_is_left_alone() -> None:
    told = {"const": {"items": THING}, "default": {"$ref": "x"}, "examples": [{"properties": {"a": THING}}]}
    assert schemas(Outer=told) == {"Outer": told}


def test_local_definitions_become_components() -> None:
    written = {
        "$defs": {"part": {"type": "integer"}, "unused": THING},
        "properties": {"a": {"$ref": "#/components/schemas/Outer/$defs/part"}},
    }
    found = schemas(Outer=written)
    assert found == {"Outer": {"properties": {"a": ref("Part")}}, "Part": {"type": "integer"}}


def test_a_reference_into_a_component_names_the_place() -> None:
    written = {"Pet": THING, "Name": {"$ref": "#/components/schemas/Pet/properties/a"}}
    normal = normal_of(document(schemas=written))
    target = normal.schemas["Name"]["$ref"].rpartition("/")[2]
    assert target not in written
    assert normal.schemas[target] == {"type": "string"}
    assert place(normal, "components", "schemas", target) == "#/components/schemas/Pet/properties/a"


def test_identities_and_anchors_are_resolved() -> None:
    part = {"$id": "https://example.org/part", "$defs": {"x": {"$anchor": "here", "type": "integer"}}, "type": "string"}
    holder = {"properties": {"a": {"$ref": "https://example.org/part"}, "b": {"$ref": "https://example.org/part#here"}}}
    found = schemas(Part=part, Holder=holder)
    assert found["Holder"]["properties"] == {"a": ref("Part"), "b": ref("X")}
    assert found["Part"] == {"type": "string"}


def test_cycles_are_data() -> None:
    written = {"properties": {"children": {"items": ref("Node")}, "other": {"properties": {"back": ref("Node")}}}}
    found = schemas(Node=written)
    assert found["NodeOther"]["properties"]["back"] == ref("Node")


def test_discriminator_mappings_lead_to_components() -> None:
    found = schemas(
        Cat=THING,
        **{"dog-like": THING},
        Pet={
            "oneOf": [ref("Cat"), ref("dog-like")],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {"c": "#/components/schemas/Cat", "d": "dog-like", "e": "https://example.org/unknown"},
            },
        },
        Bare={"discriminator": {"propertyName": "kind"}},
    )
    mapping = found["Pet"]["discriminator"]["mapping"]
    assert mapping == {
        "c": ref("Cat")["$ref"],
        "d": ref("DogLike")["$ref"],
        "e": "https://example.org/unknown",
    }
    assert found["Bare"] == {"discriminator": {"propertyName": "kind"}}


def test_schemas_of_json_schema_itself_are_referred_to() -> None:
    metaschema = "https://json-schema.org/draft/2020-12/schema"
    found = schemas(Outer={"properties": {"s": {"$ref": metaschema}}})
    assert found["Outer"]["properties"]["s"] == ref("Schema")
    assert found["Schema"] == {"$ref": metaschema}


def test_components_with_dynamic_references_are_opaque() -> None:
    tree = document(schemas={"Tree": {"$dynamicAnchor": "n", "items": {"$dynamicRef": "#n"}}, "Plain": THING})
    assert normal_of(tree).opaque == {"Tree"}


def test_documents_of_3_0_are_translated_before() -> None:
    pet = {"type": "object", "nullable": True, "properties": {"age": {"type": "integer", "nullable": True}}}
    normal = normal_of(document(version="3.0.3", schemas={"Pet": pet}))
    assert normal.tree["openapi"] == "3.1.0"
    assert normal.schemas["Pet"]["type"] == ["object", "null"]
    assert normal.schemas["Pet"]["properties"]["age"]["type"] == ["integer", "null"]


def test_components_keep_the_order_of_the_document() -> None:
    written = {"b-two": THING, "A": {"properties": {"x": THING}}, "C": THING}
    assert list(normal_of(document(schemas=written)).schemas) == ["BTwo", "A", "C", "AX"]


def test_nothing_is_said_about_a_sound_document() -> None:
    findings = Findings()
    normal_of(document(schemas={"Outer": {"properties": {"inner": THING}}}), findings=findings)
    assert list(findings) == []
