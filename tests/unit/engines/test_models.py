"""datamodel-code-generator behind its door: our names, our texts, its annotations, and nothing else."""

from __future__ import annotations

import ast
import warnings
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from specproof.core.class_source import ClassSource
from specproof.core.diagnostics import Findings
from specproof.engines import models
from specproof.engines.models import EngineMismatchError, render_classes

TEMPLATES = Path(str(resources.files("specproof.templates") / "models"))


def texts(*names: str, **changes: Any) -> ClassSource:
    given: dict[str, Any] = {
        "docstring": '"""Words."""',
        "head": (),
        "names": {name: name for name in names},
        "types": dict.fromkeys(names, ""),
        "values": dict.fromkeys(names, ""),
        "docs": dict.fromkeys(names, ""),
    }
    return ClassSource(**{**given, **changes})


def tree(**schemas: Any) -> dict[str, Any]:
    head = {"openapi": "3.1.0", "info": {"title": "native form", "version": "1"}, "paths": {}}
    return {**head, "components": {"schemas": schemas}}


def thing(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": True}


def ref(key: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{key}"}


def rendered(form: dict[str, Any], given: dict[str, ClassSource], spelled: dict[str, str]) -> dict[str, str]:
    return render_classes(form, given, spelled, TEMPLATES, Findings())


def attributes(text: str) -> dict[str, str]:
    [statement] = ast.parse(text).body
    assert isinstance(statement, ast.ClassDef)
    found = [node for node in statement.body if isinstance(node, ast.AnnAssign)]
    return {ast.unparse(node.target): ast.unparse(node.annotation) for node in found}


def test_nothing_is_asked_where_there_is_no_class(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_run", None)
    assert rendered(tree(), {}, {}) == {}


def test_annotations_come_from_the_engine() -> None:
    properties = {
        "a": {"type": "integer"},
        "b": {"type": "array", "items": {"type": "string"}},
        "c": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        "d": {"type": "object", "additionalProperties": {"type": "boolean"}},
        "e": {},
    }
    found = rendered(tree(Class0=thing(("a",), **properties)), {"Class0": texts(*properties)}, {"Class0": "Pet"})
    assert attributes(found["Class0"]) == {
        "a": "int",
        "b": "list[str] | MISSING",
        "c": "float | None | MISSING",
        "d": "dict[str, bool] | MISSING",
        "e": "Any | MISSING",
    }


def test_names_are_ours_everywhere() -> None:
    form = tree(Class0=thing((), own=ref("Class0"), other=ref("Class1")), Class1=thing((), a={"type": "string"}))
    given = {"Class0": texts("own", "other"), "Class1": texts("a")}
    found = rendered(form, given, {"Class0": "HTTP_Thing", "Class1": "MISSING_", "MISSING": "MISSING_2"})
    assert found["Class0"].startswith("class HTTP_Thing(")
    assert attributes(found["Class0"]) == {"own": "HTTP_Thing | MISSING_2", "other": "MISSING_ | MISSING_2"}
    assert found["Class1"].startswith("class MISSING_(")


def test_texts_are_ours() -> None:
    given = texts(
        "a",
        docstring='"""Größe."""',
        head=('model_config = ConfigDict(extra="forbid")',),
        types={"a": "Annotated[int, Field(ge=1)]"},
        values={"a": " = Field(validation_alias='A')"},
        docs={"a": '"""What it is."""'},
    )
    found = rendered(tree(Class0=thing(("a",), a={})), {"Class0": given}, {"Class0": "Pet"})["Class0"]
    assert '"""Größe."""' in found
    assert 'model_config = ConfigDict(extra="forbid")' in found
    assert "a: Annotated[int, Field(ge=1)] = Field(validation_alias='A')" in found
    assert '"""What it is."""' in found


def test_a_class_without_properties_is_a_class() -> None:
    found = rendered(tree(Class0=thing()), {"Class0": texts()}, {"Class0": "Pet"})
    assert attributes(found["Class0"]) == {}


def test_two_classes_alike_stay_two() -> None:
    alike = thing(("a",), a={"type": "string"})
    found = rendered(
        tree(Class0=alike, Class1=alike),
        {key: texts("a") for key in ("Class0", "Class1")},
        {"Class0": "A", "Class1": "B"},
    )
    assert [text.partition("(")[0] for text in found.values()] == ["class A", "class B"]


def test_a_class_that_does_not_come_back_is_a_mismatch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_run", lambda *_: ("x = 1\n", {"Class0": "Class0"}))
    with pytest.raises(EngineMismatchError, match="Pet"):
        rendered(tree(Class0=thing()), {"Class0": texts()}, {"Class0": "Pet"})


def test_several_modules_are_a_mismatch(monkeypatch: pytest.MonkeyPatch) -> None:
    import datamodel_code_generator as engine

    def several(_: Any, config: Any) -> dict[str, str]:
        config.emit_model_metadata.write_text('{"models": []}')
        return {}

    monkeypatch.setattr(engine, "generate", several)
    with pytest.raises(EngineMismatchError, match="several"):
        rendered(tree(Class0=thing()), {"Class0": texts()}, {"Class0": "Pet"})


def test_what_the_engine_warns_of_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    import datamodel_code_generator as engine

    generate = engine.generate

    def warning(*arguments: Any, **options: Any) -> Any:
        warnings.warn("something odd", UserWarning, stacklevel=1)
        warnings.warn("something old", DeprecationWarning, stacklevel=1)
        return generate(*arguments, **options)

    monkeypatch.setattr(engine, "generate", warning)
    findings = Findings()
    render_classes(tree(Class0=thing()), {"Class0": texts()}, {"Class0": "Pet"}, TEMPLATES, findings)
    assert [(one.code, one.message) for one in findings] == [
        ("ENGINE_MODELS", "datamodel-code-generator: something odd")
    ]


def test_the_settings_of_the_current_folder_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.datamodel-codegen]\nsnake-case-field = true\n[tool.black]\nx = "')
    monkeypatch.chdir(tmp_path)
    found = rendered(tree(Class0=thing(("aB",), aB={})), {"Class0": texts("aB")}, {"Class0": "Pet"})
    assert attributes(found["Class0"]) == {"aB": "Any"}
