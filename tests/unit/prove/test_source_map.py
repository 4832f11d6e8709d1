"""Lines of an effective document's parts in the files that it was read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from specproof.core.diagnostics import Findings
from specproof.core.project import References
from specproof.document import DiskReader, Document, effective_of
from specproof.prove.source_map import SourceMap


def effective(path: Path) -> Document:
    return effective_of(path, (), References(path.parent), DiskReader(), Findings())


@pytest.fixture
def described(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "pet.yaml").write_text("# a pet\ntype: object\nproperties:\n  name:\n    type: string\n")
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /pets:\n    get:\n      responses:\n"
        "        '200':\n          description: d\ncomponents:\n  schemas:\n    Pet: {$ref: parts/pet.yaml}\n"
        "    Whole:\n      type: integer\n      default: {a: {b: 1}}\n"
    )
    return tmp_path / "openapi.yaml"


@pytest.mark.parametrize(
    ("pointer", "location"),
    [
        ("/components/schemas/Pet/properties/name", "parts/pet.yaml:4"),
        ("/components/schemas/Whole", "openapi.yaml:12"),
        ("/components/schemas/Whole/default/a/b", "openapi.yaml:14"),
        ("/paths/~1pets/get", "openapi.yaml:5"),
        ("/paths/~1pets/get/responses/200", "openapi.yaml:7"),
        ("/components/schemas/None/x", "openapi.yaml:10"),
        ("", "openapi.yaml:1"),
    ],
)
def test_lines_are_those_of_each_file(described: Path, pointer: str, location: str) -> None:
    assert SourceMap.of_document(effective(described)).location(pointer) == location


def test_files_are_named_alike_wherever_one_stands(described: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(described.parent)
    found = SourceMap.of_document(effective(Path("openapi.yaml")))
    assert found.location("/components/schemas/Pet/properties") == "parts/pet.yaml:3"


def test_lines_of_the_document_that_a_package_holds(tmp_path: Path) -> None:
    file = tmp_path / "tests" / "document.json"
    file.parent.mkdir()
    file.write_text('{\n "components": {\n  "schemas": {\n   "A": {}\n  }\n }\n}\n')
    assert SourceMap.of_file(file).location("/components/schemas/A") == "tests/document.json:4"


def test_nothing_is_known_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert SourceMap.of_file(tmp_path / "document.json").location("/components") == ""
