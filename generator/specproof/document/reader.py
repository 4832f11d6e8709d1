"""The one door through which input files come in."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

__all__ = ["DiskReader", "Reader"]


class Reader(Protocol):
    def read(self, path: Path) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: there is no such file, or it cannot be read.
        """
        ...


class DiskReader:
    """Reads from disk and remembers what it read, so that a finding can show its line after a stage has stopped."""

    def __init__(self) -> None:
        self.texts: dict[str, bytes] = {}

    def read(self, path: Path) -> bytes:
        data = path.read_bytes()
        self.texts[str(path)] = data
        return data
