"""Bodies that are not JSON: text, forms and parts, of requests and responses, judged as they are declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from specproof.emulate import Behaviour, Call, Response, create_app

Document = Callable[..., dict[str, Any]]
Ask = Callable[..., Any]
TEXT: dict[str, Any] = {"type": "string"}


def note(content: dict[str, Any], response: dict[str, Any] | None = None) -> dict[str, Any]:
    """The paths of an API that takes a note of this content."""
    answer = {"description": "d", **({"content": response} if response else {})}
    return {
        "/notes": {
            "post": {
                "operationId": "addNote",
                "parameters": [{"name": "q", "in": "query", "schema": TEXT}],
                "requestBody": {"required": True, "content": content},
                "responses": {"200": answer, "400": {"description": "d"}},
            },
        },
        "/notes/{id}": {
            "get": {
                "operationId": "getNote",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": TEXT},
                    {"name": "c", "in": "cookie", "schema": TEXT},
                ],
                "responses": {"200": answer, "400": {"description": "d"}},
            }
        },
    }


def taking(seen: list[Any], response: Response | None = None) -> Behaviour:
    async def handle(call: Call) -> Response:
        seen.append(call.body)
        return response or Response(200)

    return Behaviour(handlers={"addNote": handle, "getNote": handle})


@pytest.mark.parametrize("text", ["%ff", "%zz", "100%", "%C3%28", "%4"])
def test_percent_encoding_is_utf_8_or_refused(ask: Ask, document: Document, text: str) -> None:
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    seen: list[Any] = []
    app = create_app(document(note(form)), taking(seen))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answers = [
        ask(app, "GET", f"/notes/{text}"),
        ask(app, "POST", f"/notes?q={text}", b"a=1", headers),
        ask(app, "POST", f"/notes?{text}=1", b"a=1", headers),
        ask(app, "POST", "/notes", f"a={text}".encode(), headers),
        ask(app, "GET", "/notes/1", headers={"cookie": f"c={text}"}),
    ]
    assert [answer.status for answer in answers] == [400] * 5
    assert seen == []
    assert all("two hexadecimal digits" in one.json["message"] or "not UTF-8" in one.json["message"] for one in answers)


def test_cookies_of_others_may_be_anything(ask: Ask, document: Document) -> None:
    app = create_app(document(note({"text/plain": {}})), taking([]))
    assert ask(app, "GET", "/notes/%C3%A9", headers={"cookie": "theirs=100%; %zz=1; c=%25"}).status == 200


@pytest.mark.parametrize(
    ("content_type", "body", "value"),
    [
        ("text/plain", b"12", 12),
        ("text/plain; charset=utf-16", "12".encode("utf-16"), 12),
        ("application/vnd.x+json", b"\xef\xbb\xbf12", 12),
        ("application/json; charset=UTF-16", "12".encode("utf-16"), 12),
        ("text/plain", b"x", "is not of type"),
        ("text/plain", b"99", "99 is greater than the maximum of 50"),
        ("text/plain; charset=utf-7", b"12", "charset 'utf-7' is not supported"),
        ("application/json; charset=punycode", b"12", "charset 'punycode' is not supported"),
        ("text/plain", b"\xff", "not UTF-8"),
        ("application/json", b"7" * 5000, "is not JSON"),
        ("application/json", b"[" * 300 + b"]" * 300, "more than 200 levels"),
    ],
)
def test_text_is_judged_in_its_charset(
    ask: Ask, document: Document, content_type: str, body: bytes, value: Any
) -> None:
    schema = {"schema": {"type": "integer", "maximum": 50}}
    seen: list[Any] = []
    content = {"text/plain": schema, "application/*+json": schema, "application/json": schema}
    app = create_app(document(note(content)), taking(seen))
    answer = ask(app, "POST", "/notes", body, {"content-type": content_type})
    if isinstance(value, str):
        assert (answer.status, seen) == (400, [])
        assert value in answer.json["message"]
    else:
        assert (answer.status, seen) == (200, [value])


def test_the_number_of_a_parameter_may_be_too_long(ask: Ask, document: Document) -> None:
    paths = note({"text/plain": {}})
    paths["/notes/{id}"]["get"]["parameters"][0]["schema"] = {"type": "integer"}
    answer = ask(create_app(document(paths), taking([])), "GET", "/notes/" + "7" * 5000)
    assert (answer.status, "too long" in answer.json["message"]) == (400, True)


@pytest.mark.parametrize(
    ("media_type", "example", "sent", "content"),
    [
        ("text/plain", "up", "text/plain", b"up"),
        ("text/plain; charset=iso-8859-1", "\xe9", "text/plain; charset=iso-8859-1", b"\xe9"),
        ("text/*", "up", "text/plain", b"up"),
        ("application/xml", "<a/>", "application/xml", b"<a/>"),
        ("application/json", "up", "application/json", b'"up"'),
        ("*/*", "up", "application/json", b'"up"'),
    ],
)
def test_examples_are_written_in_their_media_type(
    ask: Ask, document: Document, media_type: str, example: str, sent: str, content: bytes
) -> None:
    response = {media_type: {"schema": {"type": "string", "maxLength": 4}, "example": example}}
    answer = ask(create_app(document(note({"text/plain": {}}, response)), Behaviour()), "GET", "/notes/1")
    assert (answer.status, answer.headers["content-type"], answer.body) == (200, sent, content)


def test_text_of_a_handler_is_text_and_judged(ask: Ask, document: Document) -> None:
    response = {"text/plain": {"schema": {"type": "string", "maxLength": 2}}}
    tree = document(note({"text/plain": {}}, response))
    for body, status in (("up", 200), ("down", 500), (b"up", 200), (b"down", 500)):
        answer = ask(create_app(tree, taking([], Response(200, body, media_type="text/plain"))), "GET", "/notes/1")
        assert answer.status == status
        assert b'"up"' not in answer.body


def part(name: str, content: str, *headers: str) -> str:
    lines = [f'Content-Disposition: form-data; name="{name}"', *headers]
    return "--b\r\n" + "\r\n".join(lines) + "\r\n\r\n" + content + "\r\n"


COVER = part("cover", "\xff\xd8", "Content-Type: image/png", "X-Rows: 3")
TITLE = part("title", "abc")


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (TITLE + COVER, ""),
        (TITLE + part("meta", '{"n":1}', "Content-Type: application/json") + COVER, ""),
        (part("title", "abcdef") + COVER, "longer than 3 characters"),
        (TITLE, "is a required property"),
        (TITLE + part("cover", "x", "Content-Type: image/gif", "X-Rows: 3"), "'image/gif' is not declared"),
        (TITLE + part("cover", "x", "X-Rows: 3"), "part 'cover': media type 'text/plain' is not declared"),
        (TITLE + part("cover", "x", "Content-Type: image/png"), "part 'cover': header x-rows is required"),
        (TITLE + part("cover", "x", "Content-Type: image/png", "X-Rows: 9"), "9 is greater than the maximum of 5"),
        (TITLE + COVER + part("meta", '{"n":1}'), "media type 'text/plain' is not declared"),
        (TITLE + COVER + part("meta", '{"n":"1"}', "Content-Type: application/json"), "is not of type"),
        (TITLE + COVER + part("meta", '{"n":1,"n":1}', "Content-Type: application/json"), "appears twice"),
    ],
)
def test_parts_are_judged_by_declared_type_and_headers(ask: Ask, document: Document, parts: str, message: str) -> None:
    schema = {
        "type": "object",
        "required": ["cover"],
        "properties": {
            "title": {"type": "string", "maxLength": 3},
            "cover": {"type": "string"},
            "meta": {"type": "object", "properties": {"n": {"type": "integer"}}},
        },
    }
    encoding = {
        "cover": {
            "contentType": "image/png, image/jpeg",
            "headers": {
                "X-Rows": {"required": True, "schema": {"type": "integer", "maximum": 5}},
                "Content-Type": {"required": True, "schema": {"type": "integer"}},
            },
        },
        "meta": {"contentType": "application/*"},
    }
    seen: list[Any] = []
    app = create_app(document(note({"multipart/form-data": {"schema": schema, "encoding": encoding}})), taking(seen))
    headers = {"content-type": "multipart/form-data; boundary=b"}
    answer = ask(app, "POST", "/notes", (parts + "--b--\r\n").encode("latin-1"), headers)
    if message:
        assert (answer.status, seen) == (400, [])
        assert message in answer.json["message"]
    else:
        assert answer.status == 200
        assert (seen[0]["title"], seen[0]["cover"]) == ("abc", "\xff\xd8")
