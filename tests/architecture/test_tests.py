"""The tests are laid out so that a reader finds one: small modules, and folders that tests/README.md explains."""

from __future__ import annotations

import re

from tests.architecture.source import ROOT, tracked
from tests.architecture.test_text import VAGUE

TESTS = ROOT / "tests"
STOPGAP = VAGUE | {"more", "misc", "other", "others", "extra", "various", "new", "old", "tmp", "temp", "stuff", "part"}


def test_no_module_has_more_than_four_hundred_lines() -> None:
    paths = tracked("tests/*.py")
    lengths = {path.relative_to(TESTS).as_posix(): path.read_text().count("\n") for path in paths}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_the_map_has_every_folder() -> None:
    mapped = set(re.findall(r"^\| `(\w+)/` \|", (TESTS / "README.md").read_text(), re.MULTILINE))
    assert mapped == {path.relative_to(TESTS).parts[0] for path in tracked("tests/*/*")}


def test_unit_tests_mirror_the_rooms() -> None:
    rooms = {path.name.removesuffix(".py") for path in (ROOT / "generator" / "specproof").iterdir()}
    folders = {path.relative_to(TESTS).parts[1] for path in tracked("tests/unit/*/*")}
    assert folders - rooms == set()


def test_no_name_is_a_stop_gap() -> None:
    words = {
        path: set(re.split(r"[_\W]+|\d+$", path.relative_to(TESTS).with_suffix("").as_posix()))
        for path in tracked("tests/*.py")
    }
    assert {path.relative_to(ROOT).as_posix() for path, found in words.items() if found & STOPGAP} == set()
