"""The generated package as its users get it: built, checked, installed where nothing else is, and its README tried."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from specproof import project
from specproof.core.diagnostics import Findings
from specproof.emulate import Emulator, Options

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generated" / "cdf-files"
FREE_PORTS = {"api": 0, "storage": 0, "admin": 0}

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path, **environment: str) -> str:
    ended = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", **environment},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(PACKAGE, folder / "source", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", "source", cwd=folder)
    return folder / "dist"


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    (wheel,) = built.glob("*.whl")
    interpreter = folder / "bin" / "python"
    run(*pip(interpreter), wheel, cwd=folder)
    return interpreter


def pip(interpreter: Path) -> tuple[object, ...]:
    """Installs without bytecode, which is written for what is imported alone."""
    command = (sys.executable, "-m", "pip", "--python", interpreter, "install", "-q", "--no-compile")
    return (*command, "-c", ROOT / "constraints.txt")


def test_both_archives_are_fit_to_publish(built: Path) -> None:
    run(sys.executable, "-m", "twine", "check", "--strict", *built.iterdir(), cwd=built)
    assert sorted(path.suffix for path in built.iterdir()) == [".gz", ".whl"]


def test_without_its_test_extra_nothing_of_ours_is_installed(python: Path, tmp_path: Path) -> None:
    missing = "import cdf_files, importlib.util as found; assert found.find_spec('specproof') is None"
    run(python, "-c", missing, cwd=tmp_path)


def test_the_tests_of_its_source_pass_with_its_test_extra_and_the_wheel_of_specproof(
    built: Path, specproof_wheel: Path, tmp_path: Path
) -> None:
    venv.create(tmp_path / "environment", with_pip=False)
    python = tmp_path / "environment" / "bin" / "python"
    (wheel,), (source,) = built.glob("*.whl"), built.glob("*.tar.gz")
    run(*pip(python), f"{wheel}[test]", specproof_wheel, cwd=tmp_path)
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (folder,) = (tmp_path / "source").iterdir()
    said = run(python, "-m", "pytest", "-p", "no:cacheprovider", cwd=folder)
    assert "profile ci, the same cases in every run" in said
    assert re.search(r"\d+ of \d+ constraints tried on both sides", said)
    assert "undecided" not in said and "skipped" not in said


def test_the_proof_travels_with_the_source_and_not_with_the_wheel(built: Path) -> None:
    (wheel,), (source,) = built.glob("*.whl"), built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        assert {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" not in name} == {"cdf_files"}
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"tests/conftest.py", "tests/__init__.py", "tests/document.json", "tests/test_models.py"} <= names


def test_the_first_example_of_the_readme_works(python: Path, tmp_path: Path) -> None:
    (example, *_) = re.findall(r"```python\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)
    (tmp_path / "a-local-file.bin").write_bytes(os.urandom(100_000))
    found = project.from_folder(ROOT / "spec" / "cdf-files", Path.read_bytes, Findings())
    with Emulator.from_project(found, Options(ports=FREE_PORTS)) as emulator:
        address = f"{emulator.base_url}/api/v1/projects/publicdata"
        printed = run(
            python,
            "-c",
            example,
            cwd=tmp_path,
            CDF_FILES_TOKEN="token",
            CDF_FILES_BASE_URL=address,
            CDF_FILES_STATE_DIR=str(tmp_path / "state"),
        )
    assert "a-local-file.bin" in printed


def test_its_command_line_asks_for_its_extra_and_works_with_it(built: Path, python: Path, tmp_path: Path) -> None:
    (tmp_path / "a-local-file.bin").write_bytes(os.urandom(100_000))
    command = (python, "-m", "cdf_files", "upload", "a-local-file.bin")
    without = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert without.returncode == 2
    assert without.stderr == "cdf_files: the command line needs rich: pip install 'cdf-files-client[cli]'\n"
    (wheel,) = built.glob("*.whl")
    run(*pip(python), f"{wheel}[cli]", cwd=tmp_path)
    found = project.from_folder(ROOT / "spec" / "cdf-files", Path.read_bytes, Findings())
    with Emulator.from_project(found, Options(ports=FREE_PORTS)) as emulator:
        secrets = {"CDF_FILES_TOKEN": "token", "CDF_FILES_STATE_DIR": str(tmp_path / "state")}
        address = f"{emulator.base_url}/api/v1/projects/publicdata"
        printed = run(*command, "--base-url", address, "--json", cwd=tmp_path, **secrets)
    assert json.loads(printed)["files"][0]["record"]["name"] == "a-local-file.bin"
