"""Written packages with their contracts, and copies with one edit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from specproof.prove.checks import Check, Contract, ContractViolationError, Package, prove
from specproof.prove.engine.loading import load, load_file, unload

__all__ = ["contract_in", "edited", "red"]

NAME = "cells"


def contract_in(folder: Path) -> Contract:
    """The contract that stands among the tests of a written package."""
    found = load_file("written_contract", folder / "tests" / "__init__.py").CONTRACT
    assert isinstance(found, Contract)
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
    """The properties that a check fails by boundary cases alone."""
    found: set[str] = set()
    for check in checks:
        if check.id.property in found:
            continue
        try:
            prove(check, package, check.boundary_cases)
        except ContractViolationError:
            found.add(check.id.property)
    return found
