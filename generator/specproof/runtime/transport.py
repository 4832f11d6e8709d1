"""Requests on the wire, by httpx2: the only module of the core that imports it, when the first call is made.

A request goes out exactly as it was prepared: nothing is merged into its URL, no redirect is followed, and the target
is sent byte for byte. httpx2 writes ``request.url`` to its log; what it finds there is the URL without its query.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2

from .address import Url
from .content import Content, Stream
from .errors import ConnectionFailed, ConnectTimedOut, InvalidArgument, PoolTimedOut, ReadTimedOut, WriteTimedOut
from .reply import Headers, RawReply
from .request import Request

__all__ = ["DEFAULT_TIMEOUT", "AsyncTransport", "SentUrl", "SyncTransport", "Timeout", "failures", "wire_request"]

Timeout = float | httpx2.Timeout

DEFAULT_TIMEOUT = httpx2.Timeout(60.0, connect=10.0)

_FAILURES = (
    (httpx2.ConnectTimeout, ConnectTimedOut, "no connection in time"),
    (httpx2.WriteTimeout, WriteTimedOut, "the server stopped reading"),
    (httpx2.ReadTimeout, ReadTimedOut, "no reply in time"),
    (httpx2.PoolTimeout, PoolTimedOut, "all connections of the client are busy"),
    (httpx2.ConnectError, ConnectionFailed, "no connection"),
    (httpx2.RequestError, ConnectionFailed, "the connection broke"),
)


class SentUrl(httpx2.URL):
    """A URL whose target is sent byte for byte, and whose query stays out of logs and reprs."""

    def __init__(self, url: Url) -> None:
        super().__init__(url.root + url.path)
        self._sent = url

    @property
    def raw_path(self) -> bytes:
        return self._sent.target.encode("ascii")

    @property
    def query(self) -> bytes:
        return self._sent.query.encode("ascii")

    def __str__(self) -> str:
        return self._sent.shown

    def __repr__(self) -> str:
        return f"URL({self._sent.shown!r})"


@contextmanager
def failures(told: str) -> Iterator[None]:
    """Turn what httpx2 raises into this package's errors; ``told`` says what was being done.

    Raises:
        TransportError: no reply came.
    """
    try:
        yield
    except httpx2.RequestError as error:
        kind, reason = next((kind, reason) for seen, kind, reason in _FAILURES if isinstance(error, seen))
        raise kind(f"{told}: {reason} ({type(error).__name__})") from None


class _Chunks(httpx2.SyncByteStream):
    def __init__(self, content: bytes | Stream) -> None:
        self._content = content

    def __iter__(self) -> Iterator[bytes]:
        return iter((self._content,) if isinstance(self._content, bytes) else self._content)


class _AsyncChunks(httpx2.AsyncByteStream):
    """Bytes, an async iterable, or a stream that is read off the event loop, since it may come from a disk."""

    def __init__(self, content: Content) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if isinstance(self._content, bytes):
            yield self._content
        elif isinstance(self._content, Stream):
            chunks = iter(self._content)
            while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
                yield chunk
        else:
            async for chunk in self._content:
                yield chunk


def wire_request(
    method: str,
    url: Url,
    headers: Any,
    stream: httpx2.SyncByteStream | httpx2.AsyncByteStream,
    timeout: Timeout,
    extensions: dict[str, Any] | None = None,
) -> httpx2.Request:
    """A request that carries these headers, Host, and no other. ``headers`` as ``httpx2.Headers`` takes them."""
    sent = SentUrl(url)
    fields = [(b"Host", sent.netloc), *httpx2.Headers(headers).raw]
    extensions = {**(extensions or {}), "timeout": httpx2.Timeout(timeout).as_dict()}
    request = httpx2.Request(method, sent, headers=fields, stream=stream, extensions=extensions)
    request.url = sent
    return request


def _merged(defaults: httpx2.Headers, request: Request) -> httpx2.Headers:
    merged = httpx2.Headers(defaults)
    merged.update(dict(request.headers))
    return merged


def _raw(response: httpx2.Response) -> RawReply:
    return RawReply(response.status_code, Headers(response.headers.multi_items()), response.content)


class SyncTransport:
    """One ``httpx2.Client``: an own one, or the caller's, whose headers, cookies and auth then go along with calls."""

    def __init__(self, client: httpx2.Client | None, timeout: Timeout | None) -> None:
        self.owned = client is None
        self.timeout = DEFAULT_TIMEOUT if timeout is None else timeout
        self.client = httpx2.Client(timeout=self.timeout) if client is None else client

    def close(self) -> None:
        if self.owned:
            self.client.close()

    def send(self, request: Request, timeout: Timeout | None = None) -> RawReply:
        """Send, and read the whole reply.

        Raises:
            TransportError: no reply came.
            InvalidArgument: the body is an async iterator.
        """
        content = b"" if request.content is None else request.content
        if not isinstance(content, (bytes, Stream)):
            raise InvalidArgument("body", "an async iterator needs the async client")
        headers = _merged(self.client.headers, request)
        limit = self.timeout if timeout is None else timeout
        with failures(request.operation):
            wired = wire_request(request.method, request.url, headers, _Chunks(content), limit)
            return _raw(self.client.send(wired, follow_redirects=False))


class AsyncTransport:
    """The same with an ``httpx2.AsyncClient``."""

    def __init__(self, client: httpx2.AsyncClient | None, timeout: Timeout | None) -> None:
        self.owned = client is None
        self.timeout = DEFAULT_TIMEOUT if timeout is None else timeout
        self.client = httpx2.AsyncClient(timeout=self.timeout) if client is None else client

    async def aclose(self) -> None:
        if self.owned:
            await self.client.aclose()

    async def send(self, request: Request, timeout: Timeout | None = None) -> RawReply:
        """Send, and read the whole reply.

        Raises:
            TransportError: no reply came.
        """
        content = b"" if request.content is None else request.content
        headers = _merged(self.client.headers, request)
        limit = self.timeout if timeout is None else timeout
        with failures(request.operation):
            wired = wire_request(request.method, request.url, headers, _AsyncChunks(content), limit)
            return _raw(await self.client.send(wired, follow_redirects=False))
