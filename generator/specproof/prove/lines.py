"""The line on which each part of an effective document was written, as a tree that follows the document's own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from specproof.core.location import Pointer
from specproof.document import Document, Sources

__all__ = ["lines"]

_DATA = frozenset(("example", "examples", "default", "enum", "const", "required", "mapping"))
_ROOTS = ("paths", "components", "webhooks")


def lines(document: Document) -> dict[str, Any]:
    """``{"files": […], "places": …}``, as `kit.proof.places` reads it: objects below paths and components, no data."""
    return _Lines(document).read()


class _Lines:
    def __init__(self, document: Document) -> None:
        self._document, self._sources = document, Sources(document.texts)
        self._files: dict[str, int] = {document.file: 0}
        self._home = Path(document.file).parent

    def read(self) -> dict[str, Any]:
        tree = self._document.tree
        below = {name: self._node(tree[name], Pointer((name,))) for name in _ROOTS if name in tree}
        return {"files": [self._shown(name) for name in self._files], "places": [1, below]}

    def _shown(self, name: str) -> str:
        """As it is seen from the folder of the document, wherever that was looked at from."""
        return name if "://" in name else Path(os.path.relpath(name, self._home)).as_posix()

    def _node(self, node: Any, at: Pointer) -> Any:
        line = self._line(at)
        members: Mapping[Any, Any] = node if isinstance(node, dict) else dict(enumerate(node))
        below = {
            str(name): self._node(one, at / name)
            for name, one in members.items()
            if isinstance(one, dict | list) and name not in _DATA and not str(name).startswith("x-")
        }
        return [line, below] if below or isinstance(line, list) else line

    def _line(self, at: Pointer) -> Any:
        place = self._document.origins.at(at)
        found = self._sources.position(place)
        number = self._files.setdefault(place.file, len(self._files))
        line = found[0] if found is not None else 1
        return [number, line] if number else line
