"""What the generator leaves out is noticed: the document says which types and methods there must be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from specproof.prove.checks import Contract, ContractViolationError, Package, checks, missing_names, prove
from tests.unit.prove.checks.contracts import document, generated
from tests.unit.prove.checks.packages import contract_in

NAME = "lacking"
PETS = {"type": "object", "properties": {"name": {"type": "string"}}}
SCHEMAS = {"Pet": PETS, "Tag": {"type": "string", "maxLength": 3}}


def operation(schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {
        "parameters": [{"name": "pageSize", "in": "query", "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "d", "content": content}},
    }


def paths(*names: str) -> dict[str, Any]:
    return {f"/{name}": {"get": operation({"$ref": "#/components/schemas/Pet"})} for name in names}


@contextmanager
def held(made_of: Mapping[str, Any], held_to: Mapping[str, Any], folder: Path) -> Iterator[tuple[Package, Contract]]:
    """The package of one document with its own list of names, and another document that it is held to."""
    with generated(made_of, folder, NAME) as package:
        (folder / "tests" / "document.json").write_text(json.dumps(held_to), encoding="utf-8")
        yield package, contract_in(folder)


def failing(contract: Contract, package: Package) -> set[str]:
    """The checks that fail, by property and subject."""
    found = set()
    for check in checks(contract):
        try:
            prove(check, package, check.boundary_cases)
        except ContractViolationError:
            found.add(f"{check.id.property} {check.id.subject}")
    return found


def test_nothing_is_missing(tmp_path: Path) -> None:
    tree = document(SCHEMAS, paths=paths("pets"))
    with held(tree, tree, tmp_path) as (package, contract):
        assert missing_names(contract, package) == []
        assert failing(contract, package) == set()


def test_a_lost_operation(tmp_path: Path) -> None:
    trees = (document(SCHEMAS, paths=paths(*names)) for names in (("pets",), ("pets", "cats")))
    with held(*trees, tmp_path) as (package, contract):
        forms = "blocking method, async raw method, async method, blocking raw method"
        assert missing_names(contract, package) == [f"{forms} of GET /cats"]
        assert {"request GET /cats", "response GET /cats", "invalid response GET /cats"} <= failing(contract, package)


def test_a_lost_component(tmp_path: Path) -> None:
    trees = (document(schemas, paths=paths("pets")) for schemas in ({"Pet": PETS}, SCHEMAS))
    with held(*trees, tmp_path) as (package, contract):
        assert missing_names(contract, package) == ["type Tag of #/components/schemas/Tag"]
        each = {f"{name} Tag" for name in ("accept", "reject", "round trip", "build")}
        assert failing(contract, package) == each


def test_a_lost_parameter(tmp_path: Path) -> None:
    tree = document(SCHEMAS, paths=paths("pets"))
    bare = json.loads(json.dumps(tree))
    del bare["paths"]["/pets"]["get"]["parameters"]
    with held(bare, tree, tmp_path) as (package, contract):
        assert "request GET /pets" in failing(contract, package)


def test_a_lost_type_of_an_inline_schema(tmp_path: Path) -> None:
    tree = document(SCHEMAS, paths={"/pets": {"get": operation({"type": "array", "items": {"type": "integer"}})}})
    with held(tree, tree, tmp_path) as (package, whole):
        assert failing(whole, package) == set()
        contract = Contract(NAME, tmp_path / "tests", methods=[whole.method("GET /pets")], errors=whole.errors)
        assert {"request GET /pets", "response GET /pets"} <= failing(contract, package)


def test_an_exported_name_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = document(SCHEMAS)
    with held(tree, tree, tmp_path) as (package, contract):
        monkeypatch.setattr(f"{NAME}.models.__all__", ["Pet", "Gone"])
        assert missing_names(contract, package) == [f"{NAME}.models.Gone"]
