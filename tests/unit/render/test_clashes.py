"""Tags and operations that are called like something that a module imports."""

from __future__ import annotations

import ast
from types import ModuleType

import pytest

from specproof.render.imports import BESIDE_CLASSES, BESIDE_METHODS, imported_names
from tests.unit.render.forms import form, named, rendered

TAGS = [
    "Any",
    "Async-Files",
    "False",
    "İptal",
    "None",
    "cached-property",
    "httpx2",
    "true",
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
def clashing() -> dict[str, str]:
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


def test_no_name_is_bound_twice(clashing: dict[str, str]) -> None:
    modules = [path for path in clashing if path.startswith("src/")]
    assert len(modules) > len(TAGS)
    for path in modules:
        names = bound(clashing[path])
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


def test_no_constant_hides_what_its_module_needs() -> None:
    nodes = {"package": "files", "forms": "files", "İptal": "pets"}
    paths = {f"/{name}": {"get": {"operationId": name, "responses": {}, "tags": [tag]}} for name, tag in nodes.items()}
    tree = ast.parse(rendered(form(paths))["src/pets/_operations.py"])
    targets = [part.targets[0].id for part in tree.body if isinstance(part, ast.Assign)]  # type: ignore[attr-defined]  # names all
    assert sorted(targets) == ["FILES__FORMS", "FILES__PACKAGE", "PACKAGE", "İ_PTAL"]


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_no_resource_hides_what_a_client_has(pets: ModuleType, name: str) -> None:
    client = getattr(pets, name)(region="eu")
    public = [name for name in dir(client) if not name.startswith("_") and name != "pets"]
    assert {"changed", "api", "send", "with_options"} <= set(public)
    for own in public:
        [(found, _)] = named(form({"/": {"get": {"responses": {}, "tags": [own]}}})).locks.values()
        assert found == f"{own}_"


def test_a_resource_with_another_name_keeps_its_description() -> None:
    tag = {"name": "changed", "description": "What is new."}
    files = rendered(form({"/": {"get": {"responses": {}, "tags": ["changed"]}}}, tags=[tag]))
    assert "What is new." in files["src/pets/resources/changed_.py"]
