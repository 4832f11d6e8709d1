"""Which module of a large package holds what: by what the author named, and unmoved by what arrives later."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from specproof import pipeline, project
from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.document import DiskReader
from specproof.spelling.modules import LARGEST_FILE, assign_modules

OPERATIONS = {Pointer(("paths", "/pets", "get")): "listPets"}


def placed(
    pointers: Mapping[str, str], needs: Mapping[str, set[str]] | None = None, taken: set[str] | None = None
) -> Any:
    parsed = {name: Pointer.parse(text) for name, text in pointers.items()}
    return assign_modules(parsed, OPERATIONS, {name: set() for name in pointers} | dict(needs or {}), taken or set())


@pytest.mark.parametrize(
    ("pointer", "module"),
    [
        ("/components/schemas/Pet", "_pet"),
        ("/components/schemas/pet-status/properties/from", "_pet_status"),
        ("/components/schemas/HTTPError", "_http_error"),
        ("/components/schemas/class", "_class"),
        ("/components/schemas/Größe", "_grosse"),
        ("/components/schemas/" + "x" * 300, "_" + "x" * 80),
        ("/components/parameters/page", "_parameters"),
        ("/components/headers/X-Id", "_headers"),
        ("/components/responses/NotFound/content/application~1json/schema", "_not_found"),
        ("/paths/~1pets/get/responses/200/content/application~1json/schema", "_list_pets"),
    ],
)
def test_a_module_is_named_after_what_the_author_named(pointer: str, module: str) -> None:
    found = placed({"A": pointer})["A"]
    assert found == module or (module == "_grosse" and found.isascii() and found.isidentifier())


def test_what_arrives_later_moves_nobody() -> None:
    before = {f"S{i}": f"/components/schemas/S{i}" for i in range(0, 20, 2)}
    after = {f"S{i}": f"/components/schemas/S{i}" for i in range(20)}
    assert placed(before).items() <= placed(after).items()


def test_modules_that_need_each_other_are_one() -> None:
    pointers = {name: f"/components/schemas/{name[0]}/{name[1:]}" for name in ("A1", "A2", "B1", "B2", "C1")}
    found = placed(pointers, {"A1": {"B1"}, "B2": {"A2"}, "C1": {"A1"}})
    assert found == {"A1": "_a", "A2": "_a", "B1": "_a", "B2": "_a", "C1": "_c"}


def test_imports_in_a_row_end() -> None:
    pointers = {f"S{i:03}": f"/components/schemas/S{i:03}" for i in range(100)}
    found = placed(pointers, {f"S{i:03}": {f"S{i - 1:03}"} for i in range(1, 100)})
    assert len(set(found.values())) == 31


def test_no_module_has_a_name_of_the_document() -> None:
    assert placed({"Pet": "/components/schemas/Pet"}, taken={"_pet"})["Pet"] == "_pet_"


def schemas(count: int) -> dict[str, Any]:
    """Classes in one circle, lists of them, a recursive alias, and a guarded class that is named in another module."""

    def ref(name: str) -> dict[str, str]:
        return {"$ref": f"#/components/schemas/{name}"}

    made: dict[str, Any] = {}
    for i in range(count):
        made[f"model {i}"] = {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "integer"},
                "next": ref(f"model {(i + 1) % count}"),
                "every": ref(f"list{i}"),
            },
        }
        made[f"list{i}"] = {"type": "array", "items": ref(f"model {i}")}
    made["tree"] = {"anyOf": [ref("model 0"), {"type": "array", "items": ref("tree")}]}
    made["judged"] = {
        "type": "object",
        "properties": {"tags": {"type": "array", "uniqueItems": True}, "one": ref("model 0")},
    }
    return made


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("large")
    info = {"title": "large", "version": "1"}
    text = json.dumps({"openapi": "3.1.0", "info": info, "paths": {}, "components": {"schemas": schemas(150)}})
    (folder / "openapi.json").write_text(text, encoding="utf-8")
    asked = project.from_options(folder / "openapi.json", folder / "out", "large_package", {})
    for path, content in pipeline.build(asked, DiskReader(), Findings()).files.items():
        file = folder / "out" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    sys.path.insert(0, str(folder / "out" / "src"))
    yield folder / "out" / "src" / "large_package"
    sys.path.remove(str(folder / "out" / "src"))


def test_a_large_document_becomes_a_package_that_is_loaded_piece_by_piece(large: Path) -> None:
    assert len(schemas(150)) > LARGEST_FILE and not (large / "models.py").exists()
    models = importlib.import_module("large_package.models")
    assert not [name for name in sys.modules if name.startswith("large_package.models.")]
    judged = models.Judged
    assert [name for name in sys.modules if name.startswith("large_package.models.")] == [
        "large_package.models._judged"
    ]
    assert judged.model_validate_json('{"tags": [1, 2], "one": {"id": 1.0, "every": [{"id": 2}]}}').one.every[0].id == 2
    with pytest.raises(ValidationError):
        judged.model_validate_json('{"tags": [1, 1]}')


def test_every_name_is_there_under_both_spellings(large: Path) -> None:
    models = importlib.import_module("large_package.models")
    assert set(models.__all__) == {models.Model0.__name__, *models.__all__} == set(dir(models))
    assert all(getattr(models, name) is not None for name in models.__all__)
    assert getattr(models, "model 7") is models.Model7 and models.tree is models.Tree
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        models.nothing  # noqa: B018  # asking is what is tested


def test_an_alias_that_names_itself_imports_what_its_quoted_type_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be all that a document has."""
    tree = {"type": ["array", "string"], "items": {"$ref": "#/components/schemas/Tree"}}
    shelf = {
        "type": "object",
        "additionalProperties": {"$ref": "#/components/schemas/Shelf"},
        "not": {"required": ["x"]},
    }
    document = {"openapi": "3.1.0", "info": {"title": "loops", "version": "1"}, "paths": {}}
    for name, schema in (("Tree", tree), ("Shelf", shelf)):
        spec = tmp_path / f"{name}.json"
        spec.write_text(json.dumps({**document, "components": {"schemas": {name: schema}}}), encoding="utf-8")
        asked = project.from_options(spec, tmp_path / "out", f"loop_{name.lower()}", {})
        for path, content in pipeline.build(asked, DiskReader(), Findings()).files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    trees = TypeAdapter(importlib.import_module("loop_tree.models").Tree)
    assert trees.validate_json('["a", [["b"]]]') == ["a", [["b"]]]
    shelves = TypeAdapter(importlib.import_module("loop_shelf.models").Shelf)
    assert shelves.validate_json('{"a": {"b": {}}}') == {"a": {"b": {}}}
    for adapter, wrong in ((trees, '["a", [1]]'), (shelves, '{"a": {"x": {}}}'), (shelves, '{"a": 1}')):
        with pytest.raises(ValidationError):
            adapter.validate_json(wrong)
