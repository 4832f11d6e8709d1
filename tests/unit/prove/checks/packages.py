"""Written packages with the promises that stand in their tests, and copies with one edit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from specproof.prove import checks as proof
from specproof.prove.checks import Broken, Check, Package, Promises, prove
from specproof.prove.engine.loading import load, unload

__all__ = ["edited", "promises_of", "red"]

NAME = "cells"


def promises_of(folder: Path) -> Promises:
    """What the tests of a written package hold it to, tried by the kit that stands here."""
    text = (folder / "tests" / "promises.py").read_text(encoding="utf-8")
    names = {"__file__": str(folder / "tests" / "promises.py"), "__name__": "promises"}
    exec(text.replace(".kit.proof", proof.__name__), names)
    found = names["PROMISES"]
    assert isinstance(found, Promises)
    return found


@contextmanager
def edited(folder: Path, copy: Path, file: str = "", old: str = "", new: str = "") -> Iterator[Package]:
    """A package of its own, with one text of one file changed; it is forgotten afterwards."""
    shutil.copytree(folder / "src" / NAME, copy / copy.name)
    if file:
        path = copy / copy.name / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    load(copy.name, copy / copy.name)
    try:
        yield Package(copy.name)
    finally:
        unload(copy.name)


def red(checks: list[Check], package: Package) -> set[str]:
    """The properties that one of the checks finds broken, by corners alone."""
    found: set[str] = set()
    for check in checks:
        if check.about.property in found:
            continue
        try:
            prove(check, package, check.corners)
        except Broken:
            found.add(check.about.property)
    return found
