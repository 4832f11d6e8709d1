"""What is generated of a mutant: enough for the same names and types, and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.document import DiskReader, Document, Origins
from specproof.project import from_options
from specproof.prove.mutants.document_slices import Slices

LISTED = {"application/json": {"schema": {"$ref": "#/components/schemas/Pets"}}}
PETS: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "parameters": [{"$ref": "#/components/parameters/Limit"}],
            "get": {
                "operationId": "listPets",
                "responses": {"200": {"description": "", "content": LISTED}},
            },
            "post": {
                "operationId": "addPet",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "responses": {"201": {"description": ""}},
            },
        },
        "/other": {"get": {"operationId": "other", "responses": {"200": {"description": ""}}}},
    },
    "components": {
        "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}}},
        "schemas": {
            "Pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
            "Pet": {
                "type": "object",
                "required": ["id", "tag"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "tag": {"$ref": "#/components/schemas/Tag"},
                    "home": {"type": "object", "properties": {"town": {"type": "string"}}},
                },
            },
            "Tag": {"type": "string", "maxLength": 5},
            "MutationNotApplicableError": {"type": "string"},
        },
    },
}


def test_units() -> None:
    slices = Slices(PETS)
    assert slices.unit_of(Pointer(("components", "schemas", "Pet", "properties"))) == ("components", "schemas", "Pet")
    assert slices.unit_of(Pointer(("paths", "/pets"))) == ("paths", "/pets", "get")
    assert slices.unit_of(Pointer(("info", "title"))) is None
    assert slices.users(("components", "schemas", "Tag")) == [("components", "schemas", "Pet")]
    assert ("paths", "/pets", "post") in slices.operations(("components", "parameters", "Limit"))


def test_an_operation_alone() -> None:
    tree = Slices(PETS).of_operation(("paths", "/pets", "post"))
    assert list(tree["paths"]) == ["/pets"]
    assert list(tree["paths"]["/pets"]) == ["parameters", "post"]
    assert set(tree["components"]["schemas"]) == {"Pet", "Tag"}
    assert set(tree["components"]["parameters"]) == {"Limit"}


def test_a_part_that_operations_share_brings_one_of_them() -> None:
    tree = Slices(PETS).of_schemas(("components", "parameters", "Limit"))
    assert "/pets" in tree["paths"]


def test_types_come_out_as_in_the_whole(tmp_path: Path) -> None:
    """Names and directions are those of the whole document: `Pet` travels both ways, and its variants are there."""
    file = tmp_path / "pets.json"
    file.write_text(json.dumps(PETS))
    project = from_options(file, tmp_path / "out", "pets-client", {})
    built = pipeline.build(project, DiskReader(), Findings())
    whole = str(built.files["src/pets_client/models.py"])
    part = Slices(PETS).of_schemas(("components", "schemas", "Pet"))
    document = Document(part, Origins(Location("pets.json")), "3.0.3", {})
    files = pipeline.rebuild(project, document, built.lock, Findings(), whole=False)
    alone = str(files["src/pets_client/models.py"])
    for name in ("class Pet(", "class PetRequest(", "class PetHome(", "Tag: TypeAlias"):
        assert name in whole
        assert name in alone
    assert "MutationNotApplicableError" in whole
    assert "MutationNotApplicableError" not in alone
