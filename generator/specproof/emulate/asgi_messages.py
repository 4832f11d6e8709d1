"""ASGI messages as headers, bytes and JSON, and back."""

from __future__ import annotations

import json
import zlib
from typing import Any

from specproof.emulate.behaviour import NO_BODY, Receive, Response, Scope, Send
from specproof.oracle.json_values import parse_strict
from specproof.oracle.media_types import decode_text, encode_text, is_json

__all__ = [
    "BodyTooLargeError",
    "DisconnectedError",
    "UndecodableError",
    "content_of",
    "decompressed",
    "headers_of",
    "json_value",
    "read_body",
    "send_response",
]


class DisconnectedError(Exception):
    """The client disconnected before its request was complete."""


class BodyTooLargeError(Exception):
    """A body has more bytes than the limit."""


class UndecodableError(ValueError):
    """A body is not what its headers say, such as invalid JSON or gzip."""


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers of a request by lower-case name; repeated ones are joined with a comma (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def read_body(receive: Receive, limit: int) -> bytes:
    """Return the whole body of a request.

    Raises:
        DisconnectedError: the client disconnected first.
        BodyTooLargeError: the body is longer than ``limit`` bytes.
    """
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > limit:
            raise BodyTooLargeError
        more = message.get("more_body", False)
    return b"".join(chunks)


def decompressed(body: bytes, encoding: str, limit: int) -> bytes:
    """Return a body without its Content-Encoding.

    Args:
        encoding: `gzip`, `x-gzip`, `identity` or empty.
        limit: bytes of the result at most.

    Raises:
        BodyTooLargeError: it decompresses to more than ``limit`` bytes.
        UndecodableError: the encoding is another one, or the body is damaged.
    """
    if encoding.lower() in ("", "identity"):
        return body
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise UndecodableError(f"Content-Encoding {encoding!r} is not supported; send gzip or none")
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        result = unpack.decompress(body, limit + 1)
    except zlib.error as error:
        raise UndecodableError("the body is not gzip") from error
    if len(result) > limit:
        raise BodyTooLargeError
    if not unpack.eof:
        raise UndecodableError("the gzip body ends too early")
    if unpack.unused_data:
        return result + decompressed(unpack.unused_data, encoding, limit - len(result))
    return result


def json_value(body: bytes, media_type: str = "") -> Any:
    """Parse a body as strict JSON (see ``parse_strict``) in the charset of its media type, UTF-8 if it names none.

    Raises:
        UndecodableError: the body is not strict JSON, or not in its charset.
    """
    try:
        return parse_strict(decode_text(body, media_type))
    except ValueError as error:
        raise UndecodableError(f"the body is not JSON: {error}") from error


def content_of(response: Response) -> bytes:
    """Return the content of a response: bytes as they are, text as text unless it is JSON, other values as JSON.

    Raises:
        ValueError: the body is no JSON value.
    """
    body, media_type = response.body, response.media_type
    if body is NO_BODY:
        return b""
    if isinstance(body, bytes):
        return body
    if isinstance(body, str) and not is_json(media_type):
        return encode_text(body, media_type)
    return json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


async def send_response(send: Send, response: Response, *, head: bool = False) -> None:
    """Send a response as two ASGI messages, with its Content-Length; ``head`` leaves out the body (RFC 9110, 9.3.2)."""
    body = content_of(response)
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers.items()]
    if response.body is not NO_BODY:
        headers.append((b"content-type", response.media_type.encode("latin-1")))
    if response.status >= 200 and response.status not in (204, 304):
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})
