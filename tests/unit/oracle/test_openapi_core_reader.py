"""The second reader of parameters, where OpenAPI has it read less than it would."""

from __future__ import annotations

from typing import Any

from specproof.oracle.openapi_core_reader import OpenapiCoreReader
from specproof.oracle.operations import operations

LANGUAGE = {"name": "AUTHORIZATION", "in": "header", "required": True, "schema": {"type": "integer"}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "components": {"parameters": {"Key": LANGUAGE, "Again": {"$ref": "#/components/parameters/Key"}}},
    "paths": {
        "/shelves": {
            "parameters": [{"name": "accept", "in": "header", "required": True, "schema": {"enum": ["a/b"]}}],
            "get": {
                "parameters": [
                    {"$ref": "#/components/parameters/Again"},
                    {"name": "Content-Type", "in": "header", "required": True, "schema": {"type": "string"}},
                    {"name": "X-Row", "in": "header", "schema": {"type": "integer"}},
                    {"name": "accept", "in": "query", "schema": {"type": "integer"}},
                ],
                "responses": {"204": {"description": "d"}},
            },
        }
    },
}


def test_headers_that_openapi_ignores_are_not_asked_for() -> None:
    (operation,) = operations(DOCUMENT)
    assert [one.key for one in operation.parameters] == ["header.X-Row", "query.accept"]
    read = OpenapiCoreReader(DOCUMENT, "/base").parameters(operation, "/base/shelves?accept=5", {"x-row": "7"})
    assert read == {"header.X-Row": 7, "query.accept": 5}


def test_a_request_is_read_by_its_own_path() -> None:
    def item(name: str, kind: str) -> dict[str, Any]:
        parameter = {"name": name, "in": "path", "required": True, "schema": {"type": kind}}
        count = {"name": "count", "in": "query", "schema": {"type": kind}}
        return {"get": {"parameters": [parameter, count], "responses": {"204": {"description": "d"}}}}

    paths = {
        "/r/{a}": item("a", "string"),
        "/r/{b}.json": item("b", "string"),
        "/größe/{c}": item("c", "integer"),
        "/my shelf/{d}?open=true": item("d", "integer"),
    }
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
    reader = OpenapiCoreReader(document, "/v1")
    paths_and_queries = ("/r/x.json", "/r/x.json", "/gr%C3%B6%C3%9Fe/7?count=1", "/my%20shelf/7?open=true&count=1")
    targets = ["/v1" + one for one in paths_and_queries]
    assert [reader.parameters(*one) for one in zip(operations(document), targets, [{}] * 4, strict=True)] == [
        {"path.a": "x.json"},
        {"path.b": "x"},
        {"path.c": 7, "query.count": 1},
        {"path.d": 7, "query.count": 1},
    ]
