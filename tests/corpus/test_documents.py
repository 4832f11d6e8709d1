"""A hundred real documents: each becomes a package that imports, type-checks and has every operation and schema."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from specproof import pipeline
from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.document import DiskReader
from specproof.normal.names import Names
from specproof.project import from_options
from specproof.schema.guards import guards
from specproof.schema.split import split
from tests.corpus.packages import DOCUMENTS, Package, as_yaml, build, operations_in, write
from tests.type_checkers import mypy, pyright

OPERATIONS = 2149
BEHIND_REFERENCES = 2
"""Two path items of surevoip.co.uk.json are a `$ref` to another path: a counter that looks for methods misses them."""

OWN_SHARE, REACHED_SHARE = 0.05, 0.10
"""Of the schemas that documents name: those that leave something to a guard, and those that hold such a one."""

SAMPLE = random.Random(100).sample(DOCUMENTS, min(10, len(DOCUMENTS)))

LOOK = """
import json, sys
import {module}, {module}._operations as operations, {module}.models as models
from pydantic import TypeAdapter
for name in models.__all__:
    TypeAdapter(getattr(models, name))
found = [v for v in vars(operations).values() if type(v).__name__ == "Operation"]
paths = sorted([operation.path, operation.method.lower()] for operation in found)
json.dump({{"models": len(models.__all__), "operations": paths}}, sys.stdout)
"""


def name_of(document: Path) -> str:
    return document.stem


each = pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)


def tree_of(document: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(document.read_text(encoding="utf-8"))
    return tree


def ran(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    """What a command prints; it fails if the command does, and says what was printed."""
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=1200, check=False
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    return done.stdout


def looked_at(package: Package, source: Path) -> dict[str, Any]:
    """What a fresh interpreter finds in a package, every type of it built."""
    program = LOOK.format(module=package.module)
    environment = {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
    found: dict[str, Any] = json.loads(ran([sys.executable, "-c", program], source, environment))
    return found


@pytest.mark.corpus
def test_the_corpus_is_the_one_that_was_counted(shared: Path) -> None:
    assert len(DOCUMENTS) == 100
    trees = [tree_of(document) for document in DOCUMENTS]
    assert sum(len(list(operations_in(tree, follow=False))) for tree in trees) == OPERATIONS - BEHIND_REFERENCES
    assert sum(len(list(operations_in(tree))) for tree in trees) == OPERATIONS


@pytest.mark.corpus
@each
def test_all_of_it_is_there_whichever_way_it_is_read(document: Path, tmp_path: Path) -> None:
    """No error; every operation and component; the same bytes a second time, and from YAML."""
    package = build(document, tmp_path)
    assert package.findings.errors == ()
    found = looked_at(package, write(package, tmp_path / "written"))
    tree = tree_of(document)
    sent = [[quote(path, safe="/{}?&=:@!$'()*+,;~%"), method] for path, method in operations_in(tree)]
    assert found["operations"] == sorted(sent)
    methods = [text for path, text in package.files.items() if "/resources/" in path]
    calls = sum(text.count(b"self._call(") for text in methods)
    assert calls == len(found["operations"]), "each operation is called in one method, of which all others are views"
    assert set(package.built.normal.document_names.values()) == set(tree.get("components", {}).get("schemas", {}))
    assert found["models"] >= len(package.built.normal.schemas)
    again, from_yaml = build(document, tmp_path), build(as_yaml(document, tmp_path), tmp_path)
    assert again.files == package.files
    assert from_yaml.files == package.files
    for other in (again, from_yaml):
        assert other.built.lock.to_text() == package.built.lock.to_text()


@pytest.mark.corpus
@each
def test_type_checkers_are_content(document: Path, tmp_path: Path) -> None:
    source = write(build(document, tmp_path), tmp_path)
    mypy(source, ".")
    pyright(source, ".")


@pytest.mark.slow
def test_mypy_is_content_with_ten_of_them(shared: Path, tmp_path: Path) -> None:
    for number, document in enumerate(SAMPLE):
        source = write(build(document, tmp_path, f"sample-{number}"), tmp_path / "sample")
    mypy(source, ".")


@pytest.mark.corpus
def test_guards_are_rare(shared: Path, tmp_path: Path) -> None:
    named = own = reached = 0
    for document in DOCUMENTS:
        form = pipeline.normal(from_options(document, tmp_path, "corpus-sample", {}), DiskReader(), Findings())
        names = Names(form.lock, Findings())
        parts = split(form.schemas, partial(names.auxiliary, at=Location("")))
        judged = guards(parts, form.schemas, form.opaque)
        named += len(form.document_names)
        own += sum(bool(parts[name].residuals) for name in form.document_names)
        reached += sum(name in judged.names for name in form.document_names)
    print(f"{named} schemas, {own} leave something over, {reached} are judged")
    assert own <= OWN_SHARE * named
    assert reached <= REACHED_SHARE * named
