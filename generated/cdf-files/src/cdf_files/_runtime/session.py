"""Clients: two thin shells around the sans-IO core, one blocking and one for asyncio."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack

from .api import Api, Call, Settings
from .errors import ClientClosedError, InvalidArgumentError
from .package import Package
from .request import checked_headers
from .request_flow import Login, Pause, Send, Step
from .response import Response
from .retries import Retries
from .telemetry import traced, traced_async

if TYPE_CHECKING:
    from .transport import AsyncTransport, SyncTransport, Timeout

__all__ = ["LARGEST_RESPONSE", "AsyncSession", "SyncSession"]

LARGEST_RESPONSE = 1 << 27

T = TypeVar("T")


class _ConnectionPool(Generic[T]):
    """The connections of a client and of those that ``with_options`` made of it: opened by the first call."""

    def __init__(self, http_client: Any) -> None:
        self.http_client = http_client
        self._transport: T | None = None
        self._is_closed = False
        self._lock = Lock()
        _POOLS.add(self)

    def let_go(self) -> None:
        """Leave the connections to the process or event loop that opened them: the next call opens others."""
        self._transport, self._lock = None, Lock()

    def transport(self, make: Callable[[Any], T]) -> T:
        with self._lock:
            self.require_open()
            if self._transport is None:
                self._transport = make(self.http_client)
            return self._transport

    def require_open(self) -> None:
        """Raises: ClientClosedError."""
        if self._is_closed:
            raise ClientClosedError("the client is closed")

    def closed(self) -> T | None:
        """What is to be closed."""
        with self._lock:
            self._is_closed = True
            transport, self._transport = self._transport, None
        return transport


_POOLS: weakref.WeakSet[_ConnectionPool[Any]] = weakref.WeakSet()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: list(map(_ConnectionPool.let_go, _POOLS)))


class _Session(Generic[T]):
    """What both clients are: a server, its credentials, and connections that the first call opens.

    Args:
        package: the generated package.
        http_client: an httpx2 client used instead of an own one; closing leaves it open.
        others: see ``Settings``; only ``AsyncSession`` takes coroutine functions for credentials.

    Raises:
        InvalidArgumentError: a setting, a server variable or the base URL is unusable.
    """

    def __init__(self, package: Package, *, http_client: Any = None, **settings: Unpack[Settings]) -> None:
        self.pool: _ConnectionPool[T] = _ConnectionPool(http_client)
        self._tokens: dict[tuple[object, ...], Any] = {}
        self._configure(package, settings)

    def _configure(self, package: Package, settings: Settings) -> None:
        names = ("timeout", "headers", "variables", "base_url", "retries", "on_drift", "largest_response")
        kinds: Any = (int | float, Mapping, Mapping, str, Retries, Callable, int)
        for name, kind in zip(names, kinds, strict=True):
            value: Any = settings.get(name)
            if not (value is None or isinstance(value, kind) or hasattr(value, "as_dict")):  # an httpx2.Timeout
                wanted = getattr(kind, "__name__", kind)
                raise InvalidArgumentError(name, f"{wanted} is needed, not {type(value).__name__}")
        self._timeout = settings.get("timeout")
        self.largest_response = settings.get("largest_response", LARGEST_RESPONSE)
        self.api = Api(package, tokens=self._tokens, **settings)
        self.changed: Callable[[Settings], Settings] = lambda changes: {
            **settings,
            **changes,
            "headers": {**(settings.get("headers") or {}), **checked_headers(changes.get("headers") or {})},
        }

    def with_options(self, **changes: Unpack[Settings]) -> Self:
        """The same client with other settings, for a call or for many; closing either closes both. Headers add up."""
        other = copy(self)
        for name in [name for name in vars(other) if isinstance(getattr(type(self), name, None), cached_property)]:
            del vars(other)[name]
        other._configure(self.api.package, self.changed(changes))
        return other

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.api.base.shown!r})"

    def limit(self, timeout: Timeout | None) -> Timeout | None:
        """The timeout of a call, or the client's."""
        return self._timeout if timeout is None else timeout

    def _log(self, step: Pause) -> None:
        import logging  # slow, and only retries are logged

        logging.getLogger(self.api.package.module).info("%s; again in %.2f s", step.why, step.seconds)


class SyncSession(_Session["SyncTransport"]):
    """A synchronous client. Threads may share it. Close it, or use it in a ``with`` statement."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. Calls after it raise ``ClientClosedError``."""
        if (transport := self.pool.closed()) is not None:
            transport.close()

    @property
    def transport(self) -> SyncTransport:
        """Return the connections, opened when first used. Raises: ClientClosedError."""
        from .transport import SyncTransport  # slow: httpx2 is imported with the first call

        return self.pool.transport(SyncTransport)

    def send(self, call: Call, timeout: Timeout | None = None) -> Response[Any]:
        """Make a call and return its response. Raises: ClientError; see ``errors``."""
        return traced(self.api, call, self.step_runner(timeout))

    def step_runner(self, timeout: Timeout | None) -> Callable[[Step], Any]:
        """Return the function that performs the steps of a request."""

        def perform(step: Step) -> Any:
            if isinstance(step, Send):
                limits = (self.limit(timeout), step.seconds, self.largest_response)
                return self.transport.send(step.request, *limits)
            if isinstance(step, Login):
                return self.api.authorization.texts(step, self.step_runner(None))
            self._log(step)
            return time.sleep(step.seconds)

        return perform


class AsyncSession(_Session["AsyncTransport"]):
    """A client for asyncio. Close it with ``aclose``, or use it in an ``async with`` statement."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections. Calls after it raise ``ClientClosedError``."""
        if (transport := self.pool.closed()) is not None:
            await transport.aclose()

    @property
    def transport(self) -> AsyncTransport:
        """Return the connections, opened when first used. Raises: ClientClosedError."""
        from .transport import AsyncTransport  # as in SyncSession

        if self.pool.transport(AsyncTransport).is_lost:
            self.pool.let_go()
        return self.pool.transport(AsyncTransport)

    async def send(self, call: Call, timeout: Timeout | None = None) -> Response[Any]:
        """Make a call and return its response. Raises: ClientError; see ``errors``."""
        return await traced_async(self.api, call, self.step_runner(timeout))

    def step_runner(self, timeout: Timeout | None) -> Callable[[Step], Awaitable[Any]]:
        """Return the coroutine function that performs the steps of a request."""

        async def perform(step: Step) -> Any:
            if isinstance(step, Send):
                limits = (self.limit(timeout), step.seconds, self.largest_response)
                return await self.transport.send(step.request, *limits)
            if isinstance(step, Login):
                return await self.api.authorization.texts_async(step, self.step_runner(None))
            import asyncio  # slow, and blocking clients never need it

            self._log(step)
            return await asyncio.sleep(step.seconds)

        return perform
