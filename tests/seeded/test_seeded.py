"""The proof bites: a generator that is broken in one place makes a package whose own tests say so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

from .bugs import BUGS, Bug
from .forked import Ended, run_module

HERE = Path(__file__).parent
TESTS = {
    "accept": "test_models.py::test_accepts",
    "reject": "test_models.py::test_rejects",
    "round trip": "test_models.py::test_round_trips",
    "request": "test_requests.py::test_sends",
    "invalid request": "test_requests.py::test_rejects_before_sending",
    "response": "test_responses.py::test_parses",
    "unexpected response": "test_responses.py::test_rejects_undeclared",
    "invalid response": "test_responses.py::test_rejects_invalid",
}
"""Where a generated package proves what."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the generator that may be broken."""
    site = tmp_path_factory.mktemp("site")
    unwanted = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, site / "specproof", ignore=unwanted)
    shutil.copytree(ROOT / "templates", site / "specproof" / "templates", ignore=unwanted)
    return site


@pytest.fixture
def broken(site: Path, bug: Bug) -> Iterator[Path]:
    """The copy with one bug."""
    file = site / "specproof" / bug.file
    text = file.read_text()
    assert text.count(bug.old) == 1, f"{bug.file} does not hold this text once: {bug.old}"
    file.write_text(text.replace(bug.old, bug.new))
    yield site
    file.write_text(text)


def generated(site: Path, document: str, folder: Path) -> Path:
    """The package of a document, made by the generator of a site."""
    asked = [
        "--spec",
        str(HERE / f"{document}.yaml"),
        "--out",
        str(folder / "package"),
        "--package",
        f"seeded-{document}",
    ]
    ended = run_module(["specproof", "generate", *asked], folder, site, folder / "generated.txt")
    assert ended.status in (0, 1), ended.output[-3000:]
    return folder / "package"


def proved(package: Path, *tests: str) -> Ended:
    """Run the tests that a package brings along."""
    command = ["pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
    return run_module(command, package, package / "src", package.parent / "proved.txt")


@pytest.mark.parametrize("document", ["shop", "shelf"])
def test_without_a_bug_the_proof_holds(site: Path, document: str, tmp_path: Path) -> None:
    ended = proved(generated(site, document, tmp_path), "tests")
    assert ended.status == 0, ended.output[-3000:]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_is_caught(bug: Bug, broken: Path, tmp_path: Path) -> None:
    package = generated(broken, bug.document, tmp_path)
    ended = proved(package, f"tests/{TESTS[bug.property]}")
    assert ended.status == 1, ended.output[-3000:]
    assert re.search(r"check: +" + bug.property, ended.output), ended.output[-3000:]


def test_every_bug_has_a_text_to_change() -> None:
    assert [bug.name for bug in BUGS if (PACKAGE / bug.file).read_text().count(bug.old) != 1] == []


def test_there_are_many() -> None:
    assert len(BUGS) >= 25
    assert len({bug.name for bug in BUGS}) == len(BUGS)
