"""What a request carries: bytes, or a stream of them that is never held as a whole."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from typing import Any, BinaryIO, cast

from .errors import InvalidArgumentError

__all__ = ["Content", "RawBody", "Stream", "file_stream", "is_repeatable", "raw_content"]

CHUNK = 1 << 16

RawBody = bytes | bytearray | memoryview | str | BinaryIO | Iterable[bytes] | AsyncIterable[bytes]


class Stream:
    """Chunks of bytes to send. ``length`` is None where it cannot be known: the body is then sent chunked, and once."""

    def __init__(self, chunks: Callable[[], Iterator[bytes]], length: int | None) -> None:
        self._chunks = chunks
        self.length = length
        self._is_begun = False

    def __iter__(self) -> Iterator[bytes]:
        self._is_begun = True
        return self._chunks()

    @property
    def is_whole(self) -> bool:
        """Whether it would give all of its bytes if it were read now."""
        return self.length is not None or not self._is_begun


Content = bytes | Stream | AsyncIterable[bytes]


def is_repeatable(content: Content | None) -> bool:
    """Whether the content can be sent, or sent again, from its start."""
    return content is None or isinstance(content, bytes) or (isinstance(content, Stream) and content.is_whole)


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
