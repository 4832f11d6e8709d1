"""Request bodies by media type: JSON, forms, multipart, and everything else as it is given."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from .content import Content, Stream, file_stream, raw_content
from .errors import InvalidArgumentError, problems
from .media import best, essence, is_json
from .not_given import NOT_GIVEN
from .operation import Body, Encoding, Media
from .package import Names
from .styles import Spelling, query_text
from .text import header_text, percent, scalar_text

__all__ = ["encode_body"]

_FORM = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
_OCTETS = "application/octet-stream"
_PLAIN = Encoding()


def encode_body(
    declared: Body | None, value: Any, media_type: str | None, names: Names
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
        return _encode(declared.content[key], concrete, value, names)
    except InvalidArgumentError:
        raise
    except ValueError as error:
        raise InvalidArgumentError("body", problems(error)) from None


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


def _encode(media: Media, media_type: str, value: Any, names: Names) -> tuple[Content, str]:
    if is_json(media_type):
        return _json(media, value, names), media_type
    if essence(media_type) == _FORM:
        return _form(media, _properties(media, value, names)), media_type
    if essence(media_type) == _MULTIPART:
        return _multipart(media, _properties(media, value, names))
    return raw_content("body", value), media_type


def _json(media: Media, value: Any, names: Names) -> bytes:
    if media.type is not None:
        return names.codec(media.type).dump_json(value)
    return _json_text(value).encode()


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _properties(media: Media, value: Any, names: Names) -> dict[str, Any]:
    """The properties of a form, judged; files are kept apart while a model looks at the rest."""
    if not isinstance(value, Mapping) or media.type is None:
        judged = value if media.type is None else names.codec(media.type).dump(value)
        if not isinstance(judged, Mapping):
            raise InvalidArgumentError("body", "a form is made of named values")
        return {str(name): item for name, item in judged.items() if item is not NOT_GIVEN}
    given = {name: item for name, item in value.items() if item is not NOT_GIVEN}
    files = {name: item for name, item in given.items() if _is_file(item) or _are_files(item)}
    stand_ins = {name: [""] * len(item) if _are_files(item) else "" for name, item in files.items()}
    return {**names.codec(media.type).dump({**given, **stand_ins}), **files}


def _is_file(item: Any) -> bool:
    return isinstance(item, (bytes, bytearray, tuple)) or hasattr(item, "read")


def _are_files(item: Any) -> bool:
    return isinstance(item, list) and bool(item) and all(_is_file(part) for part in item)


def _form(media: Media, properties: Mapping[str, Any]) -> bytes:
    texts = (_form_text(name, item, media.encoding.get(name, _PLAIN)) for name, item in properties.items())
    return "&".join(texts).encode("ascii")


def _form_text(name: str, value: Any, encoding: Encoding) -> str:
    """By the declared style; else one field a value, or an item of a list."""
    if encoding.style is not None:
        return query_text(Spelling.of_property(name, encoding), value)
    texts = [_text(name, item, encoding.content_type) for item in _items(name, value)]
    return "&".join(f"{percent(name)}={percent(text)}" for text in texts)


def _items(name: str, value: Any) -> list[Any]:
    if value == []:
        raise InvalidArgumentError(f"body.{name}", "an empty list cannot be written: leave it out")
    return value if isinstance(value, list) else [value]


def _text(name: str, item: Any, media_type: str | None) -> str:
    """What nests is JSON, and so is a scalar where that was declared."""
    is_document = isinstance(item, (dict, list)) or is_json(media_type or "")
    return _json_text(item) if is_document else scalar_text(f"body.{name}", item)


def _multipart(media: Media, properties: Mapping[str, Any]) -> tuple[Stream, str]:
    """RFC 7578: one part a property, one part an item of a list."""
    boundary = secrets.token_hex(16)
    parts = [
        _part(name, item, media.encoding.get(name, _PLAIN), boundary)
        for name, value in properties.items()
        for item in _items(name, value)
    ]
    parts.append((f"--{boundary}--\r\n".encode(), b"", b""))
    lengths = [_length(content) for _, content, _ in parts]
    known = [length for length in lengths if length is not None]
    framing = sum(len(head) + len(tail) for head, _, tail in parts)
    total = framing + sum(known) if len(known) == len(lengths) else None
    return Stream(lambda: _chunks(parts), total), f"{_MULTIPART}; boundary={boundary}"


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
    return None, _text(name, item, declared).encode(), declared or default


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
