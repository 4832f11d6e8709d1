"""The lines of an effective document's parts in the files that it was read from."""

from __future__ import annotations

import os
from pathlib import Path

from specproof.core.location import Location, Pointer
from specproof.document import Document, Origins, Sources

__all__ = ["SourceMap"]


class SourceMap:
    """Finds the lines of a document's nodes in its files, which are named relative to the folder ``base``."""

    def __init__(self, origins: Origins, sources: Sources, base: Path) -> None:
        self._origins, self._sources, self._base = origins, sources, base

    @classmethod
    def of_document(cls, document: Document) -> SourceMap:
        """Return the map of a document to the files that it was bundled and overlaid from."""
        return cls(document.origins, Sources(document.texts), Path(document.file).parent)

    @classmethod
    def of_file(cls, path: Path) -> SourceMap:
        """Return the map of one JSON file, named with its folder (`tests/document.json`); empty if it is missing."""
        texts = {str(path): path.read_bytes()} if path.exists() else {}
        return cls(Origins(Location(str(path))), Sources(texts), path.parent.parent)

    def location(self, pointer: str) -> str:
        """Return `file:line` of the node at a JSON pointer, or of the nearest one around it; empty if no line is known.

        Raises:
            ValueError: it is not a JSON pointer.
        """
        at = self._origins.at(Pointer.parse(pointer))
        position = self._sources.position(at)
        return f"{self._shown(at.file)}:{position[0]}" if position else ""

    def _shown(self, name: str) -> str:
        return name if "://" in name else Path(os.path.relpath(name, self._base)).as_posix()
