"""The names that modules of a package have, which what a document names must not hide."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from importlib import resources

from specproof.render.environment import source

__all__ = ["BESIDE_CLASSES", "BESIDE_METHODS", "client_names", "constant_names", "imported_names"]

BESIDE_METHODS = ("src/resources/resource.py.j2",)
"""Templates of modules in which operations are methods."""

BESIDE_CLASSES = (*BESIDE_METHODS, "src/client.py.j2", "src/__init__.py.j2")
"""Templates of modules that know the classes of resources, or are imported from beside them."""

_CLIENT = "src/client.py.j2"
_CONSTANTS = "src/_operations.py.j2"
_SET = re.compile(r"(?m)^(\w+) = ")
_IMPORT = re.compile(r"(?m)^ *(?:from (?!__future__)\S+ )?import (.+)$")


def imported_names(templates: Iterable[str]) -> frozenset[str]:
    """Return the names that the lines ``import …`` and ``from … import …`` of these templates import.

    Args:
        templates: names of templates; an unknown one counts as empty.
    """
    lines = (line for template in templates for line in _IMPORT.findall(source(template) or ""))
    return frozenset(name for line in lines for name in line.split(", ") if name.isidentifier())


def constant_names() -> frozenset[str]:
    """Return the names in ``_operations.py`` that no constant of an operation may have: those it imports and sets."""
    return imported_names([_CONSTANTS]) | frozenset(_SET.findall(source(_CONSTANTS) or ""))


def client_names() -> frozenset[str]:
    """Return the names that no resource may have: methods and attributes of a client, and imports of its module."""
    module = ast.parse((resources.files("specproof") / "runtime" / "session.py").read_text(encoding="utf-8"))
    nodes = [
        node
        for part in module.body
        if isinstance(part, ast.ClassDef) and part.name.endswith("Session")
        for node in ast.walk(part)
    ]
    methods = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    kept = {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    return frozenset(name for name in methods | kept if not name.startswith("_")) | imported_names([_CLIENT])
