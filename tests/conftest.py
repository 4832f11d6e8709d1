"""What all tests share: where the corpus and the public suites lie."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "suite",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
    derandomize=os.environ.get("CI") == "true",
    print_blob=True,
)
settings.load_profile("suite")

ROOT = Path(__file__).parents[1]


def shared_folder() -> Path:
    """``SPECPROOF_SHARED``, or the folder ``shared`` beside the checkout."""
    return Path(os.environ.get("SPECPROOF_SHARED") or ROOT.parent / "shared")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with ``corpus/`` and ``suites/``: they are read from beside the checkout and never committed."""
    folder = shared_folder()
    if not (folder / "corpus").is_dir() or not (folder / "suites").is_dir():
        said = f"no corpus/ and suites/ in {folder}: set SPECPROOF_SHARED to the folder that holds them"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-expected", action="store_true", help="write expected files instead of comparing them")


@pytest.fixture(scope="session")
def expect(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a file; under ``--update-expected`` it writes the file instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-expected"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


def pytest_report_header() -> str:
    folder = shared_folder()
    return f"shared: {folder}" + ("" if folder.is_dir() else " (absent: corpus and suites are not tested)")
