"""The tests of a generated package as people run them: `pytest`, with nothing else said."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.prove.checks.contracts import document, write

SCHEMAS = {
    "Whole": {"type": "integer", "minimum": 1, "maximum": 250},
    "Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 5}}},
    "Never": {"type": "string", "minLength": 3, "maxLength": 2},
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(document(SCHEMAS), tmp_path_factory.mktemp("rendered"), "rendered-sample")


def run(package: Path, *arguments: str) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=package,
        env={**os.environ, "PYTHONPATH": str(package / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_it_passes_and_says_what_was_tried(package: Path) -> None:
    status, said = run(package)
    assert status == 0, said
    assert "proof: profile ci, the same cases in every run" in said
    assert re.search(r"proof: \d+ checks with \d+ valid and [\d,]+ invalid cases", said)
    assert "constraints tried on both sides" in said
    assert "unsatisfiable (proved: no valid value can be there)" in said


def test_a_deep_run_can_be_repeated(package: Path) -> None:
    chosen = ("tests", "--check", "round trip Whole /components/schemas/Whole", "--hypothesis-profile=deep")
    _, said = run(package, *chosen)
    [seed] = re.findall(r"profile deep, --hypothesis-seed=(\d+)", said)
    counted = re.findall(r"proof: 1 checks with .*", said)
    status, again = run(package, *chosen, f"--hypothesis-seed={seed}")
    assert status == 0 and counted and counted == re.findall(r"proof: 1 checks with .*", again)


def test_a_failure_says_all_that_is_needed(package: Path) -> None:
    models = package / "src" / "rendered_sample" / "models.py"
    before = models.read_text()
    models.write_text(before.replace("le=250", "le=251"))
    try:
        status, said = run(package, "-q")
        assert status == 1
        assert "FAILED tests/test_models.py::test_rejects[reject Whole /components/schemas/Whole maximum]" in said
        assert re.search(r"declared: +tests/document.json:\d+ #/components/schemas/Whole", said)
        assert re.search(r"case: +251", said)
        [command] = set(re.findall(r"rerun: +(pytest tests --check 'reject .*--case 251)", said))
        status, again = run(package, *shlex.split(command)[1:])
        assert status == 1 and "1 failed" in again and "an invalid value is accepted, against maximum" in again
    finally:
        models.write_text(before)
    status, mended = run(package, *shlex.split(command)[1:])
    assert status == 0 and "1 passed" in mended
