"""The command line over a pipeline that does what the test says: what the stages do is tested elsewhere."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import specproof
from specproof import cli
from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.core.project import Project

SETTINGS = '[spec]\ndocument = "openapi.yaml"\n[package]\nname = "pets-client"\noutput = "out"\n'


class Ended(NamedTuple):
    status: int
    out: str
    err: str


class Built(NamedTuple):
    files: dict[str, str | bytes]
    lock: types.SimpleNamespace


def build(project: Project, reader: object, findings: Findings) -> Built:
    """One file out of the document; words in it stand for what the real stages could find."""
    text = reader.read(project.document).decode()  # type: ignore[attr-defined] # any reader has it
    at = Location(str(project.document))
    if "wrong" in text:
        findings.add("LOAD_VALUE", "a value is wrong", at, line=1, column=3)
    if "odd" in text:
        findings.add("UPGRADE_CONFLICT", "a value is odd", at, line=1, column=1)
    if "bug" in text:
        raise ZeroDivisionError("unforeseen")
    findings.stop_if_errors()
    files: dict[str, str | bytes] = {"README.md": text, "src/pets.py": b"pets = 1\n"}
    if "second" in text:
        files["src/second.py"] = "second = 1\n"
    return Built(files, types.SimpleNamespace(to_text=lambda: "names\n"))


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put ``build`` in the place of the pipeline; the list tells what was asked of it."""
    calls: list[str] = []

    def counted(project: Project, reader: object, findings: Findings) -> Built:
        calls.append("build")
        return build(project, reader, findings)

    fake = types.ModuleType("specproof.pipeline")
    fake.build = counted  # type: ignore[attr-defined] # a module made by hand
    fake.normal = lambda *_: types.SimpleNamespace(tree={"openapi": "3.1.0"})  # type: ignore[attr-defined] # as above
    monkeypatch.setitem(sys.modules, "specproof.pipeline", fake)
    monkeypatch.setattr(specproof, "pipeline", fake, raising=False)
    return calls


@pytest.fixture
def pets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder below the working directory."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "pets"
    folder.mkdir()
    (folder / "specproof.toml").write_text(SETTINGS)
    (folder / "openapi.yaml").write_text("openapi: 3.1.0\n")
    return Path("pets")


@pytest.fixture
def run(
    pipeline: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Run one command line in this process."""

    def call(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["specproof", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, *capsys.readouterr())

    return call
