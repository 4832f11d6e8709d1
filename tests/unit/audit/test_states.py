"""Each state of a constraint, by the smallest schema that has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from specproof.audit import audit
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.pipeline import normal
from specproof.project import from_options

ALLOWED: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "string"}}}


def states(folder: Path, schema: Any, formats: dict[str, str] | None = None, **rest: Any) -> dict[str, str]:
    """Pointer below the component ``It`` -> state; other places by their whole pointer."""
    document = {
        "openapi": "3.1.0",
        "info": {"title": "It", "version": "1"},
        "paths": {},
        "components": {"schemas": {"It": schema}},
        **rest,
    }
    path = folder / "openapi.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False))
    findings = Findings()
    form = normal(from_options(path, Path("out"), "client", {}), DiskReader(), findings)
    found = audit(form, findings, lambda: 0.0, formats or {})
    return {str(row.at.pointer).removeprefix("/components/schemas/It"): str(row.state) for row in found.constraints}


NATIVE, GUARD, NOTE, LOST = "native", "guard", "annotation", "degraded"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer", "minimum": 1}, {"/type": NATIVE, "/minimum": NATIVE}),
        ({"type": "number", "multipleOf": 0.1}, {"/type": NATIVE, "/multipleOf": GUARD}),
        (
            {"type": "string", "pattern": "^a$", "format": "uuid"},
            {"/type": NATIVE, "/pattern": NATIVE, "/format": NOTE},
        ),
        ({"type": "string", "pattern": "^(?!a)"}, {"/type": NATIVE, "/pattern": GUARD}),
        ({"type": "string", "pattern": "(?<x"}, {"/type": NATIVE, "/pattern": LOST}),
        ({"not": {"type": "string"}}, {"/not": GUARD, "/not/type": GUARD}),
        (
            {"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 3}},
            {"/if/type": GUARD, "/then/minLength": GUARD, "/else/minimum": GUARD},
        ),
        (
            {"type": "array", "contains": {"type": "string"}, "minContains": 2},
            {"/type": NATIVE, "/contains": GUARD, "/minContains": GUARD, "/contains/type": GUARD},
        ),
        (
            {**ALLOWED, "additionalProperties": False},
            {"/type": NATIVE, "/properties/a/type": NATIVE, "/additionalProperties": NATIVE},
        ),
        (
            {"oneOf": [{"type": "integer", "minimum": 1}, {"type": "number"}]},
            {"/oneOf": GUARD, "/oneOf/0/type": NATIVE, "/oneOf/0/minimum": NATIVE, "/oneOf/1/type": NATIVE},
        ),
        (
            {"oneOf": [{"type": "integer"}, {"type": "string"}]},
            {"/oneOf": NATIVE, "/oneOf/0/type": NATIVE, "/oneOf/1/type": NATIVE},
        ),
        (
            {"allOf": [ALLOWED, {"minProperties": 1, "properties": {"a": {"minLength": 1}}}]},
            {
                "/allOf/0/type": NATIVE,
                "/allOf/0/properties/a/type": NATIVE,
                "/allOf/1/minProperties": GUARD,
                "/allOf/1/properties/a/minLength": NATIVE,
            },
        ),
        (
            {"type": "object", "patternProperties": {"^x": {"type": "string"}, "(?<x": {"type": "integer"}}},
            {"/type": NATIVE, "/patternProperties/^x/type": GUARD, "/patternProperties/(?<x/type": LOST},
        ),
        (
            {"type": "object", "properties": {"a": False}},
            {"/type": NATIVE, "/properties/a": GUARD},
        ),
        (
            {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object"}},
            {"/type": NATIVE, "/contentMediaType": NOTE, "/contentSchema": NOTE, "/contentSchema/type": NOTE},
        ),
        ({"type": "array", "minItems": 0, "uniqueItems": False, "items": True}, {"/type": NATIVE}),
        (
            {"$schema": "http://json-schema.org/draft-07/schema#", "type": "string", "minLength": 3},
            {"/type": GUARD, "/minLength": GUARD},
        ),
    ],
)  # fmt: skip
def test_a_constraint_has_its_state(schema: Any, expected: dict[str, str], tmp_path: Path) -> None:
    assert states(tmp_path, schema) == expected


def test_a_format_that_the_project_asks_for_is_native(tmp_path: Path) -> None:
    schema = {"type": "string", "format": "uuid"}
    assert states(tmp_path, schema, {"uuid": "uuid.UUID"})["/format"] == "native"


def test_what_operations_promise_is_the_clients(tmp_path: Path) -> None:
    operation = {
        "parameters": [{"name": "a", "in": "query", "required": True, "schema": {"$ref": "#/components/schemas/It"}}],
        "responses": {"204": {"description": "Done."}},
    }
    found = states(tmp_path, {"type": "string"}, paths={"/a": {"get": operation}})
    at = "/paths/~1a/get"
    assert {pointer for pointer, state in found.items() if state == "client"} == {
        f"{at}/parameters/0/required",
        f"{at}/parameters/0/style",
        f"{at}/responses/204",
    }


def test_a_webhook_is_unused(tmp_path: Path) -> None:
    body = {"content": {"application/json": {"schema": {"type": "integer", "minimum": 3, "not": False}}}}
    hook = {"post": {"requestBody": body, "responses": {}}}
    found = states(tmp_path, True, webhooks={"added": hook})
    at = "/webhooks/added/post/requestBody/content/application~1json/schema"
    assert found == {f"{at}/type": "unused", f"{at}/minimum": "unused"}


def test_a_reference_that_nothing_answers_is_degraded(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    known = "https://json-schema.org/draft/2020-12/schema"
    path.write_text(
        f"openapi: 3.1.0\ninfo: {{title: A, version: '1'}}\ncomponents: {{schemas: {{It: {{$ref: '{known}'}}}}}}\n"
    )
    form = normal(from_options(path, Path("out"), "client", {}), DiskReader(), Findings())
    foreign = next(name for name, schema in form.schemas.items() if schema == {"$ref": known})
    form.source.tree["components"]["schemas"]["It"]["$ref"] = "https://elsewhere.example/it"
    form.tree["components"]["schemas"][foreign] = True
    (row,) = audit(form, Findings(), lambda: 0.0, {}).constraints
    assert (str(row.pointer), row.keyword, str(row.state)) == ("/components/schemas/It/$ref", "$ref", "degraded")


def test_response_headers_are_not_judged(tmp_path: Path) -> None:
    short = {"schema": {"type": "string", "maxLength": 3}}
    headers = {"X-Own": short, "X-Shared": {"$ref": "#/components/headers/Shared"}}
    again = {"description": "", "headers": {"X-Again": short}}
    responses = {"200": {"description": "", "headers": headers}, "404": {"$ref": "#/components/responses/Again"}}
    components = {"headers": {"Shared": short}, "responses": {"Again": again}}
    rows = states(tmp_path, ALLOWED, paths={"/it": {"get": {"responses": responses}}}, components=components)
    of_headers = {at: state for at, state in rows.items() if "/headers/" in at}
    assert len(of_headers) == 6
    assert set(of_headers.values()) == {LOST}
