"""Reading of input files."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

__all__ = ["DiskReader", "Reader"]


class Reader(Protocol):
    """Interface of what reads input files."""

    def read(self, path: Path) -> bytes:
        """Return the bytes of a file.

        Raises:
            OSError: there is no such file, or it cannot be read.
        """
        ...


class DiskReader:
    """Reads files from disk, and keeps their content in ``texts``, so that findings can show lines of it."""

    def __init__(self) -> None:
        self.texts: dict[str, bytes] = {}

    def read(self, path: Path) -> bytes:
        """Return the bytes of a file.

        Raises:
            OSError: there is no such file, or it cannot be read.
        """
        data = path.read_bytes()
        self.texts[str(path)] = data
        return data
