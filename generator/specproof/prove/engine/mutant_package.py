"""A package that is generated of a mutant, for as long as it is tried."""

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
from specproof.prove.engine.loading import load_with_runtime, unload, write
from specproof.prove.engine.worker import PACKAGE, Session
from specproof.prove.mutants.mutant import Mutant

__all__ = ["Refused", "Unimportable", "generated"]

_numbers = itertools.count()


class Refused(Exception):
    """No package can be generated of a mutant."""


class Unimportable(Exception):
    """Its package cannot be imported."""


@contextmanager
def generated(session: Session, part: dict[str, Any], mutant: Mutant, whole: bool) -> Iterator[Any]:
    """The package of a part of a document with one change. It shares the runtime of the original.

    Args:
        whole: client and operations too, not only the models.

    Raises:
        Refused, Unimportable: there is no such package.
    """
    files = _files(session, part, mutant, whole)
    name = f"_specproof_mutant_{os.getpid()}_{next(_numbers)}"
    folder = Path(session.job.scratch) / name
    try:
        write({"__init__.py": "", **files}, folder)
        try:
            load_with_runtime(name, folder, PACKAGE)
            importlib.import_module(f"{name}.models")
        except Exception as error:
            raise Unimportable(f"{type(error).__name__}: {error}") from error
        yield session.package_of(name)
    finally:
        unload(name)
        shutil.rmtree(folder, ignore_errors=True)


def _files(session: Session, part: dict[str, Any], mutant: Mutant, whole: bool) -> Mapping[str, str | bytes]:
    try:
        return session.job.rebuild(mutant.of(part), _renamed(part, mutant), whole)
    except StopError as stop:
        raise Refused("; ".join(f"{one.code}: {one.message}" for one in stop.findings.errors)) from stop
    except Exception as error:
        raise Refused(f"the generator failed: {type(error).__name__}: {error}") from error


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
