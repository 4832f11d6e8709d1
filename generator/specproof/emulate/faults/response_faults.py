"""Faults that respond in place of the application: throttling, outages, quotas, and given responses."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Annotated, Any, Literal

from specproof.emulate.behaviour import Problem, Response
from specproof.emulate.faults.effect import Effect
from specproof.emulate.faults.exchange import Exchange
from specproof.emulate.faults.tally import Tally
from specproof.emulate.settings import Range

__all__ = ["FixedResponse", "Quota", "Throttle", "Unavailable"]

When = Literal["early", "before", "after"]
Seconds = Annotated[int, Range(0, 1_000_000_000)]
Count = Annotated[int, Range(0)]


async def _respond(exchange: Exchange, response: Response, when: When) -> None:
    if when == "before":
        await exchange.drain()
    elif when == "after":
        await exchange.perform()
    await exchange.respond(response)


def _retry_after(seconds: int | None, as_date: bool) -> dict[str, str]:
    if seconds is None:
        return {}
    return {"retry-after": formatdate(time.time() + seconds, usegmt=True) if as_date else str(seconds)}


@dataclass(frozen=True, slots=True)
class Throttle(Effect):
    """Respond with 429: to each request that the selector matches, or only to those beyond a limit.

    Attributes:
        retry_after: seconds; None for no Retry-After header. ``as_date``: whether to send it as an HTTP date.
        per_second: how many requests a second are let through.
        at_once: how many requests at a time are let through.
    """

    retry_after: Seconds | None = None
    as_date: bool = False
    per_second: Annotated[float, Range(0)] | None = None
    at_once: Count | None = None
    message: str | None = None

    def is_due(self, tally: Tally, declared: int) -> bool:
        if self.per_second is None and self.at_once is None:
            return True
        return tally.exceeds(self.per_second, self.at_once)

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        kind = "at once" if self.at_once is not None else "in a second"
        text = self.message or f"Too many requests {kind}: the limit of the project is used up"
        problem = Problem(429, text, headers=_retry_after(self.retry_after, self.as_date))
        await _respond(exchange, exchange.refuse(problem), "before")


@dataclass(frozen=True, slots=True)
class Unavailable(Effect):
    """Respond with a 5XX status.

    Attributes:
        when: ``early`` responds before the body is read; ``before`` reads the body, but does nothing; ``after``
            handles the request first, and discards its response.
        retry_after: seconds; None for no Retry-After header. ``as_date``: whether to send it as an HTTP date.
    """

    status: Annotated[int, Range(500, 599)] = 503
    when: When = "before"
    retry_after: Seconds | None = None
    as_date: bool = False
    message: str = "The service cannot answer now"

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        problem = Problem(self.status, self.message, headers=_retry_after(self.retry_after, self.as_date))
        await _respond(exchange, exchange.refuse(problem), self.when)


@dataclass(frozen=True, slots=True)
class FixedResponse(Effect):
    """Respond as given.

    Attributes:
        body: text, sent as it is, or a JSON value; None for an empty one.
        when: as in ``Unavailable``.
    """

    status: Annotated[int, Range(200, 599)]
    body: Any = None
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    when: When = "before"

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        is_text = self.body is None or isinstance(self.body, str)
        body = (self.body or "").encode() if is_text else self.body
        media_type = self.media_type or ("text/plain; charset=utf-8" if is_text else "application/json")
        headers = {name: str(value) for name, value in self.headers.items()}
        await _respond(exchange, Response(self.status, body, headers, media_type), self.when)


@dataclass(frozen=True, slots=True)
class Quota(Effect):
    """Respond with an error once a number of requests, or of bytes in request bodies, is used up.

    Requests that get the error do not count.
    """

    requests: Count | None = None
    bytes: Count | None = None
    status: Annotated[int, Range(400, 599)] = 403
    message: str = "The quota of the project is used up"

    def is_due(self, tally: Tally, declared: int) -> bool:
        too_many = self.requests is not None and tally.passed >= self.requests
        return too_many or (self.bytes is not None and tally.passed_bytes + declared > self.bytes)

    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        await _respond(exchange, exchange.refuse(Problem(self.status, self.message)), "before")
