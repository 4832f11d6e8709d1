"""What the tests of a package hold: the document, and the types of its contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.core.project import Project
from specproof.document import DiskReader
from specproof.project import from_folder, from_options
from tests.unit.prove.checks.contracts import document

ROOT = Path(__file__).parents[4]


def files(project: Project) -> dict[str, str]:
    built = pipeline.build(project, DiskReader(), Findings())
    return {path: one if isinstance(one, str) else one.decode() for path, one in built.files.items()}


def of(tree: Any, folder: Path, name: str = "openapi.json", indent: int | None = 1) -> dict[str, str]:
    path = folder / name
    path.write_text(json.dumps(tree, indent=indent), encoding="utf-8")
    return files(from_options(path, folder, "carried-sample", {}))


def test_they_are_a_handful_and_import_the_checks(tmp_path: Path) -> None:
    found = {path: text for path, text in of(document({}), tmp_path).items() if path.startswith("tests/")}
    assert sorted(found) == [
        "tests/__init__.py",
        "tests/conftest.py",
        "tests/document.json",
        "tests/test_models.py",
        "tests/test_requests.py",
        "tests/test_responses.py",
    ]
    assert sum(len(text.splitlines()) for path, text in found.items() if path.endswith(".py")) < 200


def test_a_change_of_the_document_is_a_change_of_few_lines(tmp_path: Path) -> None:
    before, after = (
        of(document({"Name": {"type": "string", "maxLength": most}}), tmp_path)["tests/document.json"].splitlines()
        for most in (5, 6)
    )
    assert len(before) == len(after)
    assert [one.strip() for one, other in zip(before, after, strict=True) if one != other] == ['"maxLength": 5']


def test_the_document_is_as_it_was_written(tmp_path: Path) -> None:
    tree = document({"Name": {"type": "string", "nullable": True}}, "3.0.3")
    assert json.loads(of(tree, tmp_path)["tests/document.json"]) == tree


def test_the_document_has_its_overlays() -> None:
    found = files(from_folder(ROOT / "spec" / "cdf-files", Path.read_bytes, Findings()))
    tree = json.loads(found["tests/document.json"])
    assert "429" in tree["paths"]["/files/multiuploadlink"]["post"]["responses"]


def test_types_are_told_apart_by_direction_and_kind(tmp_path: Path) -> None:
    pet = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer", "readOnly": True}, "home": {"properties": {"a": {"type": "string"}}}},
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    post = {"requestBody": {"content": content}, "responses": {"200": {"description": "d", "content": content}}}
    text = of(document({"Pet": pet, "type=object": {"type": "string"}}, paths={"/pets": {"post": post}}), tmp_path)
    rows = [line.strip() for line in text["tests/__init__.py"].splitlines() if line.strip().startswith("ExportedType(")]
    assert rows == [
        'ExportedType("TypeObject", "/components/schemas/type=object"),',
        'ExportedType("PetHomeObject", "/components/schemas/Pet/properties/home", kind="object"),',
        'ExportedType("PetHome", "/components/schemas/Pet/properties/home"),',
        'ExportedType("PetRequest", "/components/schemas/Pet", direction="request"),',
    ]
