"""What several operations share is a constant of `_operations.py`, named by what the document names it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.project import from_options

HOME = "src/shared_sample/_operations.py"
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
PROBLEM = {"$ref": "#/components/schemas/Problem"}
TEXT = {"$ref": "#/components/schemas/Text"}
SCHEMAS = {"Problem": {"type": "object"}, "Text": {"type": "string"}}
OK = {"204": {"description": "d"}}


def answer(schema: dict[str, str]) -> dict[str, Any]:
    return {"description": "d", "content": {"application/json": {"schema": schema}}}


def module(folder: Path, operations: dict[str, dict[str, Any]], security: Any = None, **components: Any) -> str:
    """`_operations.py` of a document with a GET of each operationId."""
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            f"/{name}": {"get": {"operationId": name, "responses": OK, **one}} for name, one in operations.items()
        },
        "components": {"schemas": SCHEMAS, **components},
        **({} if security is None else {"security": security}),
    }
    path = folder / "openapi.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    files = pipeline.build(from_options(path, folder, "shared-sample", {}), DiskReader(), Findings()).files
    return str(files[HOME])


def named(text: str) -> list[str]:
    return [name for name in re.findall(r"^(\w+) = ", text, re.MULTILINE) if name != "PACKAGE"]


def test_components_of_several_operations(tmp_path: Path) -> None:
    used = {
        "parameters": [{"$ref": "#/components/parameters/Limit"}],
        "responses": {**OK, "404": {"$ref": "#/components/responses/Missing"}},
    }
    components = {"parameters": {"Limit": LIMIT}, "responses": {"Missing": answer(PROBLEM)}}
    text = module(tmp_path, {"first": used, "second": used}, **components)
    assert named(text) == ["LIMIT_PARAMETER", "MISSING_RESPONSE", "FIRST", "SECOND"]
    assert text.count("parameters=(LIMIT_PARAMETER,)") == text.count('"404": MISSING_RESPONSE') == 2
    assert text.count('Parameter("limit"') == text.count("NotFoundError") == 1


def test_what_one_operation_has_stands_there(tmp_path: Path) -> None:
    used = {"parameters": [{"$ref": "#/components/parameters/Limit"}]}
    assert named(module(tmp_path, {"only": used, "other": {}}, parameters={"Limit": LIMIT})) == ["ONLY", "OTHER"]


def test_equal_errors_without_a_component_are_named_by_their_class(tmp_path: Path) -> None:
    used = {"responses": {**OK, "404": answer(PROBLEM)}}
    assert named(module(tmp_path, {"a": used, "b": used}, None)) == ["NOT_FOUND_ERROR_RESPONSE", "A", "B"]


def test_different_errors_of_one_class_are_named_by_their_content(tmp_path: Path) -> None:
    one, other = ({"responses": {**OK, "404": answer(schema)}} for schema in (PROBLEM, TEXT))
    found = named(module(tmp_path, {"a": one, "b": one, "c": other, "d": other}))
    assert found[:2] == ["NOT_FOUND_ERROR_PROBLEM_RESPONSE", "NOT_FOUND_ERROR_TEXT_RESPONSE"]


def test_a_component_for_several_errors(tmp_path: Path) -> None:
    missing = {"$ref": "#/components/responses/Missing"}
    used = {"responses": {**OK, "404": missing, "410": missing}}
    found = named(module(tmp_path, {"a": used, "b": used}, responses={"Missing": answer(PROBLEM)}))
    assert found[:2] == ["MISSING_NOT_FOUND_ERROR_RESPONSE", "MISSING_GONE_ERROR_RESPONSE"]


def test_components_of_one_spelling_stand_where_they_are_used(tmp_path: Path) -> None:
    used = {"parameters": [{"$ref": f"#/components/parameters/{name}"} for name in ("page-size", "PageSize")]}
    components = {"page-size": {**LIMIT, "name": "a"}, "PageSize": {**LIMIT, "name": "b"}}
    assert named(module(tmp_path, {"a": used, "b": used}, parameters=components)) == ["A", "B"]


def test_the_constant_of_an_operation_keeps_its_name(tmp_path: Path) -> None:
    used = {"parameters": [{"$ref": "#/components/parameters/Limit"}]}
    found = named(module(tmp_path, {"limitParameter": used, "b": used}, parameters={"Limit": LIMIT}))
    assert found == ["LIMIT_PARAMETER", "B"]


def test_security_of_the_document_and_of_operations(tmp_path: Path) -> None:
    schemes = {name: {"type": "http", "scheme": "bearer"} for name in ("token", "key")}
    own = {"security": [{"key": ["read"]}, {"token": []}]}
    operations: dict[str, dict[str, Any]] = {"a": {}, "b": {}, "c": own, "d": own, "e": {"security": []}}
    text = module(tmp_path, operations, [{"token": []}], securitySchemes=schemes)
    assert named(text)[:2] == ["SECURITY", "KEY_READ_OR_TOKEN_SECURITY"]
    assert (
        text.count("security=SECURITY)") + text.count("security=SECURITY,")
        == text.count("security=KEY_READ_OR_TOKEN_SECURITY")
        == 2
    )
    assert "security" not in text[text.index("\nE = ") :]


def test_another_operation_renames_nothing(tmp_path: Path) -> None:
    used = {"responses": {**OK, "404": {"$ref": "#/components/responses/Missing"}, "500": answer(TEXT)}}
    parts = {"responses": {"Missing": answer(PROBLEM)}}
    before = named(module(tmp_path, {"a": used, "b": used}, **parts))
    assert [*before, "C"] == named(module(tmp_path, {"a": used, "b": used, "c": used}, **parts))
