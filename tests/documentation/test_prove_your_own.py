"""docs/prove-your-own.md as a reader would follow it: its files, its pytest run, its script, and what they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "prove-your-own.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The four files of the page."""
    (document,), (settings,), (code, tests, script) = blocks("yaml"), blocks("ini"), blocks("python")
    files = {
        "openapi.yaml": document,
        "pytest.ini": settings,
        "pets.py": code,
        "test_pets.py": tests,
        "script.py": script,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_pytest_finds_what_the_page_says(project: Path) -> None:
    ended = run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=1")
    said, _ = blocks("text")
    told = {re.sub(r" - .*", "", line) for line in said.splitlines()}
    found = {re.sub(r" - .*", "", line) for line in ended.stdout.splitlines() if line.startswith("FAILED")}
    assert found == told, ended.stdout + ended.stderr
    assert ended.returncode == 1


def test_the_script_prints_what_the_page_says(project: Path) -> None:
    ended = run(project, "script.py")
    assert (ended.stdout, ended.returncode) == (blocks("text")[1], 0), ended.stderr
