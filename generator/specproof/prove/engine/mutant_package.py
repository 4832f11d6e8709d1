"""The package that is generated of a mutant, there for as long as it is tried."""

from __future__ import annotations

import importlib
import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from specproof.core.diagnostics import StopError
from specproof.oracle.operations import METHODS
from specproof.prove.checks.package import Package
from specproof.prove.engine.loading import load_with_runtime, unload, write
from specproof.prove.engine.package_under_test import PACKAGE, PackageUnderTest
from specproof.prove.mutants.mutant import Mutant

__all__ = ["NotGeneratedError", "NotImportableError", "mutant_package"]

_numbers = itertools.count()


class NotGeneratedError(Exception):
    """No package can be generated from a mutant."""


class NotImportableError(Exception):
    """The package of a mutant cannot be imported."""


@contextmanager
def mutant_package(tested: PackageUnderTest, part: dict[str, Any], mutant: Mutant, whole: bool) -> Iterator[Package]:
    """Return a context manager of the package of a mutated document; the package is removed afterwards.

    It shares the runtime of the original package.

    Args:
        part: the part of the document to generate.
        whole: whether to generate client and operations, too, not only the models.

    Raises:
        NotGeneratedError: the generator reports errors, or fails.
        NotImportableError: the package fails when it is imported.
    """
    files = _files(tested, part, mutant, whole)
    name = f"_specproof_mutant_{os.getpid()}_{next(_numbers)}"
    folder = Path(tested.job.scratch) / name
    try:
        write({"__init__.py": "", **files}, folder)
        try:
            load_with_runtime(name, folder, PACKAGE)
            importlib.import_module(f"{name}.models")
        except Exception as error:
            raise NotImportableError(f"{type(error).__name__}: {error}") from error
        yield Package(name)
    finally:
        unload(name)
        shutil.rmtree(folder, ignore_errors=True)


def _files(tested: PackageUnderTest, part: dict[str, Any], mutant: Mutant, whole: bool) -> Mapping[str, str | bytes]:
    try:
        return tested.job.rebuild(mutant.of(part), _renamed(part, mutant), whole)
    except StopError as stop:
        raise NotGeneratedError("; ".join(f"{one.code}: {one.message}" for one in stop.findings.errors)) from stop
    except Exception as error:
        raise NotGeneratedError(f"the generator failed: {type(error).__name__}: {error}") from error


def _renamed(part: dict[str, Any], mutant: Mutant) -> dict[str, str]:
    """Operations under another path or method: their new key, such as `POST /files`, to the old one."""
    if not mutant.name:
        return {}
    if mutant.kind == "pathItem":
        path = mutant.at[1]
        methods = [method.upper() for method in part["paths"][path] if method in METHODS]
        return {f"{method} {mutant.name}": f"{method} {path}" for method in methods}
    path, method = mutant.at[1:]
    return {f"{mutant.name.upper()} {path}": f"{method.upper()} {path}"}
