"""Forms from their bytes: urlencoded bodies (OpenAPI 3.1, 4.8.15; RFC 1866, 8.2.1) and multipart ones (RFC 7578).

Written apart from the serializer of generated clients, as ``decode`` is, since it judges its output.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from email import message_from_bytes
from email.message import Message
from typing import Any

from specproof.oracle.decode import ABSENT, MalformedError, Query, Style, decode, decode_texts, scalar, structure_of
from specproof.oracle.json_values import parse_strict
from specproof.oracle.media_types import decode_text, is_json
from specproof.oracle.operations import Encoding
from specproof.oracle.shape import Shape

__all__ = ["decode_form", "decode_multipart", "read_parts"]

PLAIN = Encoding()
NAME = re.compile(r'(?:^|[;\s])name="([^"]*)"')
ESCAPED = re.compile("%(?:22|0D|0A)")


def decode_form(text: str, shape: Shape, encodings: Mapping[str, Encoding] | None = None) -> dict[str, Any]:
    """Return the properties of an ``application/x-www-form-urlencoded`` body, by name.

    A property without a declared style is exploded, and each of its values that is not a scalar is JSON.

    Args:
        shape: the types that the schema of the body admits.
        encodings: property -> its Encoding Object (OpenAPI 3.1, 4.8.15).

    Raises:
        MalformedError: the text does not follow the styles of its properties.
    """
    encodings = encodings or {}
    query, own = Query(text), dict.fromkeys([*shape.properties, *encodings])
    deep = tuple(f"{name}[" for name, one in encodings.items() if one.style == "deepObject")
    names = dict(own)
    if not any(_is_spread(one, shape.property(name)) for name, one in encodings.items()):
        names |= {name: None for name, _ in query.pairs if not name.startswith(deep)}
    styles = [_style(name, encodings.get(name, PLAIN)) for name in own]
    values = {name: _property(name, query, shape.property(name), encodings.get(name, PLAIN), styles) for name in names}
    return {name: value for name, value in values.items() if value is not ABSENT}


def _is_spread(encoding: Encoding, shape: Shape) -> bool:
    return encoding.style == "form" and encoding.explode and structure_of(shape) == "object"


def _style(name: str, encoding: Encoding) -> Style:
    return Style(name, "query", encoding.style or "form", encoding.explode)


def _property(name: str, query: Query, shape: Shape, encoding: Encoding, own: Iterable[Style]) -> Any:
    if encoding.style is not None:
        return decode(_style(name, encoding), shape, query, own)
    texts = [query.decode_text(value) for value in query.values(name)]
    if not texts:
        return ABSENT
    kind, are_json = structure_of(shape), is_json(encoding.media_type or "")
    if kind == "array" and (are_json or structure_of(shape.item()) != "scalar"):
        return [_json(text) for text in texts]
    if kind == "object" or are_json:
        return _json(texts[0])
    return decode_texts(_style(name, encoding), shape, query.values(name), query.decode_text)


def _json(text: str) -> Any:
    try:
        return parse_strict(text)
    except ValueError as error:
        raise MalformedError(f"{text!r} is not JSON: {error}") from error


def read_parts(content_type: str, body: bytes) -> list[tuple[str, Message]]:
    """Return the parts of a ``multipart/form-data`` body with their names, in order.

    Raises:
        MalformedError: it is not multipart, or a part has no name.
    """
    if body.startswith(b"--") and body.endswith(b"--\r\n") and body.count(b"\r\n") == 1:
        return []  # no part at all, as browsers write it (WHATWG, multipart/form-data encoding)
    message = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    if not message.is_multipart() or message.defects:
        raise MalformedError(f"the body is not multipart: {message.defects}")
    parts = message.get_payload()
    if not all(isinstance(part, Message) for part in parts):
        raise MalformedError("a part of the multipart body has no headers")
    return [(_name(part), part) for part in parts if isinstance(part, Message)]


def decode_multipart(content_type: str, body: bytes, shape: Shape) -> dict[str, Any]:
    """Return the properties of a ``multipart/form-data`` body, by name; an array has one part for each item.

    A file becomes text of one character a byte (Latin-1).

    Args:
        shape: the types that the schema of the body admits, which say what is an array.

    Raises:
        MalformedError: it is not multipart, or a part has no name, or is not the JSON that its Content-Type declares.
    """
    result: dict[str, Any] = {}
    for name, part in read_parts(content_type, body):
        expected = shape.property(name)
        if structure_of(expected) == "array":
            result.setdefault(name, []).append(_part(part, expected.item()))
        elif name in result:
            raise MalformedError(f"property {name!r} appears twice")
        else:
            result[name] = _part(part, expected)
    return result


def _name(part: Message) -> str:
    """As browsers write it: UTF-8, quotes and line breaks percent-encoded (WHATWG, multipart/form-data encoding)."""
    raw = next((value for key, value in part.raw_items() if key.lower() == "content-disposition"), "")
    text = str(raw).encode("ascii", "surrogateescape").decode("utf-8", "replace")
    match = NAME.search(text)
    if not text.startswith("form-data") or match is None:
        raise MalformedError("a part has no name")
    return ESCAPED.sub(lambda escaped: chr(int(escaped[0][1:], 16)), match[1])


def _part(part: Message, shape: Shape) -> Any:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    declared = part.get("content-type")
    if declared is not None and is_json(str(declared)):
        return _json(_text(content, str(declared)))
    if part.get_filename() is not None or (declared is not None and part.get_content_maintype() != "text"):
        return content.decode("latin-1")
    return scalar(_text(content, str(declared or "")), shape)


def _text(content: bytes, media_type: str) -> str:
    try:
        return decode_text(content, media_type)
    except ValueError as error:
        raise MalformedError(str(error)) from error
