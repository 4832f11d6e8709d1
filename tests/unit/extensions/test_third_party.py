"""An extension that another distribution brings: it takes part where the settings name it, and nowhere else."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from specproof import cli
from specproof.extensions.hook import Extension
from specproof.extensions.registry import find
from specproof.render.environment import environment

HERE = Path(__file__).parent
SETTINGS = """
extensions = ["greeting"]
[spec]
document = "openapi.yaml"
[package]
name = "pets-client"
module = "greeting_pets"
output = "out"
"""
DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
servers: [{url: https://pets.example}]
paths:
  /greet:
    get: {operationId: greet, tags: [pets], responses: {"204": {description: Nothing.}}}
x-greeting: {resource: pets, text: Hello.}
"""


class Ended(NamedTuple):
    status: object
    out: str
    err: str


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which the extension is installed, and a project that names it as the current folder."""
    site = tmp_path / "site"
    shutil.copytree(HERE / "greeting", site / "greeting", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "greeting-1.0.dist-info").mkdir()
    (site / "greeting-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: greeting\nVersion: 1.0\n")
    (site / "greeting-1.0.dist-info" / "entry_points.txt").write_text(
        "[specproof.extensions]\ngreeting = greeting:EXTENSION\nodd = greeting:Greeting\n"
    )
    monkeypatch.syspath_prepend(site)
    (tmp_path / "specproof.toml").write_text(SETTINGS)
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)
    monkeypatch.chdir(tmp_path)
    yield site
    for name in [name for name in sys.modules if name.partition(".")[0] in ("greeting", "greeting_pets")]:
        del sys.modules[name]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["specproof", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return Ended(ended.value.code, printed.out, printed.err)

    return call


def test_the_package_has_what_the_extension_adds(
    run: Callable[..., Ended], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("generate", ".").status == 0
    monkeypatch.syspath_prepend(tmp_path / "out" / "src")
    with import_module("greeting_pets").Client() as client:
        assert client.pets.greet() == "Hello."
        assert callable(client.pets.greet_)
    assert "`client.pets.greet()` greets." in (tmp_path / "out" / "README.md").read_text()
    assert "x-greeting" in run("audit", ".").out


def test_without_the_setting_none_of_its_code_runs(run: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "specproof.toml").write_text(SETTINGS.replace('extensions = ["greeting"]', ""))
    assert run("generate", ".").status == 0
    assert "greeting" not in sys.modules
    assert not (tmp_path / "out/src/greeting_pets/_runtime/greeting").exists()


def test_its_findings_are_told_like_any_other(run: Callable[..., Ended], tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(DOCUMENT.replace("text: Hello.", "text: 1"))
    ended = run("generate", ".")
    assert ended.status == 1
    assert ended.err.startswith("openapi.yaml:8:36: error[GREETING]: text must be a string")
    assert "  hint: write a text\n" in ended.err


def test_a_change_of_its_files_is_seen(run: Callable[..., Ended], installed: Path) -> None:
    run("generate", ".")
    assert "none changed" in run("generate", ".").out
    template = installed / "greeting" / "templates" / "readme.md.j2"
    template.write_text(template.read_text().replace("greets.", "says hello."))
    environment.cache_clear()  # each run of the command is a process of its own
    assert "1 changed" in run("generate", ".").out


def test_a_name_that_nobody_offers() -> None:
    with pytest.raises(LookupError, match="parting"):
        find(["parting"])


def test_what_is_offered_must_be_an_extension() -> None:
    with pytest.raises(TypeError, match="odd"):
        find(["odd"])


def test_a_name_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (extension,) = find(["greeting"])
    assert isinstance(extension, Extension)
    with pytest.raises(ValueError, match="the extension greeting is in use"):
        find(["greeting", "greeting"])
    for package in ("theirs.pagination", "theirs.streams"):
        monkeypatch.setattr("greeting.EXTENSION", replace(extension, package=package))
        with pytest.raises(ValueError, match="is in use"):
            find(["greeting"])
