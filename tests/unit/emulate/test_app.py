"""The steps of one request: route, credentials, verdict, handler, verdict on the reply."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest

from specproof.emulate import NO_BODY, Behaviour, Call, RefusalError, Response, create_app
from specproof.emulate.app import Limits

JSON = "application/json"
Document = Callable[..., dict[str, Any]]
Ask = Callable[..., Any]


def reply(schema: Any = None, **more: Any) -> dict[str, Any]:
    return {"description": "d", **({"content": {JSON: {"schema": schema}}} if schema is not None else {}), **more}


PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 3}}}
ERROR = {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}


def pets(**operation: Any) -> dict[str, Any]:
    return {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}}],
            "post": {
                "operationId": "savePet",
                "requestBody": {"required": True, "content": {JSON: {"schema": PET}}},
                "responses": {"200": reply(PET), "400": reply(ERROR), "404": reply(ERROR)},
                **operation,
            },
        }
    }


def echo(seen: list[Call]) -> Behaviour:
    async def save(call: Call) -> Response:
        seen.append(call)
        return Response(200, call.body)

    return Behaviour(handlers={"savePet": save})


def test_a_good_call_arrives_decoded(ask: Ask, document: Document) -> None:
    seen: list[Call] = []
    tree = document(pets(), servers=[{"url": "https://{host}.example/api/{tenant}"}])
    answer = ask(create_app(tree, echo(seen)), "POST", "/api/a%20b/pets/7", {"name": "Rex"})
    assert (answer.status, answer.json) == (200, {"name": "Rex"})
    assert (seen[0].path, seen[0].variables, seen[0].operation.id) == ({"id": 7}, {"tenant": "a b"}, "savePet")


@pytest.mark.parametrize(
    ("target", "body", "text"),
    [
        ("/pets/0", {"name": "Rex"}, "path parameter 'id': 0 is less than the minimum of 1"),
        ("/pets/x", {"name": "Rex"}, 'path parameter \'id\': "x" is not of type "integer"'),
        ("/pets/1", {"name": "Rexy"}, 'body: /name: "Rexy" is longer than 3 characters'),
        ("/pets/1", {}, 'body: "name" is a required property'),
        ("/pets/1", b"", "a body is required"),
    ],
)
def test_a_bad_call_never_reaches_the_handler(ask: Ask, document: Document, target: str, body: Any, text: str) -> None:
    seen: list[Call] = []
    answer = ask(create_app(document(pets()), echo(seen)), "POST", target, body)
    assert (answer.status, answer.json["message"], seen) == (400, text, [])


@pytest.mark.parametrize(
    "body",
    [
        b'{"name":"a","name":"b"}',
        b'{"name":NaN}',
        b'{"name":"\\ud800"}',
        b"{'name':1}",
        b'\xff{"name":"a"}',
        b'{"name":"a","n":1e400}',
        b"[" * 100_000,
    ],
)
def test_json_is_strict(ask: Ask, document: Document, body: bytes) -> None:
    answer = ask(create_app(document(pets()), echo([])), "POST", "/pets/1", body, {"content-type": JSON})
    assert answer.status == 400


def test_gzip_bodies(ask: Ask, document: Document) -> None:
    app = create_app(document(pets()), echo([]), Limits(body=100))
    headers = {"content-type": JSON, "content-encoding": "gzip"}
    whole = gzip.compress(b'{"name":"Rex"}')
    assert ask(app, "POST", "/pets/1", whole, headers).json == {"name": "Rex"}
    assert ask(app, "POST", "/pets/1", whole[:-3], headers).status == 400
    assert ask(app, "POST", "/pets/1", b"plain", headers).status == 400
    assert ask(app, "POST", "/pets/1", gzip.compress(b" " * 100_000), headers).json["message"].endswith("100 bytes")


def test_undeclared_media_type(ask: Ask, document: Document) -> None:
    answer = ask(create_app(document(pets()), echo([])), "POST", "/pets/1", b"x", {"content-type": "text/plain"})
    assert (answer.status, answer.json["message"]) == (400, "media type 'text/plain' is not declared: use " + JSON)


def test_unknown_paths_and_methods(ask: Ask, document: Document) -> None:
    app = create_app(document(pets()), echo([]))
    assert ask(app, "GET", "/nothing").status == 404
    wrong = ask(app, "GET", "/pets/1")
    assert (wrong.status, wrong.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (Response(200, {"name": "Rexy"}), 'response 200 breaks the document: body: /name: "Rexy" is longer'),
        (Response(201, {"name": "Rex"}), "status 201 is not declared"),
        (Response(200, b"x", media_type="text/plain"), "media type text/plain is not declared"),
        (Response(200, NO_BODY), "a body is declared and none was sent"),
    ],
)
def test_the_emulator_is_judged_too(ask: Ask, document: Document, answer: Response, text: str) -> None:
    async def save(call: Call) -> Response:
        return answer

    found = ask(create_app(document(pets()), Behaviour(handlers={"savePet": save})), "POST", "/pets/1", {"name": "Rex"})
    assert found.status == 500
    assert text in found.json["message"]


def test_a_failing_handler_says_so(ask: Ask, document: Document) -> None:
    async def save(call: Call) -> Response:
        raise ZeroDivisionError

    found = ask(create_app(document(pets()), Behaviour(handlers={"savePet": save})), "POST", "/pets/1", {"name": "Rex"})
    assert found.status == 500
    assert "ZeroDivisionError" in found.json["message"]


def test_declared_reply_headers(ask: Ask, document: Document) -> None:
    header = {"x-count": {"required": True, "schema": {"type": "integer"}}}
    tree = document(pets(responses={"200": reply(PET, headers=header)}))

    async def save(call: Call) -> Response:
        return Response(200, call.body, {"X-Count": call.body["name"]} if call.body["name"] else {})

    app = create_app(tree, Behaviour(handlers={"savePet": save}))
    assert ask(app, "POST", "/pets/1", {"name": "12"}).status == 200
    assert "header x-count" in ask(app, "POST", "/pets/1", {"name": "ab"}).json["message"]
    assert "x-count is required" in ask(app, "POST", "/pets/1", {"name": ""}).json["message"]


def test_refusals_use_the_behaviours_envelope(ask: Ask, document: Document) -> None:
    async def save(call: Call) -> Response:
        raise RefusalError(404, "no such pet", id=call.path["id"])

    answer = ask(
        create_app(document(pets()), Behaviour(handlers={"savePet": save})), "POST", "/pets/9", {"name": "Rex"}
    )
    assert (answer.status, answer.json) == (404, {"message": "no such pet", "id": 9})


def test_credentials(ask: Ask, document: Document) -> None:
    schemes = {
        "key": {"type": "apiKey", "in": "query", "name": "k"},
        "bearer": {"type": "http", "scheme": "bearer"},
        "basic": {"type": "http", "scheme": "basic"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "c"},
    }
    seen: list[Call] = []
    tree = document(
        pets(security=[{"key": [], "bearer": []}, {"basic": []}, {"cookie": []}]),
        components={"securitySchemes": schemes},
    )
    app = create_app(tree, echo(seen))
    body = {"name": "Rex"}
    assert ask(app, "POST", "/pets/1", body).status == 401
    assert ask(app, "POST", "/pets/1?k=1", body).status == 401
    assert ask(app, "POST", "/pets/1?k=1", body, {"authorization": "Bearer t"}).status == 200
    assert ask(app, "POST", "/pets/1", body, {"authorization": "basic dTpw"}).status == 200
    assert ask(app, "POST", "/pets/1", body, {"cookie": "a=b; c=1"}).status == 200
    assert [call.credentials for call in seen] == [{"key": "1", "bearer": "t"}, {"basic": "u:p"}, {"cookie": "1"}]


def test_no_handler_answers_with_the_example(ask: Ask, document: Document) -> None:
    tree = document(pets())
    app = create_app(tree, Behaviour())
    assert ask(app, "POST", "/pets/1", {"name": "Rex"}).status == 501
    tree["paths"]["/pets/{id}"]["post"]["responses"]["200"]["content"][JSON]["example"] = {"name": "Tom"}
    assert ask(create_app(tree, Behaviour()), "POST", "/pets/1", {"name": "Rex"}).json == {"name": "Tom"}


def test_a_handler_for_nothing_is_an_error(document: Document) -> None:
    with pytest.raises(ValueError, match="nope"):
        create_app(document(pets()), Behaviour(handlers={"nope": echo([]).handlers["savePet"]}))


def test_forms_and_other_bodies(ask: Ask, document: Document) -> None:
    seen: list[Call] = []
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 2}}}
    content = {
        "application/x-www-form-urlencoded": {"schema": schema},
        "text/*": {"schema": {"type": "string", "maxLength": 2}},
        "application/octet-stream": {},
    }
    tree = document(pets(requestBody={"content": content}, responses={"2XX": reply(), "default": reply(ERROR)}))

    async def save(call: Call) -> Response:
        seen.append(call)
        return Response(204)

    app = create_app(tree, Behaviour(handlers={"savePet": save}))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert ask(app, "POST", "/pets/1", b"n=2", form).status == 204
    assert ask(app, "POST", "/pets/1", b"n=1", form).status == 400
    assert ask(app, "POST", "/pets/1", "é".encode(), {"content-type": "text/plain; charset=utf-8"}).status == 204
    assert ask(app, "POST", "/pets/1", b"abc", {"content-type": "text/plain"}).status == 400
    assert ask(app, "POST", "/pets/1", b"\0", {"content-type": "application/octet-stream"}).status == 204
    assert ask(app, "POST", "/pets/1").status == 204
    assert [call.body for call in seen] == [{"n": 2}, "é", b"\0", None]


def test_parameters_with_content(ask: Ask, document: Document) -> None:
    seen: list[Call] = []
    parameter = {"name": "q", "in": "query", "content": {JSON: {"schema": PET}}}
    app = create_app(document(pets(parameters=[parameter])), echo(seen))
    assert ask(app, "POST", "/pets/1?q=%7B%22name%22:%22a%22%7D", {"name": "Rex"}).status == 200
    assert ask(app, "POST", "/pets/1?q=%7B%22name%22:1%7D", {"name": "Rex"}).status == 400
    assert ask(app, "POST", "/pets/1?q=%7B", {"name": "Rex"}).status == 400
    assert seen[0].query == {"q": {"name": "a"}}


def test_a_document_of_3_0_is_judged_as_one(ask: Ask, document: Document) -> None:
    schema = {
        "type": "object",
        "required": ["id", "n"],
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "n": {"type": "integer", "nullable": True, "minimum": 1, "exclusiveMinimum": True},
        },
    }
    operation = {
        "requestBody": {"content": {JSON: {"schema": schema}}},
        "responses": {"200": reply(schema), "400": reply()},
    }
    app = create_app(document(pets(**operation), version="3.0.3"), echo([]))
    assert ask(app, "POST", "/pets/1", {"id": 1, "n": None}).status == 200
    assert ask(app, "POST", "/pets/1", {"id": 1, "n": 1}).status == 400
    unread = ask(app, "POST", "/pets/1", {"n": 2})
    assert unread.status == 500, "required in the reply, not in the request"
    assert json.loads(unread.body)["message"].endswith('body: "id" is a required property')


def test_a_key_in_a_cookie_is_taken_as_it_is(ask: Ask, document: Document) -> None:
    seen: list[Call] = []
    schemes = {"key": {"type": "apiKey", "in": "cookie", "name": "k"}}
    tree = document(pets(security=[{"key": []}]), components={"securitySchemes": schemes})
    answer = ask(create_app(tree, echo(seen)), "POST", "/pets/1", {"name": "a"}, {"cookie": "k=a%62+c=="})
    assert (answer.status, seen[0].credentials) == (200, {"key": "a%62+c=="})
