from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from specproof.core.diagnostics import Findings
from specproof.engines.second_reading import second_reading
from specproof.ir.api import Api
from specproof.ir.content import Status
from tests.unit.render.forms import form, lowered, parameter

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/a/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "post": {
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {"200": {"description": ""}, "default": {"description": ""}},
            },
        }
    },
}


def ours() -> Api:
    operation = deepcopy(DOCUMENT["paths"]["/a/{id}"]["post"])
    operation["parameters"] = [parameter("id", "path"), parameter("q", "query")]
    operation["requestBody"]["content"]["application/json"] = {}
    return lowered(form({"/a/{id}": {"post": operation}}, schemas={"Text": {"type": "string"}}))[0]


def differences(api: Api, document: dict[str, Any] = DOCUMENT) -> list[str]:
    findings = Findings()
    second_reading(document, api, findings, {})
    return [finding.message.removeprefix("POST /a/{id}: ") for finding in findings]


def test_both_readings_agree() -> None:
    findings = Findings()
    assert second_reading(DOCUMENT, ours(), findings, {}) == (1, 0)
    assert not list(findings)


def test_every_kind_of_difference_is_seen() -> None:
    operation = ours().operations[0]
    changed = replace(
        operation,
        parameters=(operation.parameters[0], replace(operation.parameters[1], required=True)),
        responses=tuple(replace(response, status=Status.parse("4XX")) for response in operation.responses[:1]),
        body=None,
    )
    assert differences(replace(ours(), operations=(changed,))) == [
        "required query parameter 'q' is missing in the reading of openapi-python-client",
        "optional query parameter 'q' is only in the reading of openapi-python-client",
        "status codes 4XX (openapi-python-client: 200, default)",
        "media types none (openapi-python-client: application/json)",
    ]


def test_an_operation_that_we_lost() -> None:
    assert differences(replace(ours(), operations=())) == ["only openapi-python-client finds this operation"]


@pytest.mark.parametrize("version", ["3.2.0", "2.0"])
def test_a_document_that_the_engine_refuses_gives_no_opinion(version: str) -> None:
    findings = Findings()
    assert second_reading({**DOCUMENT, "openapi": version}, ours(), findings, {}) == (0, 0)
    assert [finding.code for finding in findings] == ["SECOND_READING_SILENT"]
