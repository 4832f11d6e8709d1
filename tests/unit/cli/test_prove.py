"""`specproof prove`, from the command line to its files and its exit status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

PETS: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "2"},
    "servers": [{"url": "https://pets.example"}],
    "paths": {
        "/pets/{id}": {
            "get": {
                "operationId": "getPet",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string", "maxLength": 3}, "age": {"type": "integer", "minimum": 0}},
            }
        }
    },
}


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    file = tmp_path / "pets.json"
    file.write_text(json.dumps(PETS))
    return file


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "specproof", "prove", *map(str, arguments)]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=600, check=False)


def test_all_promises_hold_and_every_mutant_is_noticed(spec: Path, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("proof.json", "proof.xml", "proof.html")]
    options = [text for pair in zip(("--json", "--junit", "--html"), files, strict=True) for text in pair]
    done = run("--spec", spec, "--mutants", *options)
    assert done.returncode == 0, done.stdout + done.stderr
    proof = json.loads(files[0].read_text())
    assert proof["document"]["title"] == "Pets"
    assert proof["summary"]["broken"] == 0
    assert proof["summary"]["mutants"]["score"] == 1
    assert proof["enforced"]["/components/schemas/Pet/properties/name/maxLength"] == "native"
    assert {outcome["property"] for outcome in proof["outcomes"]} >= {"accept", "reject", "request", "response"}
    suites = ElementTree.parse(files[1]).getroot()
    assert sum(int(suite.attrib["tests"]) for suite in suites) == len(proof["outcomes"]) + len(proof["mutants"])
    assert all(suite.attrib["failures"] == "0" for suite in suites)
    assert "Pets" in files[2].read_text()
    assert "100.0% of the meaningful ones killed" in done.stdout
    assert "checks: " in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pets.json", "proof.html", "proof.json", "proof.xml"]


def test_one_subject_alone(spec: Path, tmp_path: Path) -> None:
    done = run("--spec", spec, "--only", "Pet", "--json", tmp_path / "proof.json", "--workers", 1)
    assert done.returncode == 0, done.stdout + done.stderr
    proof = json.loads((tmp_path / "proof.json").read_text())
    assert {outcome["subject"] for outcome in proof["outcomes"]} == {"Pet"}


def test_what_does_not_exist_is_a_mistake(spec: Path) -> None:
    done = run("--spec", spec, "--only", "Pot")
    assert done.returncode == 2
    assert "Pot" in done.stderr
    assert "Traceback" not in done.stderr


def test_errors_of_the_document(spec: Path) -> None:
    spec.write_text(json.dumps({**PETS, "components": {}}))
    done = run("--spec", spec)
    assert done.returncode == 1
    assert "REF_DANGLING" in done.stderr


def test_an_interrupt_leaves_no_process_and_no_file(spec: Path, tmp_path: Path) -> None:
    started = subprocess.Popen(
        command("--spec", spec, "--profile", "deep"),
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        start_new_session=True,
    )
    assert started.stderr is not None
    assert started.stderr.readline().startswith("checks: ")
    time.sleep(1)
    os.killpg(started.pid, signal.SIGINT)
    said = started.communicate(timeout=60)[1]
    assert started.returncode != 0
    assert "Traceback" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["pets.json"]
