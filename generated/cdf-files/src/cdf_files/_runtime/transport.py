"""Requests on the wire, by httpx2: the only module of the core that imports it, when the first call is made.

A request goes out exactly as it was prepared: nothing is merged into its URL, no redirect is followed, and the target
is sent byte for byte. httpx2 writes ``request.url`` to its log; what it finds there is the URL without its query.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import lru_cache
from typing import Any, cast
from urllib.parse import unquote
from urllib.request import getproxies

import httpx2

from . import errors
from .limits import Budget, ending_at, keep_to_deadlines
from .raw_response import Headers, RawResponse
from .request import Request
from .url import Url

__all__ = ["AsyncTransport", "SyncTransport", "Timeout", "aread", "failures", "raw_response", "read", "wire_request"]

Timeout = float | httpx2.Timeout

_LOG = logging.getLogger(__name__)
_USUAL = httpx2.Timeout(60.0, connect=10.0).as_dict()

_FAILURES = (
    (httpx2.ConnectTimeout, errors.ConnectTimeoutError, "no connection in time"),
    (httpx2.WriteTimeout, errors.WriteTimeoutError, "the server stopped reading"),
    (httpx2.ReadTimeout, errors.ReadTimeoutError, "no response in time"),
    (httpx2.PoolTimeout, errors.PoolTimeoutError, "all connections of the client are busy"),
    (httpx2.ConnectError, errors.ConnectionFailedError, "no connection"),
    (httpx2.RequestError, errors.ConnectionFailedError, "the connection broke"),
)


_server = lru_cache(maxsize=64)(httpx2.URL)  # parsing a URL takes longer than reading a response


class SentUrl(httpx2.URL):
    """A URL for httpx2 whose target is sent byte for byte, and whose query is not shown in logs and reprs."""

    def __init__(self, url: Url) -> None:
        super().__init__(_server(url.root))
        self._sent = url

    @property
    def path(self) -> str:
        return unquote(self._sent.path)

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
def failures(activity: str) -> Iterator[None]:
    """Raise this package's errors in place of httpx2's; ``activity`` begins their messages.

    Raises:
        TransportError: there was no response.
    """
    try:
        yield
    except httpx2.RequestError as error:
        kind, reason = next((kind, reason) for seen, kind, reason in _FAILURES if isinstance(error, seen))
        failure = kind(f"{activity}: {reason} ({_cause(error)})")
        failure.nothing_sent = isinstance(error, (httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ConnectError))
        raise failure from None


def _cause(error: BaseException) -> str:
    """Return the message of the operating system, or else the name of the error; never a URL."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            return inner.strerror
        inner = inner.__cause__ or inner.__context__
    return type(error).__name__


class _Chunks(httpx2.SyncByteStream):
    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)


class _AsyncChunks(httpx2.AsyncByteStream):
    def __init__(self, chunks: Any) -> None:
        self._chunks = chunks

    def __aiter__(self) -> AsyncIterator[bytes]:
        chunks: AsyncIterator[bytes] = aiter(self._chunks)
        return chunks


def wire_request(
    method: str,
    url: Url,
    headers: Mapping[str, str],
    stream: httpx2.SyncByteStream | httpx2.AsyncByteStream,
    timeout: Timeout | Mapping[str, float | None],
    extensions: dict[str, Any] | None = None,
) -> httpx2.Request:
    """Return an httpx2 request with these headers, Host, and no other. ``timeout`` also by httpx2's names."""
    sent = SentUrl(url)
    fields = [(b"Host", sent.netloc), *((name.encode(), value.encode()) for name, value in headers.items())]
    limits = {"timeout": timeout if isinstance(timeout, Mapping) else _judged(timeout)}
    request = httpx2.Request(method, sent, headers=fields, stream=stream, extensions=limits | (extensions or {}))
    request.url = sent
    return request


def raw_response(response: httpx2.Response, content: bytes) -> RawResponse:
    coding = response.headers.encoding
    fields = Headers((name.decode(coding), value.decode(coding)) for name, value in response.headers.raw)
    return RawResponse(response.status_code, fields, content)


def _judged(timeout: Timeout) -> Mapping[str, float | None]:
    """By httpx2's names. Raises: InvalidArgumentError, if no socket takes them."""
    limits: Mapping[str, float | None] = httpx2.Timeout(timeout).as_dict()
    if not all(one is None or (isinstance(one, int | float) and 0 < one < 1e9) for one in limits.values()):
        raise errors.InvalidArgumentError("timeout", "seconds are needed, more than 0, or None for no end")
    return limits


def _limits(timeout: Timeout | None, seconds: float | None) -> Mapping[str, float | None]:
    """The timeouts, none of them longer than the time that is left."""
    limits = _USUAL if timeout is None else _judged(timeout)
    return limits if seconds is None else {name: min(seconds, own or seconds) for name, own in limits.items()}


def _wired(
    lent: httpx2.Headers, request: Request, timeout: Timeout | None, seconds: float | None, body: Any
) -> httpx2.Request:
    """The request as it goes out; ``lent`` are headers of the caller's client, for calls of the API alone."""
    headers = {**dict(lent.items()), **request.headers} if request.is_own else request.headers
    return wire_request(request.method, request.url, headers, body, _limits(timeout, seconds))


def _is_direct() -> bool:
    """Whether the environment names no proxy: to find one is left to ``httpx2.Client``."""
    return not getproxies().keys() & {"http", "https", "all"}


def _of(request: httpx2.Request, response: httpx2.Response) -> httpx2.Response:
    response.request = request
    _LOG.debug("%s %s: %d", request.method, request.url, response.status_code)
    return response


class SyncTransport:
    """Connections by one ``httpx2.Client``: its own, or the caller's, whose headers and auth only the API's calls get.

    What a client does around a request, an own one has no use for: without a proxy (``is_direct``) it is left out.
    """

    def __init__(self, client: httpx2.Client | None) -> None:
        self.owned = client is None
        self.is_direct = self.owned and _is_direct()
        self._wire = httpx2.HTTPTransport() if self.is_direct else None
        self.client = httpx2.Client(transport=self._wire) if client is None else client
        if self.owned:
            keep_to_deadlines(self.client)

    def close(self) -> None:
        if self.owned:
            self.client.close()

    def open(self, request: Request, timeout: Timeout | None, seconds: float | None) -> httpx2.Response:
        """Send a request, and return the response before its content is read.

        Raises:
            TransportError: there was no response.
            InvalidArgumentError: the body is an async iterator.
        """
        content = request.content or b""
        if not isinstance(content, Iterable):
            raise errors.InvalidArgumentError("body", "an async iterator needs the async client")
        body = httpx2.ByteStream(content) if isinstance(content, bytes) else _Chunks(content)
        end = math.inf if seconds is None else time.monotonic() + seconds
        with failures(request.operation), ending_at(end):
            wired = _wired(self.client.headers, request, timeout, seconds, body)
            if self._wire is not None:
                return _of(wired, self._wire.handle_request(wired))
            auth = httpx2.USE_CLIENT_DEFAULT if request.is_own else None
            return self.client.send(wired, auth=auth, follow_redirects=False, stream=True)

    def send(
        self, request: Request, timeout: Timeout | None = None, seconds: float | None = None, most: int | None = None
    ) -> RawResponse:
        """Send a request, and return the whole response, with at most ``most`` bytes of content (None: no limit).

        Raises:
            ResponseTooLargeError: there are more. Others as ``open``.
        """
        end = math.inf if seconds is None else time.monotonic() + seconds
        return read(request.operation, self.open(request, timeout, seconds), most, end)


def read(activity: str, response: httpx2.Response, most: int | None, end: float = math.inf) -> RawResponse:
    """Return a response with all of its content, and close it. Raises: TransportError, ResponseTooLargeError."""
    with failures(activity), closing(response), ending_at(end):
        coded = "content-encoding" in response.headers or response.is_stream_consumed  # by a hook of the caller
        chunks = response.iter_bytes() if coded else iter(cast("httpx2.SyncByteStream", response.stream))
        budget = Budget(activity, raw_response(response, b""), most, end)
        return raw_response(response, b"".join(map(budget.spend, chunks)))


class AsyncTransport:
    """Connections by one ``httpx2.AsyncClient``, as in ``SyncTransport``."""

    def __init__(self, client: httpx2.AsyncClient | None) -> None:
        self.owned = client is None
        self.is_direct = self.owned and _is_direct()
        self._wire = httpx2.AsyncHTTPTransport() if self.is_direct else None
        self.client = httpx2.AsyncClient(transport=self._wire) if client is None else client
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def is_lost(self) -> bool:
        """Whether its own connections belong to an event loop that has ended: no other one can use them."""
        return self.owned and self._loop is not None and self._loop.is_closed()

    async def aclose(self) -> None:
        if self.owned and not self.is_lost:
            await self.client.aclose()

    async def open(self, request: Request, timeout: Timeout | None, seconds: float | None) -> httpx2.Response:
        """Send a request, and return the response before its content is read. Raises: TransportError."""
        content = request.content or b""
        body = httpx2.ByteStream(content) if isinstance(content, bytes) else _AsyncChunks(content)
        self._loop = asyncio.get_running_loop()
        with failures(request.operation):
            wired = _wired(self.client.headers, request, timeout, seconds, body)
            if self._wire is not None:
                return _of(wired, await self._wire.handle_async_request(wired))
            auth = httpx2.USE_CLIENT_DEFAULT if request.is_own else None
            return await self.client.send(wired, auth=auth, follow_redirects=False, stream=True)

    async def send(
        self, request: Request, timeout: Timeout | None = None, seconds: float | None = None, most: int | None = None
    ) -> RawResponse:
        """Send a request, as ``SyncTransport.send``. Raises: TransportError, ResponseTooLargeError."""
        try:
            async with asyncio.timeout(seconds):
                return await aread(request.operation, await self.open(request, timeout, seconds), most)
        except errors.RequestTimeoutError:
            raise
        except TimeoutError:
            raise errors.ReadTimeoutError(f"{request.operation}: not finished before the deadline") from None


async def aread(activity: str, response: httpx2.Response, most: int | None) -> RawResponse:
    """Return a response with all of its content, and close it. Raises: as ``read``."""
    try:
        with failures(activity):
            budget = Budget(activity, raw_response(response, b""), most)
            return raw_response(response, b"".join([budget.spend(chunk) async for chunk in response.aiter_bytes()]))
    finally:
        await response.aclose()
