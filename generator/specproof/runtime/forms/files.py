"""Files as they are given: bytes, paths and open binary files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..bodies import CHUNK, Stream, file_stream

__all__ = ["file_content", "file_name", "is_file"]


def is_file(item: Any) -> bool:
    """Whether a value is a file: bytes, a path that is no text, or what can be read."""
    return isinstance(item, (bytes, bytearray, os.PathLike)) or hasattr(item, "read")


def file_content(item: Any) -> bytes | Stream:
    """Return the content of a file; a path is opened when it is sent, and closed after it. Raises: OSError."""
    if isinstance(item, (bytes, bytearray)):
        return bytes(item)
    return _path_stream(Path(item)) if isinstance(item, os.PathLike) else file_stream(item)


def file_name(item: Any) -> str | None:
    """Return the last part of the name that a file has on disk; None if it has none."""
    path = os.fspath(item) if isinstance(item, os.PathLike) else getattr(item, "name", None)
    return path.replace("\\", "/").rpartition("/")[2] if isinstance(path, str) else None


def _path_stream(path: Path) -> Stream:
    def chunks() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from iter(lambda: file.read(CHUNK), b"")

    return Stream(chunks, path.stat().st_size)
