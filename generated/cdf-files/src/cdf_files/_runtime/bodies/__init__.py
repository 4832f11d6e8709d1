"""Request bodies by media type: JSON, and everything else as it is given."""

from __future__ import annotations

import io
import json
import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from pydantic import BaseModel

from ..errors import InvalidArgumentError, problems
from ..media import best, charset, essence, is_json
from ..not_given import NOT_GIVEN
from ..operation import NOTHING, Media, Names
from ..request import Content

__all__ = ["CHUNK", "Bodies", "Body", "FormEncoder", "RawBody", "Stream", "file_stream", "json_text"]

CHUNK = 1 << 16  # bytes
_OCTETS = "application/octet-stream"

RawBody = bytes | bytearray | memoryview | str | BinaryIO | Iterable[bytes] | AsyncIterable[bytes]
FormEncoder = Callable[[Media, str, Any, Names], tuple[Content, str]]


@dataclass(frozen=True, slots=True)
class Body:
    """A declared request body: its content by media type, in order of preference."""

    content: Mapping[str, Media]
    required: bool = False


class Stream:
    """Chunks of bytes to send. ``length`` is None if unknown: the body is then sent chunked, and only once."""

    def __init__(self, chunks: Callable[[], Iterator[bytes]], length: int | None) -> None:
        self._chunks = chunks
        self.length = length
        self._is_begun = False

    def __iter__(self) -> Iterator[bytes]:
        self._is_begun = True
        return self._chunks()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the chunks, each read off the event loop, since they may come from a disk."""
        import asyncio  # slow, and blocking clients never need it

        chunks = iter(self)
        while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
            yield chunk

    @property
    def is_whole(self) -> bool:
        """Whether reading it now would give all of its bytes."""
        return self.length is not None or not self._is_begun


class Bodies:
    """Encodes request bodies by media type; JSON and raw bytes by itself.

    Args:
        forms: functions that encode further media types; see the folder ``forms``.
    """

    def __init__(self, forms: Mapping[str, FormEncoder] = NOTHING) -> None:
        self._forms = forms

    def __call__(
        self, declared: Body | None, value: Any, media_type: str | None, names: Names
    ) -> tuple[Content | None, str | None]:
        """The content to send and its Content-Type; both None where there is no body.

        Args:
            value: what the caller gave, or ``NOT_GIVEN``.
            media_type: which of the declared ones; the first JSON one if None, else the first.

        Raises:
            InvalidArgumentError: a body that is missing, not wanted, or not what the document allows.
        """
        if declared is None or value is NOT_GIVEN:
            if value is not NOT_GIVEN:
                raise InvalidArgumentError("body", "the operation takes no body")
            if declared is not None and declared.required:
                raise InvalidArgumentError("body", "this operation needs a body")
            return None, None
        key, concrete = _choose(declared, media_type, value)
        try:
            return self._encode(declared.content[key], concrete, value, names)
        except InvalidArgumentError:
            raise
        except ValueError as error:
            raise InvalidArgumentError("body", problems(error)) from None

    def _encode(self, media: Media, media_type: str, value: Any, names: Names) -> tuple[Content, str]:
        if is_json(media_type):
            content, encoding = _json(media, value, names), charset(media_type)
            return content if encoding == "utf-8" else content.decode().encode(encoding), media_type
        if (form := self._forms.get(essence(media_type))) is not None:
            return form(media, media_type, value, names)
        if media.judge is not None and isinstance(value, (str, bytes, bytearray, memoryview)):
            text = value if isinstance(value, str) else bytes(value).decode(charset(media_type))
            media.judge(text, media.type, names)
        return raw_content("body", value, charset(media_type) if isinstance(value, str) else "utf-8"), media_type


def _choose(declared: Body, media_type: str | None, value: Any) -> tuple[str, str]:
    """The declared key and the media type to send: they differ where a range such as ``image/*`` is declared."""
    if media_type is not None:
        key = best(declared.content, media_type)
        if key is None:
            raise InvalidArgumentError("media_type", f"one of {', '.join(declared.content)} is needed")
        return key, media_type
    key = next(filter(is_json, declared.content), next(iter(declared.content)))
    if "*" not in key:
        return key, key
    return key, _OCTETS if _is_raw(value) else "application/json"


def _is_raw(value: Any) -> bool:
    return isinstance(value, (bytes, bytearray, memoryview, str)) or hasattr(value, "read")


def _json(media: Media, value: Any, names: Names) -> bytes:
    if media.type is not None:
        return names.codec(media.type).dump_json(value)
    return json_text(value).encode()


def json_text(value: Any) -> str:
    """Return plain data as JSON text without blanks. Raises: ValueError, for NaN and infinity."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def raw_content(argument: str, value: Any, encoding: str = "utf-8") -> Content:
    """Return the content for bytes, text, a binary file, or an iterator of bytes, plain or async.

    Raises:
        InvalidArgumentError: the value is none of these.
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    if isinstance(value, str):
        return value.encode(encoding)
    if hasattr(value, "read"):
        return file_stream(value)
    if isinstance(value, AsyncIterable):
        return cast("AsyncIterable[bytes]", value)
    if isinstance(value, Iterable) and not isinstance(value, (Mapping, BaseModel)):
        chunks = cast("Iterable[bytes]", value)
        return Stream(lambda: iter(chunks), None)
    raise InvalidArgumentError(argument, f"bytes, text, a file or an iterator is needed, not {type(value).__name__}")


def file_stream(file: BinaryIO) -> Stream:
    """Return the rest of a binary file as content; it can be sent again from the same position if the file can seek."""
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
