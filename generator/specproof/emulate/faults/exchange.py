"""One request under a fault, and what a fault can do with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from specproof.emulate.behaviour import ASGIApp, Message, Problem, Receive, Reply, Scope, Send
from specproof.emulate.protocol import connection_of
from specproof.emulate.wire import headers_of, send_reply

__all__ = ["STEP", "Exchange", "nowhere"]

STEP = 0.02


@dataclass(frozen=True, slots=True)
class Exchange:
    """``refuse`` writes an error as the request's own origin does: the API's envelope, or the store's XML."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    refuse: Callable[[Problem], Reply]

    @property
    def headers(self) -> Mapping[str, str]:
        return headers_of(self.scope)

    @property
    def declared(self) -> int:
        """Content-Length of the request in bytes, 0 if it does not say."""
        length = self.headers.get("content-length", "")
        return int(length) if length.isdigit() else 0

    async def go_on(self, **changed: Any) -> None:
        """Let the application answer; ``receive`` and ``send`` may be others."""
        now = replace(self, **changed)
        await self.app(self.scope, now.receive, now.send)

    async def answer(self, reply: Reply) -> None:
        await send_reply(self.send, reply, head=self.scope["method"] == "HEAD")

    async def drain(self) -> None:
        """Take the body and drop it."""
        more = True
        while more:
            more = (await self.receive()).get("more_body", False)

    async def perform(self) -> None:
        """Let the application do what was asked, and keep its reply from the caller."""
        await self.go_on(send=nowhere)

    async def cut(self, *, flush: bool = False) -> None:
        """Break the connection, first sending what was written if ``flush``; returns when it is gone."""
        connection = connection_of(self.scope)
        if connection is not None:
            (connection.close if flush else connection.abort)()
            while (await self.receive())["type"] != "http.disconnect":
                pass

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than the caller does."""
        connection, loop = connection_of(self.scope), asyncio.get_running_loop()
        end = loop.time() + seconds
        while (left := end - loop.time()) > 0 and not (connection and connection.gone):
            await asyncio.sleep(min(left, STEP))


async def nowhere(message: Message) -> None:
    """A reply that nobody gets."""
