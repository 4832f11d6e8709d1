from __future__ import annotations

from typing import Any

import pytest

from specproof.ir.api import Operation
from specproof.spelling.annotations import ModelNames
from specproof.spelling.content import body_type, errors_of, result_type, results_of
from tests.unit.render.forms import form, lowered, ref

MODELS = ModelNames({"Pet": "Pet", "Text": "Text"})


def operation(**node: Any) -> Operation:
    schemas = {"Pet": {"type": "object"}, "Text": {"type": "string"}}
    return lowered(form({"/": {"post": {"responses": {}} | node}}, schemas=schemas))[0].operations[0]


def content(*types: str, schema: str | None = "Pet") -> dict[str, Any]:
    return {"content": {each: {} if schema is None else {"schema": ref(schema)} for each in types}}


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        ({}, "None"),
        ({"204": {}}, "None"),
        ({"200": content("application/json")}, "models.Pet"),
        ({"200": content("application/problem+json; charset=utf-8")}, "models.Pet"),
        ({"200": content("application/json"), "204": {}}, "models.Pet | None"),
        (
            {"2XX": content("application/json", schema="Text"), "200": content("application/json")},
            "models.Pet | models.Text",
        ),
        ({"200": content("text/csv"), "404": content("application/json")}, "str"),
        ({"200": content("application/pdf", "text/plain")}, "bytes | str"),
        ({"200": content("text/csv", "application/vnd.x+json;v=1")}, "models.Pet"),
        ({"200": content("text/csv", "text/json"), "201": content("text/csv")}, "models.Pet | str"),
        ({"200": content("application/json", schema=None), "201": content("application/json")}, "Any"),
        ({"200": content("*/*")}, "models.Pet"),
        ({"200": content("application/x-www-form-urlencoded")}, "bytes"),
        ({"default": content("application/json")}, "models.Pet"),
        ({"302": {}, "default": content("application/json")}, "models.Pet"),
    ],
)
def test_results(responses: dict[str, Any], expected: str) -> None:
    assert result_type(operation(responses=responses), MODELS) == expected


def test_default_is_an_error_beside_a_success() -> None:
    found = operation(responses={"200": {}, "304": {}, "default": {}})
    assert [reply.status.pattern for reply in results_of(found)] == ["200"]
    assert [reply.status.pattern for reply in errors_of(found)] == ["304", "default"]


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["application/json"], "models.Pet"),
        (["multipart/form-data"], "models.Pet | Mapping[str, Any]"),
        (["application/x-www-form-urlencoded", "application/json"], "models.Pet"),
        (["text/plain", "image/png"], "RawBody"),
        (["application/xml", "text/json"], "models.Pet | RawBody"),
        (["application/json", "application/xml"], "models.Pet | RawBody"),
    ],
)
def test_bodies(types: list[str], expected: str) -> None:
    body = operation(requestBody=content(*types)).body
    assert body is not None
    assert body_type(body, MODELS) == expected
