"""The same for asyncio: every request in a thread, since no event loop moves bytes as fast as a blocking socket."""

from __future__ import annotations

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor

import httpx2

from .sockets import SendfileTransport

__all__ = ["AsyncSendfileTransport"]


class AsyncSendfileTransport(httpx2.AsyncBaseTransport):
    """Cancelling one request breaks off all of them: they belong together. See ``SendfileTransport``.

    Args:
        at_once: how many requests.
    """

    def __init__(self, at_once: int, context: ssl.SSLContext | None = None) -> None:
        self._direct = SendfileTransport(context)
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="upload")

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send, and read the reply. Raises: httpx2.TransportError, and what the content raises."""
        sending = asyncio.get_running_loop().run_in_executor(self._pool, self._direct.handle_request, request)
        try:
            return await asyncio.shield(sending)
        except asyncio.CancelledError:
            self._direct.cut()
            await asyncio.wait([sending])
            raise

    async def aclose(self) -> None:
        self._direct.close()
        self._pool.shutdown()
