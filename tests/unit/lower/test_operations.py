from __future__ import annotations

import pytest

from specproof.ir.parameters import Embedded, Styled
from tests.unit.render.forms import form, lowered, parameter, ref

SCHEMAS = {"Text": {"type": "string", "default": "a"}, "Pet": {"type": "object", "examples": [{"name": "Rex"}]}}


def test_every_operation_in_the_order_of_the_document() -> None:
    item = {"post": {"responses": {}}, "get": {"responses": {}, "tags": ["a", "b"]}}
    api, _ = lowered(form({"/b": item, "/a": {"trace": {}}, "x-more": {"get": {}}}))
    assert [operation.key for operation in api.operations] == ["GET /b", "POST /b", "TRACE /a"]
    assert api.operations[0].tag == "a"


def test_parameters() -> None:
    written = [
        parameter("id", "path"),
        parameter("tags", "query", style="pipeDelimited", explode=False, allowReserved=True),
        {"name": "filter", "in": "query", "required": True, "content": {"application/json": {"schema": ref("Pet")}}},
    ]
    api, _ = lowered(form({"/{id}": {"get": {"parameters": written, "responses": {}}}}, schemas=SCHEMAS))
    path, query, filtered = api.operations[0].parameters
    assert (path.key, path.required, path.default, path.example) == ("path.id", True, '"a"', '"a"')
    assert query.carrier == Styled("Text", "pipeDelimited", False, True, is_scalar=True)
    assert filtered.carrier == Embedded("Pet", "application/json")


def test_header_parameters_without_effect_are_reported() -> None:
    written = [parameter("Content-Type", "header"), parameter("X-Trace", "header")]
    api, findings = lowered(form({"/": {"get": {"parameters": written, "responses": {}}}}, schemas=SCHEMAS))
    assert [each.name for each in api.operations[0].parameters] == ["X-Trace"]
    [finding] = findings
    assert finding.code == "PARAMETER_IGNORED"
    assert finding.at is not None
    assert str(finding.at.pointer) == "/paths/~1/get/parameters/0"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("HOST", "write this header"),
        ("content-Length", "write this header"),
        ("Transfer-Encoding", "write this header"),
        ("Connection", "write this header"),
        ("X Trace", "no header"),
        ("X-Tracé", "no header"),
        ("X:Y", "no header"),
        ("", "no header"),
        ("Cookie", "cookie parameters"),
    ],
)
def test_headers_that_nobody_could_send_are_left_out_and_reported(name: str, told: str) -> None:
    written = [parameter(name, "header", required=True), parameter("X-Trace", "header"), parameter("one", "cookie")]
    api, findings = lowered(form({"/": {"get": {"parameters": written, "responses": {}}}}, schemas=SCHEMAS))
    assert [each.name for each in api.operations[0].parameters] == ["X-Trace", "one"]
    [finding] = findings
    assert finding.code == "PARAMETER_IGNORED"
    assert told in finding.message
    assert str(finding.at and finding.at.pointer) == "/paths/~1/get/parameters/0"


def test_a_cookie_header_without_cookie_parameters_stays() -> None:
    api, findings = lowered(
        form({"/": {"get": {"parameters": [parameter("Cookie", "header")], "responses": {}}}}, schemas=SCHEMAS)
    )
    assert [each.name for each in api.operations[0].parameters] == ["Cookie"]
    assert list(findings) == []


def test_responses_by_precedence_and_unreadable_ones_reported() -> None:
    media = {"application/json": {"schema": ref("Pet")}}
    responses = {"default": {}, "4XX": {}, "201": {"content": media}, "x-note": {}, "2": {}}
    api, findings = lowered(form({"/": {"get": {"responses": responses}}}, schemas=SCHEMAS))
    responses = api.operations[0].responses
    assert [response.status.pattern for response in responses] == ["201", "4XX", "default"]
    assert responses[0].content[0].example == '{"name": "Rex"}'
    assert [finding.code for finding in findings] == ["STATUS_UNREADABLE"]


def test_form_encodings() -> None:
    encoding = {
        "file": {"contentType": "image/png", "headers": {"X-A": {"schema": ref("Text")}}},
        "tags": {"style": "form"},
    }
    body = {"required": True, "content": {"multipart/form-data": {"schema": ref("Pet"), "encoding": encoding}}}
    api, _ = lowered(form({"/": {"post": {"requestBody": body, "responses": {}}}}, schemas=SCHEMAS))
    read = api.operations[0].body
    assert read is not None
    file, tags = read.content[0].encodings
    assert (file.content_type, file.headers[0].schema, tags.style) == ("image/png", "Text", "form")
