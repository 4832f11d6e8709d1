"""A document, and a package of it or of another document, to hold the one to the other."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader
from specproof.project import from_options
from specproof.prove.checks import Check, Contract, ContractViolationError, Package, prove

__all__ = ["contract_of", "document", "generated", "module_of", "violations", "write"]


def document(schemas: Mapping[str, Any], openapi: str = "3.1.0", **parts: Any) -> dict[str, Any]:
    head = {"openapi": openapi, "info": {"title": "t", "version": "1"}, "paths": {}}
    return {**head, **parts, "components": {"schemas": dict(schemas)}}


def write(tree: Mapping[str, Any], folder: Path, name: str) -> Path:
    """The folder of a package that is generated of a document."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "openapi.json"
    path.write_text(json.dumps(tree, indent=1), encoding="utf-8")
    built = pipeline.build(from_options(path, folder, name, {}), DiskReader(), Findings())
    for at, content in built.files.items():
        file = folder / at
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@contextmanager
def generated(tree: Mapping[str, Any], folder: Path, name: str) -> Iterator[Package]:
    """The package of a document, imported; it is forgotten afterwards."""
    module = name.replace("-", "_")
    sys.path.insert(0, str(write(tree, folder, name) / "src"))
    try:
        yield Package(module)
    finally:
        del sys.path[0]
        for known in [known for known in sys.modules if known.partition(".")[0] == module]:
            del sys.modules[known]


@contextmanager
def module_of(name: str, **types: Any) -> Iterator[Package]:
    """A package with these types, written by hand."""
    models = ModuleType(f"{name}.models")
    vars(models).update(types)
    sys.modules |= {name: ModuleType(name), f"{name}.models": models}
    try:
        yield Package(name)
    finally:
        del sys.modules[f"{name}.models"], sys.modules[name]


def contract_of(tree: Mapping[str, Any], home: Path, **options: Any) -> Contract:
    """A contract with a type for each component of a document."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "document.json").write_text(json.dumps(tree), encoding="utf-8")
    return Contract("t", home, **options)


def violations(checks: list[Check], package: Package) -> dict[str, ContractViolationError]:
    """The errors of the checks that fail, by the check."""
    found = {}
    for check in checks:
        try:
            prove(check, package)
        except ContractViolationError as error:
            found[str(check)] = error
    return found
