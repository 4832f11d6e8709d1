"""The command: forms of output and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from specproof.cli.app import app

CASES = Path(__file__).parents[2] / "cases" / "audit"
DOUBTFUL = CASES / "AUDIT_OVERLAP" / "nothing-required"


def run(*arguments: str) -> tuple[int, str, str]:
    ended = CliRunner().invoke(app, ["audit", *arguments])
    return ended.exit_code, ended.stdout, ended.stderr


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOUBTFUL)


def test_text_has_a_line_a_constraint_and_the_findings_apart() -> None:
    status, said, complained = run("--spec", "openapi.yaml")
    assert status == 0
    assert (
        "openapi.yaml:19:7: guard      oneOf             #/components/schemas/Either/oneOf  (no type expresses it)"
        in said
    )
    assert said.endswith("5 constraints: 4 native, 1 guard\n1 questions to the document: 1 problems, 0 undecided\n")
    assert complained == (DOUBTFUL / "expected.txt").read_text()


def test_json_has_everything() -> None:
    status, said, complained = run("--spec", "openapi.yaml", "--format", "json")
    told = json.loads(said)
    assert (status, complained) == (0, "")
    assert [row["state"] for row in told["constraints"]].count("guard") == 1
    assert {"keyword": "oneOf", "state": "guard", "why": "no type expresses it", "file": "openapi.yaml", "line": 19,
            "column": 7, "pointer": "/components/schemas/Either/oneOf"} in told["constraints"]  # fmt: skip
    assert [row["value"] for row in told["values"]] == [{"id": 1}]
    assert told["keywords"]["oneOf"] == {"guard": 1}
    assert told["states"] == {"native": 4, "guard": 1}
    assert told["findings"][0]["code"] == "AUDIT_OVERLAP"


def test_github_has_annotations_and_the_summary() -> None:
    _, said, _ = run("--spec", "openapi.yaml", "--format", "github")
    assert said.startswith("::warning file=openapi.yaml,line=21,col=11,title=AUDIT_OVERLAP::")
    assert said.count("\n") == 3


def test_strict_makes_warnings_count() -> None:
    assert run("--spec", "openapi.yaml", "--strict")[0] == 1


def test_a_note_never_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES / "AUDIT_EMPTY_REPLY" / "envelope")
    assert run("--spec", "openapi.yaml", "--strict")[0] == 0


def test_a_folder_without_settings_is_a_matter_of_usage() -> None:
    assert run(".")[0] == 2


def test_an_error_in_the_document_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("openapi.yaml").write_text("openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {/a: {$ref: '#/b'}}\n")
    status, _, complained = run("--spec", "openapi.yaml")
    assert status == 1
    assert "REF_DANGLING" in complained
