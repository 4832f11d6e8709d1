"""Path items that refer to another one and say more themselves."""

from __future__ import annotations

from .conftest import HEAD, HEAD_30, Run

SHARED = """
servers: [{url: https://pets.example}]
parameters:
- {name: id, in: path, required: true, schema: {type: string}}
- {name: lang, in: query, schema: {type: string}}
get: {operationId: get, responses: {'204': {description: d}}}
"""
OWN = "put: {operationId: put, responses: {'204': {description: d}}}"


def test_both_sides_hold(run: type[Run]) -> None:
    texts = {"a.yaml": HEAD_30 + f"paths:\n  /p/{{id}}:\n    $ref: shared.yaml\n    {OWN}\n", "shared.yaml": SHARED}
    made = run(texts)
    item = made.tree["paths"]["/p/{id}"]
    assert list(item) == ["put", "servers", "parameters", "get"]
    assert [one["name"] for one in item["parameters"]] == ["id", "lang"]
    assert made.said == []
    places = {field: made.document.at("paths", "/p/{id}", field).file for field in ("put", "servers", "get")}
    assert places == {"put": "api/a.yaml", "servers": "api/shared.yaml", "get": "api/shared.yaml"}


def test_a_field_of_both_sides_is_told_and_parameters_are_replaced_one_by_one(run: type[Run]) -> None:
    text = """
paths:
  /p/{id}:
    $ref: shared.yaml
    parameters: [{name: lang, in: query, schema: {type: integer}}]
    get: {responses: {'204': {description: e}}}
"""
    made = run({"a.yaml": HEAD + text, "shared.yaml": SHARED})
    item = made.tree["paths"]["/p/{id}"]
    assert [(one["name"], one["schema"]["type"]) for one in item["parameters"]] == [
        ("lang", "integer"),
        ("id", "string"),
    ]
    assert "operationId" not in item["get"]
    assert made.document.at("paths", "/p/{id}", "parameters", 1).file == "api/shared.yaml"
    assert [(one.code, str(one.at.pointer)) for one in made.findings if one.at] == [
        ("REF_BESIDE", "/paths/~1p~1{id}/parameters"),
        ("REF_BESIDE", "/paths/~1p~1{id}/get"),
    ]


def test_a_chain_of_items_and_a_webhook(run: type[Run]) -> None:
    text = """
paths: {}
webhooks:
  hook: {$ref: '#/components/pathItems/One', post: {responses: {'204': {description: d}}}}
components:
  pathItems:
    One: {$ref: '#/components/pathItems/Two', servers: [{url: /one}]}
    Two: {parameters: [{name: q, in: query, schema: {}}]}
"""
    item = run({"a.yaml": HEAD + text}).tree["webhooks"]["hook"]
    assert set(item) == {"post", "servers", "parameters"}


def test_an_item_that_only_refers_is_left_alone(run: type[Run]) -> None:
    text = "paths: {/p: {$ref: '#/components/pathItems/One', summary: s}}\ncomponents: {pathItems: {One: {}}}"
    assert run({"a.yaml": HEAD + text}).tree["paths"]["/p"]["$ref"] == "#/components/pathItems/One"
