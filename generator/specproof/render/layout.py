"""The table of outputs: the template of each file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LAYOUT", "File"]


@dataclass(frozen=True, slots=True)
class File:
    """One or more files of a package and the template that writes them.

    Attributes:
        output: path in the package; may hold ``{module}`` and ``{name}``.
        each: field of the views with a tuple, of which each item gives one file.
        item: name that the template has for that item.
        only_if: field of the views that must be true for the file to be written; None for always.
    """

    template: str
    output: str
    each: str | None = None
    item: str = ""
    only_if: str | None = None


LAYOUT = (
    File("pyproject.toml.j2", "pyproject.toml"),
    File("MANIFEST.in.j2", "MANIFEST.in"),
    File("README.md.j2", "README.md"),
    File("src/__init__.py.j2", "src/{module}/__init__.py"),
    File("src/py.typed.j2", "src/{module}/py.typed"),
    File("src/client.py.j2", "src/{module}/client.py"),
    File("src/models.py.j2", "src/{module}/models.py", only_if="models"),
    File("src/models/__init__.py.j2", "src/{module}/models/__init__.py", only_if="models_root"),
    File("src/models/module.py.j2", "src/{module}/models/{name}.py", each="models_modules", item="part"),
    File("src/_guards.py.j2", "src/{module}/_guards.py", only_if="guards"),
    File("src/errors.py.j2", "src/{module}/errors.py"),
    File("src/_operations.py.j2", "src/{module}/_operations.py"),
    File("src/resources/__init__.py.j2", "src/{module}/resources/__init__.py"),
    File("src/resources/resource.py.j2", "src/{module}/resources/{name}.py", each="resources", item="resource"),
    File("tests/__init__.py.j2", "tests/__init__.py"),
    File("tests/conftest.py.j2", "tests/conftest.py"),
    File("tests/test_models.py.j2", "tests/test_models.py"),
    File("tests/test_requests.py.j2", "tests/test_requests.py"),
    File("tests/test_responses.py.j2", "tests/test_responses.py"),
)
