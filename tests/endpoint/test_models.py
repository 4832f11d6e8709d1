"""Every row of the table of defects, by the models of two generated packages: with both overlays, and without."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.core.project import Project
from specproof.document import DiskReader
from specproof.project import from_folder, from_options

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def official(project: Path, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Of `openapi.yaml` alone."""
    target = tmp_path_factory.mktemp("official")
    asked = from_options(project / "openapi.yaml", target, "cdf-files-as-stated", {})
    return imported(asked, target)


@pytest.fixture(scope="module")
def corrected(project: Path, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Of the effective document, under a name of its own so that it stands beside what is committed."""
    target = tmp_path_factory.mktemp("corrected")
    settings = from_folder(project, DiskReader().read, Findings())
    asked = from_options(settings.document, target, "cdf-files-corrected", {}, settings.overlays)
    return imported(asked, target)


def imported(asked: Project, target: Path) -> ModuleType:
    """Generate, write and import: what a user gets."""
    built = pipeline.build(asked, DiskReader(), Findings())
    for path, content in built.files.items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    sys.path.insert(0, str(target / "src"))
    try:
        importlib.import_module(f"{asked.module}.models")
        importlib.import_module(f"{asked.module}._operations")
    finally:
        sys.path.remove(str(target / "src"))
    return sys.modules[asked.module]


def operations(package: ModuleType) -> Iterator[Any]:
    for value in vars(sys.modules[f"{package.__name__}._operations"]).values():
        if type(value).__name__ == "Operation":
            yield value


def type_of(package: ModuleType, case: dict[str, Any]) -> Any:
    """The type of a row: a component's, or that of an operation's reply."""
    name = case.get("schema")
    if name is None:
        [operation] = [o for o in operations(package) if o.id == case["operation"]]
        name = operation.responses[str(case["status"])].content["application/json"].type
    return getattr(sys.modules[f"{package.__name__}.models"], name)


def by_text(kind: Any, value: Any) -> None:
    TypeAdapter(kind).validate_json(json.dumps(value))


def by_value(kind: Any, value: Any) -> None:
    TypeAdapter(kind).validate_python(value)


def verdict(read: Callable[[Any, Any], None], kind: Any, value: Any) -> str:
    try:
        read(kind, value)
    except ValidationError:
        return "reject"
    return "accept"


def name_of(case: dict[str, Any]) -> str:
    return f"{case['row']}-{case.get('schema') or case['operation']}"


@pytest.mark.parametrize("read", [by_text, by_value])
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_official(official: ModuleType, case: dict[str, Any], read: Callable[[Any, Any], None]) -> None:
    assert verdict(read, type_of(official, case), case["input"]) == case["official"]


@pytest.mark.parametrize("read", [by_text, by_value])
@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_corrected(corrected: ModuleType, case: dict[str, Any], read: Callable[[Any, Any], None]) -> None:
    assert verdict(read, type_of(corrected, case), case["input"]) == case["corrected"]


@pytest.mark.parametrize("case", [case for case in CASES if case["corrected"] == "accept"], ids=name_of)
def test_what_is_accepted_comes_back(corrected: ModuleType, case: dict[str, Any]) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(type_of(corrected, case))
    assert json.loads(adapter.dump_json(adapter.validate_json(json.dumps(case["input"])))) == case["input"]


def test_both_packages_answer_all_rows(official: ModuleType, corrected: ModuleType) -> None:
    assert len(CASES) == 67
    assert len({id(type_of(package, case)) for package in (official, corrected) for case in CASES}) > 10
