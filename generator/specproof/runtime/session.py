"""Clients and resources: two thin shells around the sans-IO core, one blocking and one for asyncio."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from .absent import NOT_GIVEN
from .api import Api, Call
from .credentials import AsyncSecret, Credentials
from .errors import ClientClosed
from .operation import Operation
from .package import Package
from .response import Response

if TYPE_CHECKING:
    from .transport import AsyncTransport, SyncTransport, Timeout

__all__ = ["AsyncResource", "AsyncSession", "Options", "Resource", "SyncSession"]


class _Session:
    """What both clients are: a server, its credentials, and connections that the first call opens.

    Args:
        package: the generated package.
        variables: values of the server's variables.
        token, basic_auth, api_key, credentials: see ``Credentials``; only ``AsyncSession`` takes coroutine functions.
        base_url: used in place of every server of the document.
        timeout: seconds each for connecting, writing, reading and the wait for a connection, or an ``httpx2.Timeout``.
        headers: sent with every request.
        http_client: an httpx2 client used instead of an own one; closing leaves it open.

    Raises:
        InvalidArgument: a server variable or the base URL is unusable.
    """

    def __init__(
        self,
        package: Package,
        *,
        variables: Mapping[str, str] | None = None,
        token: AsyncSecret | None = None,
        basic_auth: tuple[str, str] | None = None,
        api_key: AsyncSecret | None = None,
        credentials: Mapping[str, AsyncSecret] | None = None,
        base_url: str | None = None,
        timeout: Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        http_client: Any = None,
    ) -> None:
        secrets = Credentials(package.schemes, token, basic_auth, api_key, credentials)
        self.api = Api(package, variables=variables, base_url=base_url, credentials=secrets, headers=headers)
        self._timeout = timeout
        self._http_client = http_client
        self._closed = False
        self._lock = Lock()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.api.base.shown!r})"


class SyncSession(_Session):
    """A blocking client. Safe to share between threads. Close it, or use it in a ``with`` statement."""

    _transport: SyncTransport | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. Calls after it raise ``ClientClosed``."""
        with self._lock:
            self._closed = True
            transport, self._transport = self._transport, None
        if transport is not None:
            transport.close()

    @property
    def transport(self) -> SyncTransport:
        """The connections. Raises: ClientClosed."""
        with self._lock:
            if self._closed:
                raise ClientClosed("the client is closed")
            if self._transport is None:
                from .transport import SyncTransport

                self._transport = SyncTransport(self._http_client, self._timeout)
            return self._transport

    def secrets(self, operation: Operation) -> dict[str, str]:
        """The credentials for one request of an operation, by scheme."""
        return {scheme: _text(secret) for scheme, secret in self.api.secrets(operation)}

    def send(self, call: Call, timeout: Timeout | None = None) -> Response[Any]:
        """Make a call and read its reply. Raises: ApiError, as ``errors`` has it."""
        request = self.api.request(call)
        authorized = self.api.authorized(request, self.secrets(call.operation))
        return self.api.result(call.operation, self.transport.send(authorized, timeout))


class AsyncSession(_Session):
    """A client for asyncio. Close it with ``aclose``, or use it in an ``async with`` statement."""

    _transport: AsyncTransport | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections. Calls after it raise ``ClientClosed``."""
        self._closed = True
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.aclose()

    @property
    def transport(self) -> AsyncTransport:
        """The connections. Raises: ClientClosed."""
        if self._closed:
            raise ClientClosed("the client is closed")
        if self._transport is None:
            from .transport import AsyncTransport

            self._transport = AsyncTransport(self._http_client, self._timeout)
        return self._transport

    async def secrets(self, operation: Operation) -> dict[str, str]:
        """The credentials for one request of an operation, by scheme."""
        return {scheme: await _awaited(secret) for scheme, secret in self.api.secrets(operation)}

    async def send(self, call: Call, timeout: Timeout | None = None) -> Response[Any]:
        """Make a call and read its reply. Raises: ApiError, as ``errors`` has it."""
        request = self.api.request(call)
        authorized = self.api.authorized(request, await self.secrets(call.operation))
        return self.api.result(call.operation, await self.transport.send(authorized, timeout))


def _text(secret: AsyncSecret) -> str:
    found = secret() if callable(secret) else secret
    if not isinstance(found, str):
        raise TypeError("a function that gives credentials to a blocking client must return text")
    return found


async def _awaited(secret: AsyncSecret) -> str:
    found = secret() if callable(secret) else secret
    return found if isinstance(found, str) else await found


class Options(TypedDict, total=False):
    """What any call takes beside its arguments and its body."""

    media_type: str | None
    timeout: Timeout | None
    extra_headers: Mapping[str, str] | None


def _call(operation: Operation, arguments: Mapping[str, Any], body: Any, options: Options) -> Call:
    return Call(operation, arguments, body, options.get("media_type"), options.get("extra_headers"))


class Resource:
    """A group of operations, as the document's tags have it."""

    def __init__(self, client: SyncSession) -> None:
        self._client = client

    def _call_raw(
        self, operation: Operation, arguments: Mapping[str, Any], body: Any = NOT_GIVEN, **options: Unpack[Options]
    ) -> Response[Any]:
        return self._client.send(_call(operation, arguments, body, options), options.get("timeout"))

    def _call(
        self, operation: Operation, arguments: Mapping[str, Any], body: Any = NOT_GIVEN, **options: Unpack[Options]
    ) -> Any:
        return self._call_raw(operation, arguments, body, **options).parsed


class AsyncResource:
    """The same for asyncio."""

    def __init__(self, client: AsyncSession) -> None:
        self._client = client

    async def _call_raw(
        self, operation: Operation, arguments: Mapping[str, Any], body: Any = NOT_GIVEN, **options: Unpack[Options]
    ) -> Response[Any]:
        return await self._client.send(_call(operation, arguments, body, options), options.get("timeout"))

    async def _call(
        self, operation: Operation, arguments: Mapping[str, Any], body: Any = NOT_GIVEN, **options: Unpack[Options]
    ) -> Any:
        return (await self._call_raw(operation, arguments, body, **options)).parsed
