"""Tags that are called like something that a module imports."""

from __future__ import annotations

import ast

import pytest

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
