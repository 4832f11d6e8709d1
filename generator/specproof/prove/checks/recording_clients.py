"""The clients of a package without a network: requests are recorded, and responses given."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, TypeVar

import httpx2

__all__ = ["BASE_PATH", "RecordingClients", "RecordingTransport", "SentRequest", "StubResponse"]

T = TypeVar("T")

BASE_PATH = "/root"
_ORIGIN = "https://api.example"
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
FIELD_VALUE = re.compile(rb"(?:[!-~\x80-\xff](?:[\t !-~\x80-\xff]*[!-~\x80-\xff])?)?")
TARGET = re.compile(rb"/[!-\"$-~]*")


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as it was sent.

    Attributes:
        target: path and query, still percent-encoded.
        headers: pairs of lower-case name and value, in order.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Return all values of a header, by its lower-case name."""
        return [value for key, value in self.headers if key == name]

    def header(self, name: str) -> str | None:
        """Return the value of a header, several joined by a comma (RFC 9110, 5.2); None without the header."""
        values = self.all(name)
        return ", ".join(values) if values else None


@dataclass(frozen=True, slots=True)
class StubResponse:
    """A response that the recording transport gives."""

    status: int = 204
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def _unsendable(request: httpx2.Request, body: bytes) -> str:
    """Return why no connection carries a request to its path as it is (RFC 9112, 2 to 6); empty if one does."""
    headers = [(name.lower(), value) for name, value in request.headers.raw]
    wrong = [name for name, value in headers if not (TOKEN.fullmatch(name) and FIELD_VALUE.fullmatch(value))]
    lengths = [value for name, value in headers if name == b"content-length"]
    is_chunked = any(name == b"transfer-encoding" for name, _ in headers)
    if wrong:
        return f"the header {wrong[0]!r} is no field name and value"
    if request.url.fragment or not TARGET.fullmatch(request.url.raw_path):
        return f"{str(request.url)!r} is no request target"
    if sum(name == b"host" for name, _ in headers) != 1:
        return "a request has one Host header"
    if len(lengths) + is_chunked > 1 or (lengths and lengths != [b"%d" % len(body)]):
        return f"Content-Length is {lengths}, chunked is {is_chunked}, and the body has {len(body)} bytes"
    return ""


@dataclass(slots=True)
class RecordingTransport(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Records requests in ``sent``, and gives ``response`` to each.

    Raises, when a request is sent:
        LocalProtocolError: no real connection would carry it.
    """

    response: StubResponse
    sent: list[SentRequest] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._record(request, request.read())

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self._record(request, await request.aread())

    def _record(self, request: httpx2.Request, body: bytes) -> httpx2.Response:
        reason = _unsendable(request, body)
        if reason:
            raise httpx2.LocalProtocolError(reason, request=request)
        headers = tuple((name.decode().lower(), value.decode("latin-1")) for name, value in request.headers.raw)
        self.sent.append(SentRequest(request.method, request.url.raw_path.decode("ascii"), headers, body))
        response = self.response
        return httpx2.Response(response.status, headers=list(response.headers), content=response.body)


class RecordingClients:
    """The clients of one package over a transport that records requests and gives fixed responses.

    Args:
        module: import name of the package.
        secrets: credentials by security scheme.
    """

    def __init__(self, module: str, secrets: Mapping[str, str] | None = None) -> None:
        self._module, self._secrets = module, dict(secrets or {})
        self._transport = RecordingTransport(StubResponse())
        logging.getLogger(module).addHandler(logging.NullHandler())

    @cached_property
    def package(self) -> ModuleType:
        """Return the import package. Raises: ImportError."""
        return import_module(self._module)

    @cached_property
    def errors(self) -> ModuleType:
        """Return the package's module of errors. Raises: ImportError."""
        return import_module(f"{self._module}.errors")

    @cached_property
    def not_given(self) -> Any:
        """Return the package's ``NOT_GIVEN``, the default of optional arguments."""
        return self.package.NOT_GIVEN

    @cached_property
    def sync_client(self) -> Any:
        """Return the synchronous client."""
        return self._client(self.package.Client, httpx2.Client(transport=self._transport, trust_env=False))

    @cached_property
    def async_client(self) -> Any:
        """Return the asynchronous client."""
        return self._client(self.package.AsyncClient, httpx2.AsyncClient(transport=self._transport, trust_env=False))

    def _client(self, make: Callable[..., Any], http_client: Any) -> Any:
        made = make(base_url=_ORIGIN + BASE_PATH, http_client=http_client, retries=None)
        return made.with_options(credentials=self._secrets)

    @contextmanager
    def responding_with(self, response: StubResponse) -> Iterator[list[SentRequest]]:
        """Return a context manager of a list, to which each request is added; every request gets the response."""
        self._transport.response, self._transport.sent = response, []
        yield self._transport.sent

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the one event loop of this process, and return its result."""
        return _runner().run(coroutine)


@cache
def _runner() -> asyncio.Runner:
    return asyncio.Runner()
