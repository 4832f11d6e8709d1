"""What a package's tests carry along, and what its table of types says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.core.project import Project
from specproof.document import DiskReader
from specproof.project import from_folder, from_options
from specproof.prove.checks.source_map import Places
from tests.unit.prove.checks.held import document

ROOT = Path(__file__).parents[4]
KIT = ROOT / "generator" / "specproof" / "prove" / "kit"


def files(project: Project) -> dict[str, str]:
    built = pipeline.build(project, DiskReader(), Findings())
    return {path: one if isinstance(one, str) else one.decode() for path, one in built.files.items()}


def of(tree: Any, folder: Path, name: str = "openapi.json", indent: int | None = 1) -> dict[str, str]:
    path = folder / name
    path.write_text(json.dumps(tree, indent=indent), encoding="utf-8")
    return files(from_options(path, folder, "carried-sample", {}))


def test_the_kit_is_carried_byte_for_byte_and_knows_nothing_of_us(tmp_path: Path) -> None:
    found = of(document({}), tmp_path)
    kit = {path.relative_to(KIT).as_posix(): path.read_text() for path in KIT.rglob("*.py")}
    assert {path.removeprefix("tests/kit/"): text for path, text in found.items() if "tests/kit/" in path} == kit
    assert [path for path, text in kit.items() if "import specproof" in text or "from specproof" in text] == []


def test_the_document_is_as_it_was_written(tmp_path: Path) -> None:
    tree = document({"Name": {"type": "string", "nullable": True}}, "3.0.3")
    assert json.loads(of(tree, tmp_path)["tests/document.json"]) == tree


def test_the_document_has_its_overlays() -> None:
    found = files(from_folder(ROOT / "spec" / "cdf-files", Path.read_bytes, Findings()))
    tree = json.loads(found["tests/document.json"])
    assert "429" in tree["paths"]["/files/multiuploadlink"]["post"]["responses"]


def test_lines_are_those_of_each_file(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "pet.yaml").write_text("# a pet\ntype: object\nproperties:\n  name:\n    type: string\n")
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /pets:\n    get:\n      responses:\n"
        "        '200':\n          description: d\ncomponents:\n  schemas:\n    Pet: {$ref: parts/pet.yaml}\n"
        "    Whole:\n      type: integer\n      default: {a: {b: 1}}\n"
    )
    found = json.loads(
        files(from_options(tmp_path / "openapi.yaml", tmp_path, "lines-sample", {}))["tests/places.json"]
    )
    places = Places(found["files"], found["places"])
    at = {pointer: places.at(pointer) for pointer in (
        "/components/schemas/Pet/properties/name", "/components/schemas/Whole", "/paths/~1pets/get",
        "/paths/~1pets/get/responses/200", "/components/schemas/Whole/default/a/b", "/components/schemas/None/x", "",
    )}  # fmt: skip
    assert at == {
        "/components/schemas/Pet/properties/name": "parts/pet.yaml:4",
        "/components/schemas/Whole": "openapi.yaml:12",
        "/paths/~1pets/get": "openapi.yaml:5",
        "/paths/~1pets/get/responses/200": "openapi.yaml:7",
        "/components/schemas/Whole/default/a/b": "openapi.yaml:12",
        "/components/schemas/None/x": "openapi.yaml:10",
        "": "openapi.yaml:1",
    }


def test_lines_are_the_same_wherever_one_stands(tmp_path: Path, monkeypatch: Any) -> None:
    tree = document({"Whole": {"type": "integer"}})
    absolute = of(tree, tmp_path)
    monkeypatch.chdir(tmp_path)
    assert files(from_options(Path("openapi.json"), Path("out"), "carried-sample", {})) == absolute
    assert json.loads(absolute["tests/places.json"])["files"] == ["openapi.json"]


def test_nothing_is_known_where_no_lines_are(tmp_path: Path) -> None:
    assert Places.read(tmp_path / "places.json").at("/components") == ""


def test_types_are_told_apart_by_direction_and_kind(tmp_path: Path) -> None:
    pet = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer", "readOnly": True}, "home": {"properties": {"a": {"type": "string"}}}},
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    post = {"requestBody": {"content": content}, "responses": {"200": {"description": "d", "content": content}}}
    text = of(document({"Pet": pet, "type=object": {"type": "string"}}, paths={"/pets": {"post": post}}), tmp_path)
    rows = [line.strip() for line in text["tests/promises.py"].splitlines() if line.strip().startswith("Type(")]
    assert rows == [
        'Type("Pet", "/components/schemas/Pet"),',
        'Type("TypeObject", "/components/schemas/type=object"),',
        'Type("PetHomeObject", "/components/schemas/Pet/properties/home", kind="object"),',
        'Type("PetHome", "/components/schemas/Pet/properties/home"),',
        'Type("PetRequest", "/components/schemas/Pet", direction="request"),',
    ]
