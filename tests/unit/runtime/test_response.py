"""What replies mean."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from typing import Any

import pytest

from specproof.runtime.errors import InvalidResponseError, StatusError, UnexpectedResponseError
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.raw_response import Headers, RawResponse
from specproof.runtime.response import Response, interpret
from tests.unit.runtime.sample.errors import NotFound
from tests.unit.runtime.sample.models import Pet, Problem
from tests.unit.runtime.sample.operations import ADD_PET, GET_PET, PACKAGE

JSON = "application/json"
FILES = Operation("o", "GET", "/", responses={"200": DeclaredResponse({"text/*": Media(), "*/*": Media()})})


def read(operation: Operation, status: int, content: bytes, kind: str = JSON, **headers: str) -> Response[Any]:
    fields = [("Content-Type", kind)] * bool(kind) + [
        (name.replace("_", "-"), value) for name, value in headers.items()
    ]
    return interpret(operation, RawResponse(status, Headers(fields), content), PACKAGE)


def test_a_result() -> None:
    response = read(GET_PET, 200, b'{"name":"Rex"}', "Application/JSON; charset=utf-8", X_Request_Id="r1")
    assert response.parsed == Pet(name="Rex")
    assert (response.status_code, response.request_id, response.json()) == (200, "r1", {"name": "Rex"})
    assert response.headers["content-type"] == "Application/JSON; charset=utf-8"


@pytest.mark.parametrize(
    ("operation", "status", "content", "kind", "parsed"),
    [
        (GET_PET, 204, b"", "", None),
        (GET_PET, 204, b"surprise", "text/plain", None),
        (replace(GET_PET, method="HEAD"), 200, b"", JSON, None),
        (GET_PET, 200, b'{"name":"a"}', "", Pet(name="a")),
        (GET_PET, 200, b'{"name":"a"}', "application/problem+json", Pet(name="a")),
        (ADD_PET, 299, b'{"name":"a"}', JSON, Pet(name="a")),
        (FILES, 200, "é".encode("latin-1"), "text/plain; charset=latin-1", "é"),
        (FILES, 200, "é".encode(), 'text/plain; format=flowed; charset="utf-8"', "é"),
        (FILES, 200, b"a", "text/plain; format=flowed", "a"),
        (FILES, 200, b"\xff", "image/png", b"\xff"),
        (ADD_PET, 302, b'{"any":[1]}', JSON, {"any": [1]}),
    ],
)
def test_results(operation: Operation, status: int, content: bytes, kind: str, parsed: Any) -> None:
    assert read(operation, status, content, kind).parsed == parsed


def test_the_exact_status_comes_before_its_class_and_the_default_last() -> None:
    replies = {
        "default": DeclaredResponse({JSON: Media("Problem")}),
        "2xx": DeclaredResponse({JSON: Media()}),
        "201": DeclaredResponse({JSON: Media("Pet")}),
    }
    operation = Operation("o", "GET", "/", responses=replies)
    assert read(operation, 201, b'{"name":"a"}').parsed == Pet(name="a")
    assert read(operation, 200, b'{"name":"a"}').parsed == {"name": "a"}
    with pytest.raises(StatusError) as caught:
        read(operation, 418, b'{"code":1}')
    assert caught.value.body == Problem(code=1)


def test_a_declared_error() -> None:
    with pytest.raises(NotFound) as caught:
        read(GET_PET, 404, b'{"code":7,"message":"no\\nsuch pet"}', X_Request_Id="r2")
    error = caught.value
    assert error.body == Problem(code=7)
    assert (error.status_code, error.request_id, error.operation) == (404, "r2", "getPet")
    assert str(error) == "getPet: 404 Not Found: no such pet (request id r2)"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"message": "gone", "detail": "other"}, "gone"),
        ({"error": {"message": "gone"}}, "gone"),
        ({"detail": "gone"}, "gone"),
        ({"title": "Gone", "description": "for good"}, "Gone: for good"),
        ({"type": "about:blank", "title": "No credit", "status": 403, "detail": "30 of 50"}, "No credit: 30 of 50"),
        (
            {"detail": [{"loc": ["body", "items", 0], "msg": "Field required", "input": "secret"}, {"msg": "more"}, 7]},
            "body.items.0: Field required; more",
        ),
        (
            {"title": "Invalid", "errors": [{"detail": "must be positive", "pointer": "#/age"}]},
            "Invalid: #/age: must be positive",
        ),
        ({"detail": []}, ""),
        ({"detail": {"a": 1}}, ""),
        ([1], ""),
    ],
)
def test_the_server_s_own_words_are_in_the_text(body: Any, words: str) -> None:
    with pytest.raises(NotFound) as caught:
        read(GET_PET, 404, json.dumps(body).encode())
    assert str(caught.value) == f"getPet: 404 Not Found{': ' if words else ''}{words}"


@pytest.mark.parametrize(
    ("content", "kind"), [(b"<html>", "text/html"), (b"{", JSON), (b'{"code":"x"}', JSON), (b"", ""), (b"\xff", JSON)]
)
def test_an_error_status_is_never_hidden_by_its_body(content: bytes, kind: str) -> None:
    with pytest.raises(NotFound) as caught:
        read(GET_PET, 404, content, kind)
    assert caught.value.body is None
    assert caught.value.content == content


def test_a_default_that_is_an_error_holds_for_any_status() -> None:
    replies = {
        "200": DeclaredResponse({JSON: Media("Pet")}),
        "default": DeclaredResponse({JSON: Media("Problem")}, error="NotFound"),
    }
    with pytest.raises(NotFound) as caught:
        read(Operation("o", "GET", "/", responses=replies), 202, b'{"code":1}')
    assert (caught.value.status_code, caught.value.body) == (202, Problem(code=1))


def test_a_class_of_errors_without_a_name() -> None:
    with pytest.raises(StatusError, match="getPet: 503 Service Unavailable: later") as caught:
        read(GET_PET, 503, b'{"error":"later","code":1}')
    assert type(caught.value) is StatusError


@pytest.mark.parametrize("status", [201, 302, 400, 999])
def test_a_status_that_is_not_declared(status: int) -> None:
    with pytest.raises(UnexpectedResponseError) as caught:
        read(GET_PET, status, b"body")
    assert caught.value.status_code == status
    assert caught.value.content == b"body"
    assert not isinstance(caught.value, StatusError)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b'{"name":1}', JSON), (b"{", JSON), (b"", JSON), (b"a", "text/html"), (b'{"name":"\xff"}', JSON)],
)
def test_a_result_that_is_not_what_is_declared(content: bytes, kind: str) -> None:
    with pytest.raises(InvalidResponseError) as caught:
        read(GET_PET, 200, content, kind)
    assert caught.value.errors
    assert caught.value.content == content


@pytest.mark.parametrize(
    "name", ["klingon", "punycode", "unicode_escape", "IDNA", "rot13", "hex", "undefined", "utf-7"]
)
def test_text_in_an_unknown_charset(name: str) -> None:
    with pytest.raises(InvalidResponseError, match="charset"):
        read(FILES, 200, b"a", f"text/plain; charset={name}")


CHARSETS = [
    "us-ascii",
    "UTF8",
    "utf-16",
    "UTF-16LE",
    "utf-32be",
    "iso-8859-15",
    "ISO_8859-1",
    "Windows-1252",
    "cp1258",
    "koi8-r",
]
CHARSETS += ["gb2312", "GBK", "gb18030", "big5", "Shift_JIS", "euc-jp", "euc-kr", "iso-2022-jp", "latin1"]


@pytest.mark.parametrize("name", CHARSETS)
def test_text_in_each_charset_that_servers_use(name: str) -> None:
    assert read(FILES, 200, "ab".encode(name), f"text/plain; charset={name}").parsed == "ab"


def test_the_value_is_not_in_the_message() -> None:
    with pytest.raises(InvalidResponseError) as caught:
        read(GET_PET, 200, b'{"name":["https://storage/?sig=hidden"]}')
    assert "hidden" not in str(caught.value) + repr(caught.value) + repr(caught.value.args) + repr(caught.value.errors)
    assert caught.value.__cause__ is None


def test_errors_cross_processes() -> None:
    with pytest.raises(NotFound) as caught:
        read(GET_PET, 404, b'{"code":7}', X_Request_Id="r2")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is NotFound
    assert (copy.request_id, copy.body, str(copy)) == ("r2", Problem(code=7), str(caught.value))


def test_the_repr_of_a_reply_shows_no_content() -> None:
    assert repr(RawResponse(200, Headers([("A", "hidden")]), b"hidden")) == "RawResponse(200, 6 bytes)"


def test_headers() -> None:
    headers = Headers([("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X", "y")])
    assert headers["SET-COOKIE"] == "a=1, b=2"
    assert headers.all("set-cookie") == ["a=1", "b=2"]
    assert (list(headers), len(headers)) == (["set-cookie", "x"], 2)
    assert "a=1" not in repr(headers)
    with pytest.raises(KeyError):
        headers["nope"]


@pytest.mark.parametrize(
    ("kind", "content", "parsed"),
    [
        ("application/json;v=1", b'{"code":1}', Problem(code=1)),
        ("application/json;v=2", b'{"name":"a"}', Pet(name="a")),
        ('Application/JSON; V="2" ;charset=utf-8', b'{"name":"a"}', Pet(name="a")),
    ],
)
def test_parameters_tell_media_types_apart(kind: str, content: bytes, parsed: Any) -> None:
    declared = {"application/json;v=1": Media("Problem"), "application/json; v=2": Media("Pet")}
    operation = Operation("o", "GET", "/", responses={"200": DeclaredResponse(declared)})
    assert read(operation, 200, content, kind).parsed == parsed


def test_json_behind_a_byte_order_mark() -> None:
    assert read(GET_PET, 200, b"\xef\xbb\xbf" + b'{"name":"a"}').parsed == Pet(name="a")


@pytest.mark.parametrize("name", ["latin-1", "UTF-16", "utf-16be"])
def test_json_in_the_charset_that_the_response_names(name: str) -> None:
    content = '{"name":"é"}'.encode(name)
    assert read(GET_PET, 200, content, f"{JSON}; charset={name}").parsed == Pet(name="é")


def test_json_in_an_unknown_charset() -> None:
    with pytest.raises(InvalidResponseError, match="charset"):
        read(GET_PET, 200, b'{"name":"a"}', f"{JSON}; charset=punycode")


@pytest.mark.parametrize("kind", ["text/plain", "image/png"])
def test_other_content_beside_json_is_for_streams(kind: str) -> None:
    with pytest.raises(InvalidResponseError, match=r"not JSON; `\.stream` gives it as bytes"):
        read(ADD_PET, 200, b"a", kind)


def test_a_range_with_a_suffix() -> None:
    declared = {JSON: Media("Problem"), "application/*+json": Media("Pet")}
    operation = Operation("o", "GET", "/", responses={"200": DeclaredResponse(declared)})
    assert read(operation, 200, b'{"name":"a"}', "application/vnd.x+json; v=1").parsed == Pet(name="a")
    assert read(operation, 200, b'{"code":1}').parsed == Problem(code=1)


def test_json_is_asked_for_first() -> None:
    declared = DeclaredResponse({"application/xml": Media(), JSON: Media("Pet"), "text/csv": Media()})
    assert Operation("o", "GET", "/", responses={"200": declared}).accept == f"{JSON}, application/xml, text/csv"
