"""Forms in parts (RFC 7578)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from ..bodies import Stream, file_stream
from ..operation import Media, Names
from ..request import Content, header_text
from .encoding import Encoding
from .properties import PLAIN, form_properties, property_items, property_text

__all__ = ["encode_multipart"]

_OCTETS = "application/octet-stream"


def encode_multipart(media: Media, media_type: str, value: Any, names: Names) -> tuple[Content, str]:
    """Return content and Content-Type of a multipart form. Raises: InvalidArgumentError, pydantic.ValidationError."""
    return _multipart(media, form_properties(media, value, names))


def _multipart(media: Media, properties: Mapping[str, Any]) -> tuple[Stream, str]:
    """RFC 7578: one part a property, one part an item of a list."""
    boundary = secrets.token_hex(16)
    parts = [
        _part(name, item, media.encoding.get(name, PLAIN), boundary)
        for name, value in properties.items()
        for item in property_items(name, value)
    ]
    parts.append((f"--{boundary}--\r\n".encode(), b"", b""))
    lengths = [_length(content) for _, content, _ in parts]
    known = [length for length in lengths if length is not None]
    framing = sum(len(head) + len(tail) for head, _, tail in parts)
    total = framing + sum(known) if len(known) == len(lengths) else None
    return Stream(lambda: _chunks(parts), total), f"multipart/form-data; boundary={boundary}"


_Part = tuple[bytes, bytes | Stream, bytes]


def _part(name: str, item: Any, encoding: Encoding, boundary: str) -> _Part:
    filename, content, media_type = _part_content(name, item, _single(encoding.content_type))
    disposition = f'form-data; name="{_quoted(name)}"'
    if filename is not None:
        disposition += f'; filename="{_quoted(filename)}"'
    lines = [f"--{boundary}", f"Content-Disposition: {disposition}"]
    if media_type is not None:
        lines.append(f"Content-Type: {header_text(f'body.{name}', media_type)}")
    return "\r\n".join([*lines, "", ""]).encode(), content, b"\r\n"


def _single(declared: str | None) -> str | None:
    """The declared media type of a part, if it is one and neither a choice nor a range."""
    return None if declared is None or "," in declared or "*" in declared else declared


def _part_content(name: str, item: Any, declared: str | None) -> tuple[str | None, bytes | Stream, str | None]:
    """File name, content and media type of a part: a file as bytes, object or (name, content, type); or a value."""
    if isinstance(item, tuple):
        filename, content, *given = item
        _, data, found = _part_content(name, content, declared)
        return filename, data, given[0] if given else found
    if isinstance(item, (bytes, bytearray)):
        return name, bytes(item), declared or _OCTETS
    if hasattr(item, "read"):
        return _file_name(item) or name, file_stream(item), declared or _OCTETS
    default = "application/json" if isinstance(item, (dict, list)) else None
    return None, property_text(name, item, declared).encode(), declared or default


def _file_name(file: Any) -> str | None:
    path = getattr(file, "name", None)
    return path.replace("\\", "/").rpartition("/")[2] if isinstance(path, str) else None


def _quoted(text: str) -> str:
    """As browsers write it (WHATWG, multipart/form-data encoding algorithm)."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _length(content: bytes | Stream) -> int | None:
    return len(content) if isinstance(content, bytes) else content.length


def _chunks(parts: list[_Part]) -> Iterator[bytes]:
    for head, content, tail in parts:
        yield head
        if isinstance(content, Stream):
            yield from content
        elif content:
            yield content
        if tail:
            yield tail
