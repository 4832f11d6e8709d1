"""The transport for asyncio: every request in a thread, since a blocking socket is faster than an event loop."""

from __future__ import annotations

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor

import httpx2

from .sockets import SendfileTransport

__all__ = ["AsyncSendfileTransport"]


class AsyncSendfileTransport(httpx2.AsyncBaseTransport):
    """``SendfileTransport`` for asyncio, for requests that belong together: cancelling one ends all of them.

    Args:
        workers: number of requests at once.
        context: TLS settings for https; the one that httpx2 makes if None.
    """

    def __init__(self, workers: int, context: ssl.SSLContext | None = None) -> None:
        self._transport = SendfileTransport(context)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="upload")

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and return its response. Raises: as ``SendfileTransport.handle_request``."""
        sending = asyncio.get_running_loop().run_in_executor(self._pool, self._transport.handle_request, request)
        try:
            return await asyncio.shield(sending)
        except asyncio.CancelledError:
            self._transport.shut_down()
            await asyncio.wait([sending])
            raise

    async def aclose(self) -> None:
        self._transport.close()
        self._pool.shutdown()
