"""Tags and operations that are called like something that a module imports."""

from __future__ import annotations

import ast

import pytest

from specproof.render.imports import BESIDE_CLASSES, BESIDE_METHODS, imported_names
from tests.unit.render.forms import form, rendered

TAGS = [
    "Any",
    "Async-Files",
    "Client",
    "Files",
    "Literal",
    "Mapping",
    "NotGiven",
    "Progress",
    "Raw-Files",
    "RawBody",
    "Resource",
    "Response",
    "Secret",
    "Sequence",
    "Session",
    "Sync-Session",
    "Timeout",
    "Upload-Source",
    "models",
    "resources",
    "type-checking",
]


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    node = {"operationId": "x", "responses": {}, "security": []}
    schemes = {"key": {"type": "apiKey", "in": "header", "name": "X"}}
    return rendered(form({f"/{tag}": {"get": node | {"tags": [tag]}} for tag in TAGS}, schemes=schemes))


def bound(text: str) -> list[str]:
    """Every name that a module binds at its top, by import or by class, as often as it does."""
    tree = ast.parse(text)
    blocks = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.If))]
    nodes = [node for block in blocks for node in block]
    imported = [
        alias.asname or alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    return imported + [node.name for node in nodes if isinstance(node, ast.ClassDef)]


def test_no_name_is_bound_twice(files: dict[str, str]) -> None:
    modules = [path for path in files if path.startswith("src/")]
    assert len(modules) > len(TAGS)
    for path in modules:
        names = bound(files[path])
        assert sorted(set(names)) == sorted(names), path


def test_imports_of_templates_are_known() -> None:
    assert {"awaited", "deprecated", "models", "raw", "stream", "Mapping"} <= imported_names(BESIDE_METHODS)
    assert {"Response", "AsyncSession", "Secret"} <= imported_names(BESIDE_CLASSES) - imported_names(BESIDE_METHODS)
    assert "annotations" not in imported_names(BESIDE_CLASSES)


def test_no_method_hides_what_its_class_needs() -> None:
    names = ["awaited", "cached_property", "deprecated", "each", "models", "raw", "stream"]
    node = {"responses": {}, "security": [], "tags": ["files"], "deprecated": True}
    text = rendered(form({f"/{name}": {"get": node | {"operationId": name}} for name in names}))[
        "src/pets/resources/files.py"
    ]
    classes = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    methods = {part.name for part in classes[0].body if isinstance(part, ast.FunctionDef)}
    assert {f"{name}_" for name in names} <= methods
