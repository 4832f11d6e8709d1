"""specproof as others get it: a wheel and an editable install hold every module, template and file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTING = """
import json
from importlib.util import find_spec
names = ("specproof", "specproof.templates")
print(json.dumps({name: find_spec(name).submodule_search_locations[0] for name in names}))
"""


def run(*command: object) -> str:
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    ended = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False, timeout=300, env=environment, cwd="/"
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def installed(folder: Path, *what: object) -> dict[str, Path]:
    """Install into a new environment, which borrows the libraries of this one; tells where the packages are there."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    (site / "zz-borrowed.pth").write_text(sysconfig.get_path("purelib"))
    run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-build-isolation", *what)
    assert run(folder / "bin" / "specproof", "--version").startswith("specproof ")
    return {name: Path(place) for name, place in json.loads(run(python, "-c", LISTING)).items()}


def files(folder: Path, without: str = "") -> list[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] != without and "__pycache__" not in path.parts)


@pytest.mark.slow
def test_a_wheel_holds_everything(source: Path, specproof_wheel: Path, tmp_path: Path) -> None:
    found = installed(tmp_path / "venv", specproof_wheel)
    assert found["specproof"].is_relative_to(tmp_path)
    assert files(found["specproof"], "templates") == files(source / "generator" / "specproof")
    assert files(found["specproof.templates"]) == files(source / "templates")


@pytest.mark.slow
def test_an_editable_install_finds_the_checkout(source: Path, tmp_path: Path) -> None:
    found = installed(tmp_path / "venv", "-e", source)
    assert found == {"specproof": source / "generator" / "specproof", "specproof.templates": source / "templates"}
