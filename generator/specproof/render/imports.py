"""The names that templates import, which what a document names must not hide."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specproof.render.environment import source

__all__ = ["BESIDE_CLASSES", "BESIDE_METHODS", "imported_names"]

BESIDE_METHODS = ("src/resources/resource.py.j2",)
"""Templates of modules in which operations are methods."""

BESIDE_CLASSES = (*BESIDE_METHODS, "src/client.py.j2", "src/__init__.py.j2")
"""Templates of modules that know the classes of resources, or are imported from beside them."""

_IMPORT = re.compile(r"(?m)^ *from (?!__future__)\S+ import (.+)$")


def imported_names(templates: Iterable[str]) -> frozenset[str]:
    """Return what the lines ``from … import …`` of templates import."""
    lines = (line for template in templates for line in _IMPORT.findall(source(template) or ""))
    return frozenset(name for line in lines for name in line.split(", ") if name.isidentifier())
