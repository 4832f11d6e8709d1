"""What openapi-python-client is relied upon for, and what is done where it fails."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.core.diagnostics import Findings
from specproof.core.name_proposals import NameProposal
from specproof.engines.operations import read
from tests.unit.render.forms import form, parameter

SCHEMAS = {
    "Text": {"type": "string"},
    "Count": {"type": "integer", "default": 10},
    "Many": {"type": "array", "items": {}},
}


def readings(paths: dict[str, Any], findings: Findings | None = None, **schemas: Any) -> dict[str, NameProposal]:
    return read(form(paths, schemas=SCHEMAS | schemas), Findings() if findings is None else findings)


def only(path: str, **operation: Any) -> NameProposal:
    [reading] = readings({path: {"get": {"responses": {}} | operation}}).values()
    assert reading.refused is None
    return reading


@pytest.mark.parametrize(
    ("operation_id", "name"),
    [
        ("getV2Pets", "get_v2_pets"),
        ("2fa", "field_2fa"),
        ("class", "class_"),
        ("get Thing", "get_thing"),
        ("import", "import_"),
    ],
)
def test_names_follow_the_operation_id(operation_id: str, name: str) -> None:
    assert only("/a", operationId=operation_id).names[0] == name


def test_names_from_method_and_path() -> None:
    assert only("/pets/{id}").names[:2] == ("get_pets_id", "get_pets_by_id")


def test_one_name_in_two_places() -> None:
    reading = only("/a/{id}", parameters=[parameter("id", "path"), parameter("id", "query")])
    assert reading.parameters == {"path.id": "id_path", "query.id": "id_query"}


@pytest.mark.parametrize("name", ["1x", "a.b", "a b", "ü"])
def test_path_parameters_beyond_the_grammar_of_the_engine(name: str) -> None:
    reading = only(f"/a/{{{name}}}", parameters=[parameter(name, "path"), parameter("q", "query")])
    assert set(reading.parameters) == {f"path.{name}", "query.q"}
    assert all(python.isidentifier() for python in reading.parameters.values())


def test_repeated_path_parameter() -> None:
    assert only("/{x}/{x}", parameters=[parameter("x", "path")]).parameters == {"path.x": "x"}


def test_array_headers_are_read() -> None:
    assert only("/", parameters=[parameter("X-Ids", "header", "Many")]).parameters == {"header.X-Ids": "x_ids"}


def test_defaults_are_converted_and_statuses_ordered() -> None:
    reading = only("/", parameters=[parameter("n", "query", "Count")], responses={"default": {}, "5XX": {}, "200": {}})
    assert reading.defaults == {"query.n": "10"}
    assert reading.statuses == ("200", "5XX", "default")


def test_names_that_the_engine_cannot_tell_apart() -> None:
    findings = Findings()
    item = {"get": {"responses": {}, "parameters": [parameter("$filter", "query"), parameter("filter", "query")]}}
    [reading] = readings({"/": item}, findings).values()
    assert reading.parameters == {"query.$filter": "dollar_sign_filter", "query.filter": "filter_"}
    assert [finding.code for finding in findings] == ["ENGINE_OPERATION"]


@pytest.mark.parametrize("default", ["inf", "abc"])
def test_an_operation_that_the_engine_dies_of_takes_no_other_with_it(default: str) -> None:
    schemas = {"Bad": {"type": "integer", "default": default}}
    paths = {f"/{index}": {"get": {"operationId": f"op{index}", "responses": {}}} for index in range(9)}
    paths["/4"]["get"]["parameters"] = [parameter("limit", "query", "Bad")]
    findings = Findings()
    found = readings(paths, findings, **schemas)
    assert [key for key, reading in found.items() if reading.refused] == ["GET /4"]
    assert found["GET /4"].names[0] == "op4"
    assert found["GET /4"].parameters == {"query.limit": "limit"}
    assert [finding.code for finding in findings] == ["ENGINE_OPERATION"]


def test_two_operations_with_one_folded_name_are_both_read() -> None:
    paths = {
        "/a": {"get": {"operationId": "getThing", "responses": {}}},
        "/b": {"get": {"operationId": "get Thing", "responses": {}}},
    }
    assert [reading.names[0] for reading in readings(paths).values()] == ["get_thing", "get_thing"]
