"""Forms in parts (RFC 7578)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from ..bodies import Stream
from ..operation import Media, Names
from ..request import Content, header_text
from .encoding import Encoding
from .files import file_content, file_name, is_file
from .part_fields import file_type, kept_type, part_headers, value_type
from .properties import PLAIN, form_properties, property_items, property_text

__all__ = ["encode_multipart"]


def encode_multipart(media: Media, media_type: str, value: Any, names: Names) -> tuple[Content, str]:
    """Return content and Content-Type of a multipart form. Raises: InvalidArgumentError, pydantic.ValidationError."""
    return _multipart(media, form_properties(media, value, names), names)


def _multipart(media: Media, properties: Mapping[str, Any], names: Names) -> tuple[Stream, str]:
    """RFC 7578: one part a property, one part an item of a list."""
    boundary = secrets.token_hex(16)
    parts = [
        _part(name, item, media.encoding.get(name, PLAIN), boundary, names)
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


def _part(name: str, item: Any, encoding: Encoding, boundary: str, names: Names) -> _Part:
    filename, content, media_type = _part_content(name, item, encoding.content_type)
    headers = item[3] if isinstance(item, tuple) and len(item) > 3 else {}
    disposition = f'form-data; name="{_quoted(name)}"'
    if filename is not None:
        disposition += f'; filename="{_quoted(filename)}"'
    lines = [f"--{boundary}", f"Content-Disposition: {disposition}"]
    if media_type is not None:
        lines.append(f"Content-Type: {header_text(f'body.{name}', media_type)}")
    lines += part_headers(name, encoding.headers, headers, names)
    return "\r\n".join([*lines, "", ""]).encode(), content, b"\r\n"


def _part_content(name: str, item: Any, declared: str | None) -> tuple[str | None, bytes | Stream, str | None]:
    """File name, content and media type of a part: a file, (name, content, type, headers), or a value."""
    filename = None
    if isinstance(item, tuple):
        filename, item, *more = item
        if more and more[0] is not None:
            declared = kept_type(name, more[0], declared)
        if not is_file(item):
            declared = value_type(item, declared)
            return filename, property_text(name, item, declared).encode(), declared
        return filename, file_content(item), file_type(name, filename, declared)
    if is_file(item):
        filename = file_name(item) or name
        return filename, file_content(item), file_type(name, filename, declared)
    declared = value_type(item, declared)
    return None, property_text(name, item, declared).encode(), declared


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
