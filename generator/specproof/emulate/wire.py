"""Small steps between ASGI messages and bytes."""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from typing import Any, NoReturn

from specproof.emulate.behaviour import NO_BODY, Receive, Reply, Scope, Send
from specproof.oracle.media_types import essence

__all__ = [
    "Disconnected",
    "TooLarge",
    "Undecodable",
    "headers_of",
    "json_value",
    "media_type_of",
    "read",
    "send_reply",
    "unpacked",
]


class Disconnected(Exception):
    """The client went away before its request was whole."""


class TooLarge(Exception):
    """More body than the emulator takes into memory."""


class Undecodable(ValueError):
    """The body is not what its headers say."""


def headers_of(scope: Scope) -> dict[str, str]:
    """Headers by lower-case name; those that came more than once are joined with a comma (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def media_type_of(headers: Mapping[str, str]) -> str:
    return essence(headers.get("content-type", ""))


async def read(receive: Receive, limit: int) -> bytes:
    """The whole body.

    Raises:
        Disconnected: the client left first.
        TooLarge: it is longer than ``limit`` bytes.
    """
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > limit:
            raise TooLarge
        more = message.get("more_body", False)
    return b"".join(chunks)


def unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    """``body`` without its Content-Encoding: gzip, x-gzip or identity.

    Raises:
        TooLarge: it unpacks to more than ``limit`` bytes.
        Undecodable: another encoding, or a broken one.
    """
    if encoding.lower() in ("", "identity"):
        return body
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise Undecodable(f"Content-Encoding {encoding!r} is not understood")
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        result = unpack.decompress(body, limit + 1)
    except zlib.error as error:
        raise Undecodable("the body is not gzip") from error
    if len(result) > limit:
        raise TooLarge
    if not unpack.eof:
        raise Undecodable("the gzip body ends too early")
    if unpack.unused_data:
        return result + unpacked(unpack.unused_data, encoding, limit - len(result))
    return result


def json_value(body: bytes) -> Any:
    """Strict JSON (RFC 8259): UTF-8, no duplicate names, no NaN, no number beyond a double, no lone surrogate.

    Raises:
        Undecodable: anything else.
    """
    try:
        value = json.loads(
            body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_double
        )
        if b"\\u" in body:
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError as error:
        raise Undecodable("the body is not UTF-8") from error
    except UnicodeEncodeError as error:
        raise Undecodable("a string holds half of a surrogate pair") from error
    except RecursionError as error:
        raise Undecodable("the body is nested too deeply") from error
    except Undecodable:
        raise
    except ValueError as error:
        raise Undecodable(f"the body is not JSON: {error}") from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Undecodable(f"the name {twice!r} appears twice in one object")
    return result


def _no_constant(text: str) -> NoReturn:
    raise Undecodable(f"{text} is not JSON")


def _double(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise Undecodable(f"{text} is beyond the range of a double")
    return value


async def send_reply(send: Send, reply: Reply, *, head: bool = False) -> None:
    """Send a reply in one piece, with its length; ``head`` leaves the body away (RFC 9110, 9.3.2)."""
    body = b"" if reply.body is NO_BODY else reply.body
    if not isinstance(body, bytes):
        body = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers.items()]
    if reply.body is not NO_BODY:
        headers.append((b"content-type", reply.media_type.encode("latin-1")))
    if reply.status >= 200 and reply.status not in (204, 304):
        headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else body})
