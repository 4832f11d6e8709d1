"""Operations of the normal form: everything written out, nothing but references to components of schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from specproof.core.diagnostics import Findings
from tests.unit.normal.documents import document, json_body, normal_of, operation, place, ref, reply

INLINE = {"type": "object", "properties": {"a": {"type": "string"}}}


def one(**rest: Any) -> dict[str, Any]:
    """The normal form of a document with a single operation."""
    tree = document({"/things/{id}": {"get": operation(**rest)}})
    found: dict[str, Any] = normal_of(tree).tree["paths"]["/things/{id}"]["get"]
    return found


ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def test_header_parameters_override_each_other_whatever_their_case() -> None:
    trace = {"name": "x-trace", "in": "header", "required": True, "schema": {"type": "string"}}
    own = {"name": "X-Trace", "in": "header", "schema": {"type": "integer"}}
    query = [{**trace, "in": "query"}, {**own, "in": "query"}]
    item = {"parameters": [ID, trace], "get": operation(parameters=[own, *query])}
    written = normal_of(document({"/things/{id}": item})).tree["paths"]["/things/{id}"]["get"]["parameters"]
    assert [one["name"] for one in written] == ["id", "X-Trace", "x-trace", "X-Trace"]
    assert written[1]["required"] is False


def test_path_level_parameters_come_first_and_those_of_the_operation_win() -> None:
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    item = {
        "parameters": [ID, limit, {"name": "trace", "in": "header", "schema": {"type": "string"}}],
        "get": operation(parameters=[{**limit, "required": True}, {**limit, "in": "cookie"}]),
    }
    normal = normal_of(document({"/things/{id}": item}))
    written = normal.tree["paths"]["/things/{id}"]
    assert set(written) == {"get"}
    found = [(p["in"], p["name"], p["required"]) for p in written["get"]["parameters"]]
    assert found == [
        ("path", "id", True),
        ("query", "limit", True),
        ("header", "trace", False),
        ("cookie", "limit", False),
    ]
    places = [place(normal, "paths", "/things/{id}", "get", "parameters", i) for i in range(4)]
    assert places == [
        "#/paths/~1things~1{id}/parameters/0",
        "#/paths/~1things~1{id}/get/parameters/0",
        "#/paths/~1things~1{id}/parameters/2",
        "#/paths/~1things~1{id}/get/parameters/1",
    ]


@pytest.mark.parametrize(
    ("where", "style", "explode"),
    [("query", "form", True), ("cookie", "form", True), ("header", "simple", False), ("path", "simple", False)],
)
def test_styles_are_explicit(where: str, style: str, explode: bool) -> None:
    required = {"required": True} if where == "path" else {}
    others = [] if where == "path" else [ID]
    name = "id" if where == "path" else "other"
    written = one(parameters=[*others, {"name": name, "in": where, "schema": {"type": "string"}, **required}])
    parameter = written["parameters"][-1]
    assert (parameter["style"], parameter["explode"], parameter["allowReserved"]) == (style, explode, False)


def test_styles_that_are_written_stay() -> None:
    spaced = {"name": "ids", "in": "query", "style": "spaceDelimited", "allowReserved": True, "schema": {}}
    _, parameter = one(parameters=[ID, spaced])["parameters"]
    assert (parameter["style"], parameter["explode"], parameter["allowReserved"]) == ("spaceDelimited", False, True)
    assert one(parameters=[ID, {**spaced, "explode": True}])["parameters"][1]["explode"] is True


def test_a_parameter_with_content_has_no_style() -> None:
    _, parameter = one(parameters=[ID, {"name": "q", "in": "query", **json_body(INLINE)}])["parameters"]
    assert parameter["content"] == {"application/json": {"schema": ref("OpQ")}}
    assert not {"style", "explode", "allowReserved", "schema"} & set(parameter)


def test_a_body_says_whether_it_is_required() -> None:
    assert one(parameters=[ID], requestBody=json_body(INLINE))["requestBody"]["required"] is False
    body = {**json_body(INLINE), "required": True, "description": "words"}
    written = one(parameters=[ID], requestBody=body)["requestBody"]
    assert written == {
        "required": True,
        "description": "words",
        "content": {"application/json": {"schema": ref("OpRequest")}},
    }


def test_what_stands_beside_a_schema_in_a_media_type_stays() -> None:
    media = {"schema": INLINE, "encoding": {"a": {"contentType": "text/plain"}}, "example": {"a": "b"}}
    body = {"content": {"multipart/form-data": media}}
    content = one(parameters=[ID], requestBody=body)["requestBody"]["content"]
    assert content == {"multipart/form-data": {**media, "schema": ref("OpRequest")}}


def test_a_media_type_without_schema_stays_without() -> None:
    body: dict[str, Any] = {"content": {"application/octet-stream": {}}}
    content = one(parameters=[ID], requestBody=body)["requestBody"]["content"]
    assert content == {"application/octet-stream": {}}


def test_headers_of_replies_say_whether_they_are_required() -> None:
    headers = {
        "X-Rate": {"schema": {"type": "integer"}},
        "X-Page": {"required": True, "content": {"application/json": {"schema": INLINE}}},
        "X-Bare": {},
    }
    response = one(parameters=[ID], responses={"200": {"description": "d", "headers": headers}})["responses"]["200"]
    assert response["headers"] == {
        "X-Rate": {"required": False, "schema": ref("OpResponseXRate")},
        "X-Page": {"required": True, "content": {"application/json": {"schema": ref("OpResponseXPage")}}},
        "X-Bare": {"required": False},
    }
    assert response["content"] == {}


def test_security_is_explicit() -> None:
    schemes = {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "k"}}}
    paths = {"/a": {"get": operation(), "put": {**operation(security=[]), "operationId": "open"}}}
    written = normal_of(document(paths, components=schemes, security=[{"key": []}])).tree
    assert written["paths"]["/a"]["get"]["security"] == [{"key": []}]
    assert written["paths"]["/a"]["put"]["security"] == []
    assert written["components"]["securitySchemes"] == schemes["securitySchemes"]


def test_servers_of_an_operation_win_over_those_of_its_path() -> None:
    of_path, of_operation = [{"url": "https://path.example"}], [{"url": "https://operation.example"}]
    item = {"servers": of_path, "get": operation(), "put": {**operation(servers=of_operation), "operationId": "put"}}
    written = normal_of(document({"/a": item, "/b": {"get": {**operation(), "operationId": "b"}}})).tree["paths"]
    assert written["/a"]["get"]["servers"] == of_path
    assert written["/a"]["put"]["servers"] == of_operation
    assert "servers" not in written["/b"]["get"]


def test_extensions_and_tags_stay_and_callbacks_do_not() -> None:
    written = one(parameters=[ID], tags=["a"], callbacks={}, deprecated=True, **{"x-mark": {"deep": [1]}})
    assert written["tags"] == ["a"]
    assert written["x-mark"] == {"deep": [1]}
    assert written["deprecated"] is True
    assert "callbacks" not in written
    extension: dict[str, Any] = {"x-root": {"a": 1}}
    normal = normal_of(document({"/a": {"get": operation()}, "x-note": 1}, **extension))
    assert normal.tree["x-root"] == {"a": 1}
    assert set(normal.tree["paths"]) == {"/a"}


def test_shared_components_are_written_out_where_they_are_used() -> None:
    tree = document(
        {
            "/things/{id}": {
                "post": operation(
                    parameters=[ref("Id", "parameters")],
                    requestBody=ref("Thing", "requestBodies"),
                    responses={"200": ref("Found", "responses")},
                )
            }
        },
        parameters={"Id": ID},
        requestBodies={"Thing": json_body(INLINE)},
        responses={"Found": {**reply(INLINE), "headers": {"X-Page": ref("Page", "headers")}}},
        headers={"Page": {"schema": {"type": "integer"}}},
    )
    normal = normal_of(tree)
    at = ("paths", "/things/{id}", "post")
    written = normal.tree["paths"]["/things/{id}"]["post"]
    assert written["parameters"][0]["schema"] == ref("IdParameter")
    assert written["requestBody"]["content"]["application/json"]["schema"] == ref("ThingRequest")
    found = written["responses"]["200"]
    assert found["content"]["application/json"]["schema"] == ref("FoundResponse")
    assert found["headers"]["X-Page"]["schema"] == ref("PageHeader")
    assert place(normal, *at, "parameters", 0) == "#/components/parameters/Id"
    assert place(normal, *at, "requestBody") == "#/components/requestBodies/Thing"
    assert place(normal, *at, "responses", "200") == "#/components/responses/Found"
    schema = "/content/application~1json/schema"
    assert place(normal, "components", "schemas", "FoundResponse") == f"#/components/responses/Found{schema}"
    assert place(normal, "components", "schemas", "PageHeader") == "#/components/headers/Page/schema"


def test_two_users_of_a_shared_component_share_its_type() -> None:
    responses = {"404": ref("Missing", "responses")}
    paths = {f"/{i}": {"get": {"operationId": f"op{i}", "responses": responses}} for i in range(3)}
    normal = normal_of(document(paths, responses={"Missing": reply(INLINE)}))
    assert set(normal.schemas) == {"MissingResponse"}


def test_chains_of_references_are_followed() -> None:
    parameters = {"A": ref("B", "parameters"), "B": ref("C", "parameters"), "C": ID}
    tree = document({"/things/{id}": {"get": operation(parameters=[ref("A", "parameters")])}}, parameters=parameters)
    normal = normal_of(tree)
    parameter = normal.tree["paths"]["/things/{id}"]["get"]["parameters"][0]
    assert parameter["name"] == "id"
    assert parameter["schema"] == ref("CParameter")


def test_a_description_beside_a_reference_wins() -> None:
    responses = {"404": {**ref("Missing", "responses"), "description": "not this one"}}
    tree = document({"/a": {"get": operation(responses=responses)}}, responses={"Missing": reply(INLINE)})
    assert normal_of(tree).tree["paths"]["/a"]["get"]["responses"]["404"]["description"] == "not this one"


def test_a_path_item_may_stand_elsewhere() -> None:
    shared = {"parameters": [ID], "get": operation()}
    beside = {"$ref": "#/components/pathItems/Thing", "put": {**operation(parameters=[ID]), "operationId": "put"}}
    tree = document({"/things/{id}": beside, "x-b": 1}, components={"pathItems": {"Thing": shared}})
    normal = normal_of(tree)
    assert list(normal.tree["paths"]["/things/{id}"]) == ["get", "put"]
    assert place(normal, "paths", "/things/{id}", "get") == "#/components/pathItems/Thing/get"
    assert place(normal, "paths", "/things/{id}", "put") == "#/paths/~1things~1{id}/put"
    parameters = normal.tree["paths"]["/things/{id}"]["get"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == ["id"]


def test_two_paths_may_be_one_path_item() -> None:
    paths = {"/a": {"get": {"responses": {"200": reply(INLINE)}}}, "/b": {"$ref": "#/paths/~1a"}}
    written = normal_of(document(paths)).tree["paths"]
    assert written["/a"] == written["/b"]


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_paths_hold_no_schema_but_references_to_components() -> None:
    tree = document(
        {
            "/things/{id}": {
                "parameters": [ID],
                "post": operation(
                    parameters=[{"name": "f", "in": "query", "schema": ref("Filter")}, {"name": "n", "in": "query"}],
                    requestBody=json_body({"type": "array", "items": INLINE}),
                    responses={"200": reply({"oneOf": [INLINE, ref("Filter")]}), "4XX": reply(True), "x-n": 1},
                ),
            }
        },
        schemas={"Filter": {"type": "string"}},
    )
    tree["paths"]["/things/{id}"]["post"]["parameters"][1]["schema"] = False
    normal = normal_of(tree)
    positions = list(schema_positions(normal.tree["paths"]))
    assert len(positions) == 6
    assert all(set(position) == {"$ref"} for position in positions)
    known = {f"#/components/schemas/{name}" for name in normal.schemas}
    assert set(references(normal.tree)) <= known
    assert normal.schemas["OpN"] is False
    assert normal.schemas["OpResponse4XX"] is True


def schema_positions(node: Any) -> Iterator[Any]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "schema":
                yield value
            else:
                yield from schema_positions(value)
    elif isinstance(node, list):
        for value in node:
            yield from schema_positions(value)


def test_the_normal_form_is_a_document_and_normal_already() -> None:
    """It loads without a finding, and normalizing it once more changes nothing."""
    tree = document(
        {
            "/things/{id}": {
                "parameters": [ID],
                "post": operation(
                    requestBody=ref("Thing", "requestBodies"),
                    responses={"200": reply({"type": "array", "items": INLINE}), "default": ref("Bad", "responses")},
                    security=[{"key": []}],
                ),
            }
        },
        version="3.0.3",
        schemas={"error-info": {"type": "object", "nullable": True, "properties": {"inner": INLINE}}},
        requestBodies={"Thing": json_body(INLINE)},
        responses={"Bad": reply(ref("error-info"), headers={"X-Id": {"schema": {"type": "string"}}})},
        components={"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "k"}}},
        servers=[{"url": "https://example.org"}],
    )
    findings = Findings()
    once = normal_of(tree, findings=findings)
    twice = normal_of(json.loads(json.dumps(once.tree)), findings=findings)
    assert list(findings) == []
    assert twice.tree == once.tree
