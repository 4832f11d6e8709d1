"""The plugin in runs of its own: names of tests, reasons of skips, and what is said where it is used wrongly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DOCUMENT = """
openapi: 3.1.0
info: {title: t, version: "1"}
paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string, minLength: 0, maxLength: 3}
        a/b: {anyOf: [{type: integer}, {type: integer, minimum: 5}]}
      required: [name]
"""
TEST = """
import pytest
from specproof.prove import sample

@pytest.mark.near_misses("Pet")
def test_refused(near_miss, specproof_document):
    for value in sample(near_miss.strategy, 5):
        assert not specproof_document.accepts("Pet", value)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "openapi.yaml").write_text(DOCUMENT, encoding="utf-8")
    settings = "[pytest]\naddopts = --strict-markers\nspecproof_document = spec/openapi.yaml\n"
    (tmp_path / "pytest.ini").write_text(settings, encoding="utf-8")
    return tmp_path


def run(project: Path, test: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (project / "test_it.py").write_text(test, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-rs", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def test_one_test_a_constraint_by_name(project: Path) -> None:
    ended = run(project, TEST, "-v")
    names = {
        line.partition("[")[2].partition("]")[0] for line in ended.stdout.splitlines() if "::test_refused[" in line
    }
    assert {"type", "required name", "type at /name", "maxLength at /name", "anyOf at /a~1b"} <= names
    assert "type at /a~1b in /properties/a~1b/anyOf/0" in names
    assert ended.returncode == 0, ended.stdout
    assert "redundant: no value fails for this constraint alone" in ended.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('"Pet"', '"Pett"'), "spec/openapi.yaml: no schema 'Pett' under components.schemas; did you mean 'Pet'?"),
        (('"Pet"', '"Pet", document="nope.yaml"'), "nope.yaml: no such file or directory"),
        (('"Pet"', '"Pet", direction="up"'), "(got 'up')"),
        (('("Pet")', "()"), 'the marker is used like this: @pytest.mark.near_misses("Pet")'),
        (("near_miss,", ""), "the test takes no argument near_miss"),
    ],
)
def test_wrong_use_is_said_without_a_traceback(project: Path, change: tuple[str, str], said: str) -> None:
    ended = run(project, TEST.replace(*change, 1))
    assert said in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr and "pytest_plugin.py" not in ended.stdout
    assert ended.returncode not in (0, 5)


def test_a_run_without_the_setting_says_which(project: Path) -> None:
    (project / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    assert "Set specproof_document among pytest's settings" in run(project, TEST).stdout


def test_a_run_that_does_not_use_it_pays_nothing(project: Path) -> None:
    heavy = ("jsonschema_rs", "specproof.prove.documents", "specproof.document", "specproof.prove.kit")
    test = f"import sys\n\ndef test_it():\n    assert not set({heavy!r}) & set(sys.modules)\n"
    ended = run(project, test)
    assert ended.returncode == 0, ended.stdout
