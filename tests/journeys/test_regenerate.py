"""The first API, whole: the same bytes from anywhere, and no edit that ``check`` does not see."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.architecture.source import tracked

ROOT = Path(__file__).parents[2]
PROJECT = Path("spec", "cdf-files")
PACKAGE = Path("generated", "cdf-files")
IGNORED = shutil.ignore_patterns(".specproof-cache", "__pycache__")


def specproof(*arguments: object, cwd: Path, status: int = 0, **environment: str) -> str:
    command = [sys.executable, "-m", "specproof", *map(str, arguments)]
    ended = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == status, ended.stdout + ended.stderr
    return ended.stdout


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout with the inputs alone."""
    shutil.copytree(ROOT / PROJECT, tmp_path / PROJECT, ignore=IGNORED)
    return tmp_path


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is generated now."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / PROJECT, folder / PROJECT, ignore=IGNORED)
    specproof("generate", PROJECT, cwd=folder)
    return folder / PACKAGE


@pytest.fixture
def generated(copy: Path, package: Path) -> Path:
    """A checkout with inputs and outputs."""
    shutil.copytree(package, copy / PACKAGE)
    return copy


def committed() -> dict[str, bytes]:
    """What git has, whatever tools left behind beside it."""
    folder = ROOT / PACKAGE
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in tracked(str(PACKAGE))}


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_hash_seed_makes_no_difference(copy: Path, seed: str) -> None:
    specproof("generate", PROJECT, cwd=copy, PYTHONHASHSEED=seed)
    assert tree(copy / PACKAGE) == committed()
    assert (copy / PROJECT / "specproof.lock").read_bytes() == (ROOT / PROJECT / "specproof.lock").read_bytes()


def test_the_working_directory_makes_no_difference(copy: Path) -> None:
    (copy / "elsewhere").mkdir()
    specproof("generate", Path("..") / PROJECT, cwd=copy / "elsewhere")
    assert tree(copy / PACKAGE) == committed()


def test_json_instead_of_yaml_makes_no_difference(copy: Path) -> None:
    document = copy / PROJECT / "openapi.yaml"
    document.with_suffix(".json").write_text(json.dumps(yaml.load(document.read_text(), _Plain)))
    document.unlink()
    settings = copy / PROJECT / "specproof.toml"
    settings.write_text(settings.read_text().replace("openapi.yaml", "openapi.json"))
    specproof("generate", PROJECT, cwd=copy)
    made, want = tree(copy / PACKAGE), committed()
    assert made == want
    assert (copy / PROJECT / "specproof.lock").read_bytes() == (ROOT / PROJECT / "specproof.lock").read_bytes()


def test_without_its_lock_the_names_are_the_same(copy: Path) -> None:
    lock = (copy / PROJECT / "specproof.lock").read_bytes()
    (copy / PROJECT / "specproof.lock").unlink()
    specproof("generate", PROJECT, cwd=copy)
    assert (copy / PROJECT / "specproof.lock").read_bytes() == lock


def test_check_tells_missing_changed_and_orphan(generated: Path) -> None:
    package = generated / PACKAGE
    assert specproof("check", PROJECT, cwd=generated) == "no drift\n"
    (package / "README.md").unlink()
    (package / "pyproject.toml").write_text("edited")
    stale = package / "src" / "cdf_files" / "stale.py"
    stale.write_text("")
    owned = json.loads((package / ".specproof.json").read_text())
    owned["files"]["src/cdf_files/stale.py"] = "sha256:00"
    (package / ".specproof.json").write_text(json.dumps(owned))
    assert specproof("check", PROJECT, cwd=generated, status=3).splitlines() == [
        "changed .specproof.json",
        "missing README.md",
        "changed pyproject.toml",
        "orphan  src/cdf_files/stale.py",
    ]
    specproof("generate", PROJECT, cwd=generated)
    assert tree(package) == committed()


def test_the_test_kit_of_an_older_run_goes_and_files_of_the_user_stay(generated: Path) -> None:
    package = generated / PACKAGE
    kit = {
        "tests/kit/__init__.py": "",
        "tests/kit/proof/check.py": "class Check: ...\n",
        "tests/places.json": "{}",
        "tests/promises.py": "from .kit.proof import Promises\n",
    }
    own = {"tests/kit/notes.md": "mine\n", "tests/test_of_mine.py": "def test_mine() -> None: ...\n"}
    for path, text in (kit | own).items():
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text(text)
    owned = json.loads((package / ".specproof.json").read_text())
    owned["files"] |= {path: f"sha256:{hashlib.sha256(text.encode()).hexdigest()}" for path, text in kit.items()}
    (package / ".specproof.json").write_text(json.dumps(owned))
    assert specproof("generate", PROJECT, cwd=generated).endswith("files, 4 removed\n")
    assert tree(package) == committed() | {path: text.encode() for path, text in own.items()}
    assert not (package / "tests" / "kit" / "proof").exists()


def test_check_sees_an_edited_template(generated: Path) -> None:
    site = generated / "site"
    shutil.copytree(ROOT / "generator" / "specproof", site / "specproof", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "templates", site / "specproof" / "templates", ignore=shutil.ignore_patterns("__pycache__"))
    assert specproof("check", PROJECT, cwd=generated, PYTHONPATH=str(site)) == "no drift\n"
    readme = site / "specproof" / "templates" / "README.md.j2"
    readme.write_text(readme.read_text() + "edited\n")
    drift = specproof("check", PROJECT, cwd=generated, status=3, PYTHONPATH=str(site))
    assert drift == "changed .specproof.json\nchanged README.md\n"
    assert "files, 1 changed" in specproof("generate", PROJECT, cwd=generated, PYTHONPATH=str(site))


def test_a_second_run_is_quick_and_says_so(copy: Path) -> None:
    specproof("generate", PROJECT, cwd=copy)
    assert specproof("generate", PROJECT, cwd=copy).endswith("none changed\n")


class _Plain(yaml.SafeLoader):
    """YAML's own types without dates, which JSON does not have."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
