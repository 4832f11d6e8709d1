"""An object store behind signed URLs, as the large clouds offer it: contents are PUT to it and read from it.

A URL is valid only byte for byte as it was signed, until it expires, and while its target is alive.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from specproof.emulate.asgi_messages import BodyTooLargeError, DisconnectedError, headers_of, send_response
from specproof.emulate.behaviour import NO_BODY, Problem, Receive, Response, Scope, Send
from specproof.emulate.clock import Clock
from specproof.emulate.contents import Piece, read_pieces, receive_piece
from specproof.emulate.recorder import entry_of

__all__ = ["FLAVORS", "Flavor", "Source", "Storage", "Target"]

RANGE = re.compile(r"bytes=([0-9]+)-([0-9]*)")
CREDENTIALS = ("authorization", "cookie")
SLOW_DOWN = (429, 503)


@dataclass(frozen=True, slots=True)
class Flavor:
    """How a cloud's object store responds: its statuses, and what its signed URLs look like.

    Attributes:
        success: status of a PUT.
        no_length: status of a PUT without Content-Length; None if it is accepted.
        content_type: status of a PUT with Content-Type; None if it is accepted.
        authorization: status of a request with credentials; None if it is accepted.
        signature: start of the query of a signed URL.
        xml: whether error bodies are XML, not plain text.
    """

    success: int
    no_length: int | None
    content_type: int | None
    authorization: int | None
    signature: str
    xml: bool = True


FLAVORS: Mapping[str, Flavor] = {
    "aws": Flavor(200, 501, None, 400, "X-Amz-SignedHeaders=host&x-id=&X-Amz-Signature="),
    "azure": Flavor(201, 411, None, 403, "sv=2024-11-04&sr=b&comp=block&blockid=AAAA%3D%3D&sig="),
    "gcp": Flavor(200, None, 403, 400, "X-Goog-SignedHeaders=host&X-Goog-Signature="),
    "private-link": Flavor(200, 411, None, None, "token=", xml=False),
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a signed URL for PUT writes to.

    Attributes:
        stored: called with the new bytes.
        alive: returns whether the URL is still valid.
        limit: bytes of a body at most; ``least``: bytes at least.
        expires: seconds since 1970.
        label: name of the request in the journal and for faults, such as ``part 0``.
        typed: whether a Content-Type is allowed, as for uploads of a whole file.
    """

    stored: Callable[[Piece], None]
    alive: Callable[[], bool]
    limit: int
    expires: float
    label: str
    typed: bool = False
    least: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """What a signed URL for GET reads: the pieces, one after the other.

    Attributes:
        expires: seconds since 1970.
    """

    pieces: tuple[Piece, ...]
    media_type: str
    expires: float


class _DeniedError(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class Storage:
    """ASGI application of an object store with signed URLs.

    A PUT must have a Content-Length and no chunks, no Content-Type (unless the target allows it), and no credentials.
    Violations are noted in the journal, whether or not the flavor accepts them.

    Args:
        folder: for the stored bytes.
        strict: whether every violation gets a 400.
        dead: status for an expired URL.
        private: prefixes of lower-case header names that count as credentials.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        flavor: Flavor,
        *,
        strict: bool = False,
        dead: int = 403,
        private: tuple[str, ...] = (),
    ) -> None:
        self._folder, self._clock, self._private = folder, clock, private
        self._flavor, self._strict, self._dead = flavor, strict, dead
        self._links: dict[str, tuple[str, Target | Source]] = {}

    def behave(self, flavor: Flavor, *, strict: bool, dead: int) -> None:
        """Change the flavor from now on; signed URLs stay valid. ``strict`` and ``dead`` are those of ``Storage``."""
        self._flavor, self._strict, self._dead = flavor, strict, dead

    def link(self, base: str, name: str, end: Target | Source) -> str:
        """Return a new signed URL for a target or source.

        Args:
            base: base URL of the storage; empty for a URL without origin.
            name: first segment of its path.
        """
        path = f"/{quote(name)}/{secrets.token_urlsafe(18)}"
        # %2B, %2F and %3D tell apart the clients that decode and encode again
        signature = quote(secrets.token_urlsafe(24) + "+/=", safe="")
        query = f"{self._flavor.signature}{signature}&expires={int(end.expires)}"
        self._links[path] = (query, end)
        return f"{base}{path}?{query}"

    def label(self, scope: Scope) -> str:
        """Return the name of a request for journal and faults: its target's, or ``download``; empty if unknown."""
        _, end = self._links.get(scope["path"], ("", None))
        return end.label if isinstance(end, Target) else "download" if end else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            end = self._signed(scope)
            if isinstance(end, Target) and scope["method"] == "PUT":
                await self._put(end, scope, receive, send)
            elif isinstance(end, Source) and scope["method"] in ("GET", "HEAD"):
                await self._get(end, scope, send)
            else:
                raise _DeniedError(405, "MethodNotAllowed", "This URL was signed for another method")
        except _DeniedError as denied:
            await send_response(send, self._error(denied.status, denied.code, str(denied)))
        except DisconnectedError:
            return

    def _signed(self, scope: Scope) -> Target | Source:
        query, end = self._links.get(_path(scope), ("", None))
        if end is None or scope["query_string"].decode("latin-1") != query:
            raise _DeniedError(403, "SignatureDoesNotMatch", "The URL is not as it was signed")
        if end.expires <= self._clock.now():
            raise _DeniedError(self._dead, "AccessDenied", "The URL has expired")
        if isinstance(end, Target) and not end.alive():
            raise _DeniedError(self._dead, "AccessDenied", "The upload of this URL is over")
        return end

    def _breaches(self, target: Target, headers: Mapping[str, str]) -> list[tuple[int | None, str]]:
        flavor = self._flavor
        breaches: list[tuple[int | None, str]] = []
        if "transfer-encoding" in headers or "content-length" not in headers:
            breaches.append((flavor.no_length, "a PUT without Content-Length"))
        if "content-type" in headers and not target.typed:
            breaches.append((flavor.content_type, "a PUT with Content-Type"))
        foreign = [name for name in headers if name in CREDENTIALS or name.startswith(self._private)]
        if foreign:
            breaches.append((flavor.authorization, f"credentials sent to the storage: {', '.join(foreign)}"))
        return breaches

    async def _put(self, target: Target, scope: Scope, receive: Receive, send: Send) -> None:
        headers, entry = headers_of(scope), entry_of(scope)
        breaches = self._breaches(target, headers)
        entry.notes += [text for _, text in breaches]
        for status, text in breaches:
            code = 400 if self._strict else status
            if code is not None:
                raise _DeniedError(code, "InvalidRequest", text)
        if int(headers.get("content-length", 0)) > target.limit:
            raise _DeniedError(400, "EntityTooLarge", "More bytes than one PUT may carry")
        try:
            piece = await receive_piece(receive, self._folder, target.limit)
        except BodyTooLargeError as error:
            raise _DeniedError(400, "EntityTooLarge", "More bytes than one PUT may carry") from error
        except OSError as error:
            entry.notes.append(f"the emulator cannot store: {error}")
            raise _DeniedError(500, "InternalError", "The bytes could not be stored") from error
        entry.digest = piece.digest
        try:
            self._check_received(target, piece)
        except _DeniedError:
            piece.path.unlink()
            raise
        target.stored(piece)
        await send_response(send, Response(self._flavor.success, NO_BODY))

    def _check_received(self, target: Target, piece: Piece) -> None:
        """Once more, since time has passed."""
        if not target.alive():
            raise _DeniedError(self._dead, "AccessDenied", "The upload of this URL is over")
        if piece.length < target.least:
            raise _DeniedError(
                400, "EntityTooSmall", f"A part other than the last carries at least {target.least} bytes"
            )

    async def _get(self, source: Source, scope: Scope, send: Send) -> None:
        if not all(piece.path.exists() for piece in source.pieces):
            raise _DeniedError(404, "NoSuchKey", "The content has been replaced or deleted")
        total = sum(piece.length for piece in source.pieces)
        start, stop, status = _range(headers_of(scope).get("range", ""), total)
        headers = [
            (b"content-type", source.media_type.encode("latin-1", "replace")),
            (b"content-length", str(stop - start).encode()),
            (b"accept-ranges", b"bytes"),
        ]
        if status == 206:
            headers.append((b"content-range", f"bytes {start}-{stop - 1}/{total}".encode()))
        batches = read_pieces(source.pieces, start, stop)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if scope["method"] == "GET":
            async for batch in batches:
                await send({"type": "http.response.body", "body": batch, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def refusal(self, problem: Problem) -> Response:
        """Return the storage's error response for a problem."""
        response = self._error(problem.status, "SlowDown" if problem.status in SLOW_DOWN else "Failed", problem.message)
        return replace(response, headers=problem.headers)

    def _error(self, status: int, code: str, text: str) -> Response:
        """The store's own error body, never the API's."""
        if not self._flavor.xml:
            return Response(status, text.encode(), media_type="text/plain; charset=utf-8")
        body = f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>{escape(text)}</Message></Error>'
        return Response(status, body.encode(), media_type="application/xml")


def _path(scope: Scope) -> str:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.decode("latin-1")


def _range(header: str, total: int) -> tuple[int, int, int]:
    """First byte, byte after the last, status: one range ``bytes=a-b`` or ``bytes=a-``, else all of it.

    A range that ends before it starts is ignored (RFC 9110, 14.1.1).
    """
    match = RANGE.fullmatch(header)
    if match is None:
        return 0, total, 200
    first, last = _offset(match[1]), _offset(match[2]) if match[2] else total - 1
    if first >= total or last < first:
        return 0, total, 200
    return first, min(last + 1, total), 206


def _offset(digits: str) -> int:
    """The number, or one beyond any content for a number of more than 20 digits."""
    return int(digits.lstrip("0")[:20] or "0")
