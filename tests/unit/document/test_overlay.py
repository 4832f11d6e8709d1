"""OpenAPI Overlay 1.0: what actions do, where their values are located, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from specproof.core.location import Location, Pointer

from .conftest import HEAD, Run

BASE = (
    HEAD
    + """
tags: [{name: a}, {name: b}, {name: c}]
components:
  schemas:
    A: {type: object, required: [x, y], properties: {x: {type: string, maxLength: 5}, y: {}}}
    B: {type: string}
paths:
  /a: {get: {responses: {'200': {description: d}}}}
"""
)


def overlay(*actions: dict[str, Any], **fields: Any) -> str:
    return json.dumps({"overlay": "1.0.0", "info": {"title": "o", "version": "1"}, "actions": actions, **fields})


def applied(run: type[Run], *actions: dict[str, Any]) -> Any:
    return run({"a.yaml": BASE, "o.json": overlay(*actions)}, overlays=("o.json",)).document


def test_an_object_is_merged_member_by_member(run: type[Run]) -> None:
    update = {"description": "new", "properties": {"x": {"maxLength": 6, "minLength": 1}, "z": {}}}
    document = applied(run, {"target": "$.components.schemas.A", "update": update})
    assert document.tree["components"]["schemas"]["A"] == {
        "type": "object",
        "required": ["x", "y"],
        "properties": {"x": {"type": "string", "maxLength": 6, "minLength": 1}, "y": {}, "z": {}},
        "description": "new",
    }
    at = ("components", "schemas", "A", "properties", "x")
    written = Pointer(("actions", "0", "update", "properties", "x"))
    assert document.at(*at, "maxLength") == Location("api/o.json", written / "maxLength")
    assert document.at(*at, "type") == Location("api/a.yaml", Pointer((*at, "type")))
    assert document.at(*at) == Location("api/a.yaml", Pointer(at))


def test_an_array_that_is_selected_takes_one_entry(run: type[Run]) -> None:
    document = applied(run, {"target": "$.tags", "update": {"name": "d"}})
    assert [tag["name"] for tag in document.tree["tags"]] == ["a", "b", "c", "d"]
    assert document.at("tags", 3, "name") == Location("api/o.json", Pointer(("actions", "0", "update", "name")))


def test_an_array_inside_an_update_is_appended(run: type[Run]) -> None:
    document = applied(run, {"target": "$.components.schemas.A", "update": {"required": ["z"]}})
    assert document.tree["components"]["schemas"]["A"]["required"] == ["x", "y", "z"]
    assert document.at("components", "schemas", "A", "required", 2).pointer == Pointer(
        ("actions", "0", "update", "required", "0")
    )


def test_what_is_removed_is_gone_and_the_rest_keeps_its_place(run: type[Run]) -> None:
    document = applied(
        run,
        {"target": "$.tags[?@.name != 'b']", "remove": True},
        {"target": "$.components.schemas['B']", "remove": True},
    )
    assert document.tree["tags"] == [{"name": "b"}]
    assert document.at("tags", 0, "name") == Location("api/a.yaml", Pointer(("tags", "1", "name")))
    assert list(document.tree["components"]["schemas"]) == ["A"]


def test_a_list_is_replaced_by_removing_it_first(run: type[Run]) -> None:
    target = "$.components.schemas.A"
    document = applied(
        run, {"target": f"{target}.required", "remove": True}, {"target": target, "update": {"required": ["y"]}}
    )
    assert document.tree["components"]["schemas"]["A"]["required"] == ["y"]
    assert document.at("components", "schemas", "A", "required", 0).file == "api/o.json"


def test_actions_see_what_earlier_ones_did(run: type[Run]) -> None:
    document = applied(
        run,
        {"target": "$.components.schemas", "update": {"C": {"type": "string"}}},
        {"target": "$.components.schemas.C", "update": {"maxLength": 1}},
        {"target": "$.components.schemas.C.type", "remove": True},
    )
    assert document.tree["components"]["schemas"]["C"] == {"maxLength": 1}
    assert document.at("components", "schemas", "C", "maxLength").pointer[:2] == ("actions", "1")


def test_one_action_may_change_many_places_also_inside_each_other(run: type[Run]) -> None:
    document = applied(run, {"target": "$..[?@.type]", "update": {"x-seen": True}})
    schemas = document.tree["components"]["schemas"]
    assert schemas["A"]["x-seen"] and schemas["A"]["properties"]["x"]["x-seen"] and schemas["B"]["x-seen"]
    assert "x-seen" not in schemas["A"]["properties"]["y"]


def test_remove_wins_over_update(run: type[Run]) -> None:
    document = applied(run, {"target": "$.components.schemas.B", "remove": True, "update": {"type": "integer"}})
    assert "B" not in document.tree["components"]["schemas"]


def test_a_single_value_is_replaced_or_removed(run: type[Run]) -> None:
    document = applied(
        run,
        {"target": "$.components.schemas.A.properties.x.maxLength", "update": 9},
        {"target": "$.components.schemas.A.required[?@ == 'y']", "remove": True},
    )
    assert document.tree["components"]["schemas"]["A"]["properties"]["x"]["maxLength"] == 9
    assert document.tree["components"]["schemas"]["A"]["required"] == ["x"]


def test_values_that_an_alias_shares_are_changed_only_where_selected(run: type[Run]) -> None:
    text = HEAD + "components:\n  schemas:\n    A: &a {type: object, properties: {x: {type: string}}}\n    B: *a\n"
    update = {"target": "$.components.schemas.A.properties.x", "update": {"maxLength": 1}}
    tree = run({"a.yaml": text, "o.json": overlay(update)}, overlays=("o.json",)).tree
    assert tree["components"]["schemas"]["B"] == {"type": "object", "properties": {"x": {"type": "string"}}}


def test_a_reference_that_an_overlay_adds_is_judged_and_located_there(run: type[Run]) -> None:
    action = {"target": "$.components.schemas.B", "update": {"not": {"$ref": "#/components/schemas/Aa"}}}
    made = run({"a.yaml": BASE, "o.json": overlay(action)}, overlays=("o.json",))
    assert made.said == [
        ("REF_DANGLING", '"#/components/schemas/Aa" does not resolve', "api/o.json#/actions/0/update/not/$ref")
    ]


def test_several_overlays_are_applied_in_order(run: type[Run]) -> None:
    first = overlay({"target": "$.components.schemas.B", "update": {"title": "one"}})
    second = overlay({"target": "$.components.schemas[?@.title == 'one']", "update": {"title": "two"}})
    document = run({"a.yaml": BASE, "1.json": first, "2.json": second}, overlays=("1.json", "2.json")).document
    assert document.tree["components"]["schemas"]["B"]["title"] == "two"
    assert document.at("components", "schemas", "B", "title").file == "api/2.json"
    assert set(document.texts) == {"api/a.yaml", "api/1.json", "api/2.json"}


@pytest.mark.parametrize(
    ("action", "code", "pointer"),
    [
        ({"target": "$.gone", "update": {}}, "OVERLAY_NO_MATCH", "/actions/0/target"),
        ({"target": "$.gone", "remove": True}, "OVERLAY_NO_MATCH", "/actions/0/target"),
        (
            {"target": "$.components.schemas.A", "update": {"required": "z"}},
            "OVERLAY_CONFLICT",
            "/actions/0/update/required",
        ),
        ({"target": "$.components.schemas.A", "update": {"type": ["a"]}}, "OVERLAY_CONFLICT", "/actions/0/update/type"),
        ({"target": "$.components.schemas.A", "update": 1}, "OVERLAY_CONFLICT", "/actions/0/update"),
        ({"target": "$", "remove": True}, "OVERLAY_CONFLICT", "/actions/0/target"),
        ({"target": "$.a[", "update": {}}, "OVERLAY_SYNTAX", "/actions/0/target"),
        ({"target": "paths", "update": {}}, "OVERLAY_SYNTAX", "/actions/0/target"),
        ({"target": "$[?nope(@)]", "update": {}}, "OVERLAY_SYNTAX", "/actions/0/target"),
        ({"target": "$.paths"}, "OVERLAY_SYNTAX", "/actions/0"),
        ({"update": {}}, "OVERLAY_SYNTAX", "/actions/0"),
        ({"target": 1, "update": {}}, "OVERLAY_SYNTAX", "/actions/0/target"),
        ({"target": "$", "remove": "yes"}, "OVERLAY_SYNTAX", "/actions/0/remove"),
        ({"target": "$", "update": {}, "copy": "$"}, "OVERLAY_SYNTAX", "/actions/0/copy"),
    ],
)
def test_an_action_that_cannot_be_applied(run: type[Run], action: dict[str, Any], code: str, pointer: str) -> None:
    said = run({"a.yaml": BASE, "o.json": overlay(action)}, overlays=("o.json",)).said
    assert (said[0][0], said[0][2]) == (code, f"api/o.json#{pointer}")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"overlay": "1.1.0"}, "/overlay"),
        ({"overlay": 1.0}, "/overlay"),
        ({"info": {"title": "t"}}, "/info"),
        ({"info": {"title": "t", "version": 1}}, "/info/version"),
        ({"info": None}, "/info"),
        ({"actions": []}, "/actions"),
        ({"actions": {}}, "/actions"),
        ({"actions": [1]}, "/actions/0"),
        ({"extends": 1}, "/extends"),
        ({"extra": 1}, "/extra"),
    ],
)
def test_an_overlay_that_is_none(run: type[Run], fields: dict[str, Any], pointer: str) -> None:
    text = overlay({"target": "$", "update": {}}, **fields)
    said = run({"a.yaml": BASE, "o.json": text}, overlays=("o.json",)).said
    assert [(code, at) for code, _, at in said] == [("OVERLAY_SYNTAX", f"api/o.json#{pointer}")]


def test_extensions_and_extends_are_allowed(run: type[Run]) -> None:
    text = overlay({"target": "$", "update": {"x-a": 1}, "x-reason": "because"}, extends="a.yaml", **{"x-more": 1})
    assert run({"a.yaml": BASE, "o.json": text}, overlays=("o.json",)).tree["x-a"] == 1


def test_documents_and_overlays_are_not_taken_for_each_other(run: type[Run]) -> None:
    assert [code for code, *_ in run({"a.yaml": BASE}, overlays=("a.yaml",)).said] == ["LOAD_VERSION"]
    assert [code for code, *_ in run({"o.json": overlay({"target": "$", "update": {}})}).said] == ["LOAD_VERSION"]


def test_a_document_as_deep_as_allowed_can_be_searched(run: type[Run]) -> None:
    deep: Any = {}
    for _ in range(190):
        deep = {"d": deep}
    text = json.dumps({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "x-deep": deep, "x-end": {"e": 1}})
    action = {"target": "$..[?@.e]", "update": {"f": 2}}
    assert run({"a.json": text, "o.json": overlay(action)}, overlays=("o.json",)).tree["x-end"] == {"e": 1, "f": 2}
