"""generate, check and normalize: what they print, what they write, how they end."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.conftest import SETTINGS, Ended

Run = Callable[..., Ended]


def test_generate_writes_package_and_lock(run: Run, pets: Path) -> None:
    assert run("generate", pets) == (0, "pets/out: 2 files, 2 new\n", "")
    assert (pets / "out" / "README.md").read_text() == "openapi: 3.1.0\n"
    assert (pets / "specproof.lock").read_text() == "names\n"


def test_nothing_changed_asks_no_stage(run: Run, pets: Path, pipeline: list[str]) -> None:
    run("generate", pets)
    assert run("generate", pets) == (0, "pets/out: 2 files, none changed\n", "")
    assert pipeline == ["build"]


@pytest.mark.parametrize(
    "touched", ["openapi.yaml", "specproof.toml", "specproof.lock", "out/README.md", "out/.specproof.json"]
)
def test_whatever_is_edited_is_seen(run: Run, pets: Path, pipeline: list[str], touched: str) -> None:
    run("generate", pets)
    file = pets / touched
    before = file.stat()
    text = file.read_text()
    file.write_text(text[:-1] + " ")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    run("generate", pets)
    assert pipeline == ["build", "build"]


def test_another_tool_is_seen(run: Run, pets: Path, pipeline: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    run("generate", pets)
    monkeypatch.setattr("specproof.output.cache.tool_digest", lambda: "another")
    run("generate", pets)
    assert pipeline == ["build", "build"]


def test_a_new_installation_is_seen(
    run: Run, pets: Path, pipeline: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("generate", pets)
    (tmp_path / "site" / "engine-2.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site")
    run("generate", pets)
    assert pipeline == ["build", "build"]


def test_a_broken_cache_costs_time_only(run: Run, pets: Path) -> None:
    run("generate", pets)
    (pets / ".specproof-cache" / "stamp.json").write_text("[1")
    assert run("generate", pets).out == "pets/out: 2 files, none changed\n"


def test_a_warning_is_told_again(run: Run, pets: Path) -> None:
    (pets / "openapi.yaml").write_text("odd: 1\n")
    first, second = run("generate", pets), run("generate", pets)
    assert first.err == second.err
    assert first.err.startswith("pets/openapi.yaml:1:1: warning[UPGRADE_CONFLICT]: a value is odd\n")
    assert run("generate", pets, "--strict").status == 1
    assert (pets / "out").is_dir()


def test_an_error_shows_its_line_and_writes_nothing(run: Run, pets: Path) -> None:
    (pets / "openapi.yaml").write_text("a: wrong\n")
    assert run("generate", pets) == (
        1,
        "",
        "pets/openapi.yaml:1:3: error[LOAD_VALUE]: a value is wrong\n"
        "     1 | a: wrong\n"
        "       |   ^\n"
        "  hint: write it as a string, or as a number in the range of a double\n",
    )
    assert sorted(os.listdir(pets)) == ["openapi.yaml", "specproof.toml"]


def test_an_error_for_a_program(run: Run, pets: Path) -> None:
    (pets / "openapi.yaml").write_text("a: wrong\n")
    (finding,) = json.loads(run("generate", pets, "--format", "json").out)["findings"]
    assert finding == {
        "code": "LOAD_VALUE",
        "severity": "error",
        "message": "a value is wrong",
        "hint": "write it as a string, or as a number in the range of a double",
        "file": "pets/openapi.yaml",
        "line": 1,
        "column": 3,
    }


def test_an_error_for_github(run: Run, pets: Path) -> None:
    (pets / "openapi.yaml").write_text("a: wrong\n")
    assert run("check", pets, "--format", "github").out == (
        "::error file=pets/openapi.yaml,line=1,col=3,title=LOAD_VALUE::a value is wrong "
        "(write it as a string, or as a number in the range of a double)\n"
    )


def test_check_of_what_was_generated(run: Run, pets: Path) -> None:
    run("generate", pets)
    assert run("check", pets) == (0, "no drift\n", "")


def test_check_says_missing_changed_orphan(run: Run, pets: Path) -> None:
    (pets / "openapi.yaml").write_text("second\n")
    run("generate", pets)
    (pets / "openapi.yaml").write_text("first\n")
    (pets / "out" / "src" / "pets.py").unlink()
    ended = run("check", pets)
    assert (ended.status, ended.out) == (
        3,
        "changed .specproof.json\nchanged README.md\nmissing src/pets.py\norphan  src/second.py\n",
    )
    assert json.loads(run("check", pets, "--format", "json").out)["drift"][2] == {
        "kind": "missing",
        "path": "src/pets.py",
    }
    assert "::error title=drift::orphan src/second.py\n" in run("check", pets, "--format", "github").out


def test_check_before_the_first_run_writes_nothing(run: Run, pets: Path) -> None:
    before = sorted(pets.rglob("*"))
    ended = run("check", pets)
    assert ended.status == 3
    assert ended.out.startswith("missing specproof.lock\nmissing .specproof.json\n")
    assert sorted(pets.rglob("*")) == before


def test_errors_beat_drift(run: Run, pets: Path) -> None:
    run("generate", pets)
    (pets / "openapi.yaml").write_text("wrong\n")
    assert run("check", pets).status == 1


def test_strict_warnings_beat_drift(run: Run, pets: Path) -> None:
    (pets / "openapi.yaml").write_text("odd\n")
    assert run("check", pets).status == 3
    assert run("check", pets, "--strict").status == 1


def test_normalize_prints_the_document(run: Run, pets: Path) -> None:
    assert json.loads(run("normalize", pets).out) == {"openapi": "3.1.0"}
    assert json.loads(run("normalize", "--spec", pets / "openapi.yaml").out) == {"openapi": "3.1.0"}


def test_without_a_project(run: Run, pets: Path, tmp_path: Path) -> None:
    arguments = ("--spec", pets / "openapi.yaml", "--out", "build/pets", "--package", "pets-client")
    assert run("generate", *arguments).out == "build/pets: 2 files, 2 new\n"
    assert run("generate", *arguments).out == "build/pets: 2 files, none changed\n"
    assert run("check", *arguments).status == 0
    assert (tmp_path / "build" / "pets" / "specproof.lock").is_file()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["generate"],
        ["generate", "pets", "--spec", "x"],
        ["generate", "--spec", "x", "--out", "y"],
        ["generate", "pets", "--ref-map", "https://example.com"],
        ["generate", "--spec", "x", "--out", "y", "--package", "../z"],
        ["generate", "pets", "--format", "xml"],
        ["generate", "pets", "--fast"],
        ["generate", "nowhere"],
        ["unknown"],
    ],
)
def test_usage_ends_with_two(run: Run, pets: Path, arguments: list[str]) -> None:
    assert run(*arguments).status == 2
    assert sorted(os.listdir()) == ["pets"]


@pytest.mark.parametrize("command", [["generate", "--out", "out", "--package", "pets"], ["audit"]])
def test_a_url_in_place_of_a_file_is_told_with_what_to_do(run: Run, command: list[str]) -> None:
    ended = run(*command, "--spec", "https://pets.example/openapi.yaml")
    assert ended.status == 2
    said = " ".join(ended.err.replace("│", " ").split())
    assert "save the document first, as by curl -o openapi.yaml https://pets.example/openapi.yaml" in said


def test_unreadable_settings_end_with_two(run: Run, pets: Path) -> None:
    (pets / "specproof.toml").write_text(SETTINGS + "[serv]\n")
    ended = run("generate", pets)
    assert ended.status == 2
    assert ended.err == (
        "pets/specproof.toml:6:1: error[PROJECT_UNKNOWN_KEY]: unknown setting serv\n"
        "  at #/serv\n     6 | [serv]\n       | ^\n  hint: did you mean serve?\n"
    )


def test_foreign_files_end_with_two_and_stay(run: Run, pets: Path) -> None:
    (pets / "out").mkdir()
    (pets / "out" / "thesis.txt").write_text("years of work")
    ended = run("generate", pets)
    assert ended.status == 2
    assert "error[OUTPUT_FOREIGN]: specproof did not write these files: thesis.txt" in ended.err
    assert os.listdir(pets / "out") == ["thesis.txt"]
    assert not (pets / "specproof.lock").exists()


def test_our_own_bug_ends_with_four(run: Run, pets: Path) -> None:
    (pets / "openapi.yaml").write_text("bug\n")
    ended = run("generate", pets)
    assert ended.status == 4
    assert "ZeroDivisionError: unforeseen" in ended.err
    assert ended.err.endswith("this is a bug in specproof. Please report it with the lines above.\n")


def test_a_full_disk_ends_with_five(run: Run, pets: Path) -> None:
    run("generate", pets)
    (pets / "openapi.yaml").write_text("a" * 10_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        ended = run("generate", pets)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (ended.status, ended.out) == (5, "")
    assert ended.err.startswith("specproof: File too large")
    assert (pets / "out" / "README.md").read_text() == "openapi: 3.1.0\n"


def test_a_first_run_that_cannot_write_gives_no_name_away(run: Run, pets: Path) -> None:
    """A lock left behind would hold names that no package ever had."""
    (pets / "openapi.yaml").write_text("a" * 10_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        ended = run("generate", pets)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert ended.status == 5
    assert not (pets / "specproof.lock").exists()


@pytest.mark.parametrize("command", ["generate", "check", "normalize", "serve"])
def test_help_teaches_with_an_example(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert ended.status == 0
    assert f"specproof {command} " in ended.out.replace("Usage:", "")


def test_the_version(run: Run) -> None:
    assert run("--version").out.startswith("specproof 0.")
