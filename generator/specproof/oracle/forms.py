"""Forms read backwards: urlencoded bodies (OpenAPI 3.1, 4.8.15; RFC 1866, 8.2.1) and multipart ones (RFC 7578).

Written apart from the serializer of generated clients, as ``decode`` is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from email import message_from_bytes
from email.message import Message
from typing import Any

from specproof.oracle.decode import ABSENT, Malformed, Query, Style, compound, decode, scalar, styled
from specproof.oracle.media_types import is_json
from specproof.oracle.operations import Encoding
from specproof.oracle.shape import Shape

__all__ = ["decode_form", "decode_multipart"]

PLAIN = Encoding()
NAME = re.compile(r'(?:^|[;\s])name="([^"]*)"')
ESCAPED = re.compile("%(?:22|0D|0A)")


def decode_form(text: str, shape: Shape, encodings: Mapping[str, Encoding] | None = None) -> dict[str, Any]:
    """An ``application/x-www-form-urlencoded`` body. A property without a declared style is exploded, and each of its
    values that is no scalar stands there as JSON.

    Raises:
        Malformed: the text is not written so.
    """
    encodings = encodings or {}
    query, own = Query(text), dict.fromkeys([*shape.properties, *encodings])
    deep = tuple(f"{name}[" for name, one in encodings.items() if one.style == "deepObject")
    names = dict(own)
    if not any(_is_spread(one, shape.property(name)) for name, one in encodings.items()):
        names |= {name: None for name, _ in query.pairs if not name.startswith(deep)}
    found = {name: _property(name, query, shape.property(name), encodings.get(name, PLAIN), own) for name in names}
    return {name: value for name, value in found.items() if value is not ABSENT}


def _is_spread(encoding: Encoding, shape: Shape) -> bool:
    return encoding.style == "form" and encoding.explode and compound(shape) == "object"


def _property(name: str, query: Query, shape: Shape, encoding: Encoding, own: Iterable[str]) -> Any:
    style = Style(name, "query", encoding.style or "form", encoding.explode)
    if encoding.style is not None:
        return decode(style, shape, query, own)
    texts = [query.plain(value) for value in query.values(name)]
    if not texts:
        return ABSENT
    kind, are_json = compound(shape), is_json(encoding.media_type or "")
    if kind == "array" and (are_json or compound(shape.item()) != "scalar"):
        return [_json(text) for text in texts]
    if kind == "object" or are_json:
        return _json(texts[0])
    return styled(style, shape, query.values(name), query.plain)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Malformed(f"{text!r} is no JSON") from None


def decode_multipart(content_type: str, body: bytes, shape: Shape) -> dict[str, Any]:
    """A ``multipart/form-data`` body: one part a property, one part an item of a list.

    A file is given as text of one character a byte.

    Raises:
        Malformed: it is no such body.
    """
    if body.startswith(b"--") and body.endswith(b"--\r\n") and body.count(b"\r\n") == 1:
        return {}  # no part at all, as browsers write it (WHATWG, multipart/form-data encoding)
    message = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    if not message.is_multipart() or message.defects:
        raise Malformed(f"this is no multipart body: {message.defects}")
    result: dict[str, Any] = {}
    for part in message.get_payload():
        if not isinstance(part, Message):
            raise Malformed("a part is no part")
        name = _name(part)
        of = shape.property(name)
        if compound(of) == "array":
            result.setdefault(name, []).append(_part(part, of.item()))
        elif name in result:
            raise Malformed(f"property {name!r} appears twice")
        else:
            result[name] = _part(part, of)
    return result


def _name(part: Message) -> str:
    """As browsers write it: UTF-8, quotes and line breaks percent-encoded (WHATWG, multipart/form-data encoding)."""
    raw = next((value for key, value in part.raw_items() if key.lower() == "content-disposition"), "")
    text = str(raw).encode("ascii", "surrogateescape").decode("utf-8", "replace")
    found = NAME.search(text)
    if not text.startswith("form-data") or found is None:
        raise Malformed("a part has no name")
    return ESCAPED.sub(lambda match: chr(int(match[0][1:], 16)), found[1])


def _part(part: Message, shape: Shape) -> Any:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    declared = part.get("content-type")
    if declared is not None and is_json(str(declared)):
        return _json(content.decode())
    if part.get_filename() is not None or (declared is not None and part.get_content_maintype() != "text"):
        return content.decode("latin-1")
    return scalar(content.decode(), shape)
