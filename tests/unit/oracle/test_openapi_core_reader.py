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
