"""Faults of the connection: dropped, slow, truncated, corrupted, late."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from specproof.emulate.behaviour import Message
from specproof.emulate.faults.effect import Effect
from specproof.emulate.faults.exchange import STEP, Exchange, discard
from specproof.emulate.faults.tally import Tally
from specproof.emulate.settings import Range

__all__ = ["Corrupt", "Drop", "Late", "Slow", "Truncate"]

Side = Literal["reading", "replying"]
Bytes = Annotated[int, Range(0)]
PIECES_PER_SECOND = 20


@dataclass(frozen=True, slots=True)
class Drop(Effect):
    """Close the connection instead of responding.

    Attributes:
        after: this number of bytes of the request body, ``half`` or all (``body``) of it, and the application does
            nothing; or after the application has handled the request (``effect``).
    """

    after: Bytes | Literal["half", "body", "effect"] = 0

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        if self.after == "effect":
            await exchange.perform()
        else:
            most = {"half": exchange.declared // 2, "body": math.inf}.get(str(self.after), self.after)
            await exchange.proceed(receive=self._dropping(exchange, float(most)), send=discard)
        await exchange.cut()

    def _dropping(self, exchange: Exchange, most: float) -> Callable[[], Awaitable[Message]]:
        seen = 0

        async def receive() -> Message:
            nonlocal seen
            message = await exchange.receive()
            seen += len(message.get("body", b""))
            if seen >= most or not message.get("more_body", False):
                await exchange.cut()
                return {"type": "http.disconnect"}
            return message

        return receive


@dataclass(frozen=True, slots=True)
class Slow(Effect):
    """Transfer the body slowly, or stall at its start.

    Attributes:
        bytes_per_second: None for no limit.
        stall: seconds.
        side: ``reading`` the request body, or ``replying``.
    """

    bytes_per_second: Annotated[float, Range(1)] | None = None
    stall: Annotated[float, Range(0)] = 0.0
    side: Side = "reading"

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        if self.side == "reading":
            await exchange.pause(self.stall)
            await exchange.proceed(receive=self._reading(exchange))
        else:
            await exchange.proceed(send=self._responding(exchange))

    def _piece(self, length: int) -> int:
        return length if self.bytes_per_second is None else max(int(self.bytes_per_second / PIECES_PER_SECOND), 1)

    async def _take(self, exchange: Exchange, length: int) -> None:
        if self.bytes_per_second is not None:
            await exchange.pause(length / self.bytes_per_second)

    def _reading(self, exchange: Exchange) -> Callable[[], Awaitable[Message]]:
        async def receive() -> Message:
            message = await exchange.receive()
            await self._take(exchange, len(message.get("body", b"")))
            return message

        return receive

    def _responding(self, exchange: Exchange) -> Callable[[Message], Awaitable[None]]:
        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                await exchange.pause(self.stall)
                await exchange.send(message)
                return
            body = message.get("body", b"")
            size = self._piece(len(body))
            while len(body) > size:
                await exchange.send({**message, "body": body[:size], "more_body": True})
                await self._take(exchange, size)
                body = body[size:]
            await self._take(exchange, len(body))
            await exchange.send({**message, "body": body})

        return send


@dataclass(frozen=True, slots=True)
class Truncate(Effect):
    """Handle the request, but send only the headers and the first bytes of the response body.

    Attributes:
        after: how many bytes of the body to send, or ``half`` of them.
    """

    after: Bytes | Literal["half"] = "half"

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        left = 0

        async def send(message: Message) -> None:
            nonlocal left
            if message["type"] == "http.response.start":
                left = self._most(message)
                await exchange.send(message)
            else:
                body = message.get("body", b"")[:left]
                left -= len(body)
                await exchange.send({**message, "body": body, "more_body": True})

        await exchange.proceed(send=send)
        await exchange.cut(flush=True)

    def _most(self, start: Message) -> int:
        if self.after != "half":
            return self.after
        lengths = [int(value) for name, value in start["headers"] if name == b"content-length"]
        return sum(lengths) // 2


@dataclass(frozen=True, slots=True)
class Corrupt(Effect):
    """Invert one byte of the request body (``reading``) or of the response body (``replying``).

    Attributes:
        byte: its offset.
    """

    byte: Bytes = 0
    side: Side = "reading"

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        offset = 0

        def inverted(message: Message) -> Message:
            nonlocal offset
            body = message.get("body", b"")
            at, offset = self.byte - offset, offset + len(body)
            if not 0 <= at < len(body):
                return message
            return {**message, "body": body[:at] + bytes((body[at] ^ 0xFF,)) + body[at + 1 :]}

        async def receive() -> Message:
            return inverted(await exchange.receive())

        async def send(message: Message) -> None:
            await exchange.send(inverted(message))

        await exchange.proceed(**({"receive": receive} if self.side == "reading" else {"send": send}))


@dataclass(frozen=True, slots=True)
class Late(Effect):
    """Hold back the response until other requests that the selector matches have been responded to.

    Attributes:
        others: how many of them.
        at_most: seconds to wait at most.
    """

    others: Annotated[int, Range(1)] = 1
    at_most: Annotated[float, Range(0)] = 5.0

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        wanted = tally.answered + self.others

        async def send(message: Message) -> None:
            left = self.at_most if message["type"] == "http.response.start" else 0.0
            while left > 0 and tally.answered < wanted:
                await exchange.pause(STEP)
                left -= STEP
            await exchange.send(message)

        await exchange.proceed(send=send)
