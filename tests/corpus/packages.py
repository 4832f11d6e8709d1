"""The hundred documents, and the packages that come of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.core.openapi import METHODS
from specproof.document import DiskReader
from specproof.pipeline import Build
from specproof.project import from_options
from tests.conftest import shared_folder

__all__ = ["DOCUMENTS", "Package", "as_yaml", "build", "operations_in", "write"]

DOCUMENTS = sorted((shared_folder() / "corpus" / "specs").glob("*.json"))


@dataclass(frozen=True)
class Package:
    """A package in memory, and what was said while it was made."""

    built: Build
    findings: Findings
    module: str

    @property
    def files(self) -> Mapping[str, bytes]:
        files = self.built.files.items()
        return {path: text if isinstance(text, bytes) else text.encode() for path, text in files}


def build(document: Path, output: Path, name: str = "corpus-sample") -> Package:
    findings = Findings()
    asked = from_options(document, output, name, {})
    return Package(pipeline.build(asked, DiskReader(), findings), findings, asked.module)


def write(package: Package, folder: Path) -> Path:
    """The folder to import from."""
    for path, content in package.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder / "src"


def operations_in(tree: Mapping[str, Any], *, follow: bool = True) -> Iterator[tuple[str, str]]:
    """Path and method of every operation of a document as it was written; `follow` path items that are a `$ref`."""
    for path, item in (tree.get("paths") or {}).items():
        target = item
        while follow and isinstance(target.get("$ref"), str):
            target = Pointer.parse(target["$ref"]).find(tree)
        yield from ((path, method) for method in METHODS if method in item or method in target)


class _Quoted(yaml.SafeDumper):
    """Writes every string in quotes: what looks like a number to YAML 1.2 may be plain text to PyYAML."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def as_yaml(document: Path, folder: Path) -> Path:
    """The document once more, in YAML."""
    tree = json.loads(document.read_text(encoding="utf-8"))
    target = folder / "openapi.yaml"
    target.write_text(yaml.dump(tree, Dumper=_Quoted, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return target
