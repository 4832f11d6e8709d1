"""specproof.toml: what it may hold, and where an error is."""

from __future__ import annotations

from pathlib import Path

import pytest

from specproof import project
from specproof.core.diagnostics import Findings, StopError

MINIMAL = '[spec]\ndocument = "openapi.yaml"\n[package]\nname = "pets-client"\noutput = "../out"\n'


def errors(text: str | bytes) -> list[str]:
    findings = Findings()
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(StopError):
        project.from_folder(Path("spec/pets"), lambda path: data, findings)
    return [f"{error.line}:{error.column} {error.code} {error.message} ({error.hint})" for error in findings.errors]


def test_there_are_at_most_sixteen_settings() -> None:
    assert len(project.SETTINGS) <= 16


def test_the_shortest_file_decides_the_rest(tmp_path: Path) -> None:
    found = project.from_folder(tmp_path, lambda path: MINIMAL.encode(), Findings())
    assert (found.name, found.module, found.version, found.emulator) == ("pets-client", "pets_client", None, None)
    assert found.document == tmp_path / "openapi.yaml"
    assert found.output == tmp_path.parent / "out"
    assert found.lock == tmp_path / "specproof.lock"
    assert found.references.root == tmp_path


def test_every_setting_arrives(tmp_path: Path) -> None:
    text = """
[spec]
document = "a.yaml"
overlays = ["b.yaml", "c/d.yaml"]
[package]
name = "Pets.Client"
module = "pets"
output = "/srv/out"
version = "1.2.0rc1"
[serve]
emulator = "emulator.py"
[references]
root = ".."
[references.map]
"https://example.com/schemas" = "schemas"
[limits]
bytes = 1
depth = 2
nodes = 3
[formats]
uuid = "uuid.UUID"
"""
    found = project.from_folder(tmp_path, lambda path: text.encode(), Findings())
    assert found.overlays == (tmp_path / "b.yaml", tmp_path / "c/d.yaml")
    assert (found.name, found.module, found.output, found.version) == (
        "Pets.Client",
        "pets",
        Path("/srv/out"),
        "1.2.0rc1",
    )
    assert found.emulator == tmp_path / "emulator.py"
    assert found.references.root == tmp_path / ".."
    assert dict(found.references.map) == {"https://example.com/schemas": tmp_path / "schemas"}
    assert (found.limits.bytes, found.limits.depth, found.limits.nodes) == (1, 2, 3)
    assert dict(found.formats) == {"uuid": "uuid.UUID"}


def test_a_misspelled_key_is_found_and_answered() -> None:
    assert errors(MINIMAL + '\nmodul = "pets"\n') == [
        "7:1 PROJECT_UNKNOWN_KEY unknown setting package.modul (did you mean package.module?)"
    ]


def test_a_misspelled_table_is_found_and_answered() -> None:
    assert errors(MINIMAL + "[limit]\ndepth = 3\n") == [
        "6:1 PROJECT_UNKNOWN_KEY unknown setting limit (did you mean limits?)"
    ]


def test_the_same_key_in_another_table_is_not_meant() -> None:
    (error,) = errors(MINIMAL.replace('name = "pets-client"', 'document = 1\nname = "pets-client"'))
    assert error.startswith("4:1 PROJECT_UNKNOWN_KEY unknown setting package.document")


def test_all_errors_come_at_once() -> None:
    found = errors(
        '[spec]\ndocument = 3\noverlays = "b.yaml"\n[package]\nname = "-"\noutput = ""\n[limits]\ndepth = true\n'
    )
    assert [error.split()[:2] for error in found] == [
        ["2:1", "PROJECT_VALUE"],
        ["3:1", "PROJECT_VALUE"],
        ["5:1", "PROJECT_VALUE"],
        ["6:1", "PROJECT_VALUE"],
        ["8:1", "PROJECT_VALUE"],
    ]


def test_what_is_required_is_asked_for() -> None:
    assert errors('[spec]\ndocument = "a.yaml"\n[package]\nname = "pets"\n') == [
        "3:1 PROJECT_MISSING_KEY package.output is required: it is a folder name (None)"
    ]
    assert len(errors("")) == 3


def test_a_table_that_is_none() -> None:
    assert errors("spec = 1\n")[0] == "1:1 PROJECT_VALUE [spec] must be a table, not 1 (None)"


def test_broken_toml_says_where() -> None:
    assert errors("[spec]\ndocument = \n")[0].startswith("2:12 PROJECT_SYNTAX Invalid value")
    assert errors("[spec")[0].startswith("1:6 PROJECT_SYNTAX")


def test_text_that_is_not_utf8() -> None:
    assert errors(b"\xff") == ["None:None PROJECT_UNREADABLE cannot read the settings: it is not UTF-8 (None)"]


def test_no_file_at_all(tmp_path: Path) -> None:
    findings = Findings()
    with pytest.raises(StopError):
        project.from_folder(tmp_path / "nowhere", Path.read_bytes, findings)
    assert [error.code for error in findings.errors] == ["PROJECT_UNREADABLE"]


@pytest.mark.parametrize(
    ("name", "module"),
    [("pets", "pets"), ("Pets.Client-2", "pets_client_2"), ("class", "class_client"), ("2fa", "api_2fa")],
)
def test_the_module_follows_from_the_name(name: str, module: str) -> None:
    assert project.module_name(name) == module


@pytest.mark.parametrize("module", ["class", "Pets", "2fa", "a-b", "a.b", ""])
def test_a_module_is_a_python_name(module: str) -> None:
    (error,) = errors(MINIMAL.replace("output", f'module = "{module}"\noutput'))
    assert "PROJECT_VALUE" in error


def test_an_ad_hoc_project_keeps_its_lock_with_its_output(tmp_path: Path) -> None:
    found = project.from_options(tmp_path / "a.yaml", tmp_path / "out", "pets-client", {})
    assert found.lock == tmp_path / "out" / "specproof.lock"
    assert found.references.root == tmp_path
    with pytest.raises(ValueError, match="distribution name"):
        project.from_options(tmp_path / "a.yaml", tmp_path / "out", "../x", {})
