"""A request under a fault, and what a fault can do with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from specproof.emulate.asgi_messages import headers_of, send_response
from specproof.emulate.behaviour import ASGIApp, Message, Problem, Receive, Response, Scope, Send
from specproof.emulate.protocol import connection_of

__all__ = ["STEP", "Exchange", "discard"]

STEP = 0.02


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that a fault applies to, and the ways to handle it.

    Attributes:
        app: the application of the request's origin.
        refuse: returns the origin's error response for a problem: the API's JSON, or the storage's XML.
    """

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    refuse: Callable[[Problem], Response]

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers of the request by lower-case name."""
        return headers_of(self.scope)

    @property
    def declared(self) -> int:
        """Return the Content-Length of the request in bytes; 0 without one."""
        length = self.headers.get("content-length", "")
        return int(length) if length.isdigit() else 0

    async def proceed(self, **changed: Any) -> None:
        """Let the application handle the request, with another ``receive`` or ``send`` if given."""
        now = replace(self, **changed)
        await self.app(self.scope, now.receive, now.send)

    async def respond(self, response: Response) -> None:
        """Send a response in place of the application's."""
        await send_response(self.send, response, head=self.scope["method"] == "HEAD")

    async def drain(self) -> None:
        """Read the request body to its end, and discard it."""
        more = True
        while more:
            more = (await self.receive()).get("more_body", False)

    async def perform(self) -> None:
        """Let the application handle the request, and discard its response."""
        await self.proceed(send=discard)

    async def cut(self, *, flush: bool = False) -> None:
        """Close the connection, and wait until it is closed. ``flush``: send what was already written first."""
        connection = connection_of(self.scope)
        if connection is not None:
            (connection.close if flush else connection.abort)()
            while (await self.receive())["type"] != "http.disconnect":
                pass

    async def pause(self, seconds: float) -> None:
        """Wait for a number of seconds, or until the client disconnects."""
        connection, loop = connection_of(self.scope), asyncio.get_running_loop()
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0 and not (connection and connection.gone):
            await asyncio.sleep(min(left, STEP))


async def discard(message: Message) -> None:
    """Discard an ASGI message: a ``send`` that sends nothing."""
