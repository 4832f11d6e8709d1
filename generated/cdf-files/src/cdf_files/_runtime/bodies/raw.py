"""Bodies that are sent as they are given: bytes, text, files and iterators."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterable, Iterable, Iterator
from typing import Any, BinaryIO, cast

from ..errors import InvalidArgumentError
from ..request import Content, Stream

__all__ = ["RawBody", "file_stream", "raw_content"]

CHUNK = 1 << 16

RawBody = bytes | bytearray | memoryview | str | BinaryIO | Iterable[bytes] | AsyncIterable[bytes]


def raw_content(argument: str, value: Any) -> Content:
    """A body given as bytes, text (sent as UTF-8), a binary file, or an iterator of bytes, plain or async.

    Raises:
        InvalidArgumentError: none of these.
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, str):
        return value.encode()
    if hasattr(value, "read"):
        return file_stream(value)
    if isinstance(value, AsyncIterable):
        return cast("AsyncIterable[bytes]", value)
    if isinstance(value, Iterable) and not isinstance(value, dict):
        chunks = cast("Iterable[bytes]", value)
        return Stream(lambda: iter(chunks), None)
    raise InvalidArgumentError(argument, f"bytes, text, a file or an iterator is needed, not {type(value).__name__}")


def file_stream(file: BinaryIO) -> Stream:
    """What is left of a binary file, from where it stands: again from there each time, if the file can seek."""
    try:
        here = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(here)
    except (AttributeError, OSError, io.UnsupportedOperation):
        return Stream(lambda: iter(lambda: file.read(CHUNK), b""), None)

    def chunks() -> Iterator[bytes]:
        file.seek(here)
        yield from iter(lambda: file.read(CHUNK), b"")

    return Stream(chunks, max(end - here, 0))
