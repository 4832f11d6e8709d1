"""The outermost layer of each origin: writes the journal, then passes the request on."""

from __future__ import annotations

import re
from collections.abc import Callable

from specproof.emulate.behaviour import ASGIApp, Message, Receive, Scope, Send
from specproof.emulate.clock import Clock
from specproof.emulate.journal import Entry, Journal
from specproof.emulate.protocol import connection_of

__all__ = ["ENTRY", "Recorder", "entry_of"]

ENTRY = "specproof.entry"
LENGTH = re.compile("[0-9]{1,19}")
MOST_CHARACTERS, MOST_NAMES = 2000, 100


def entry_of(scope: Scope) -> Entry:
    """Return the journal entry of a request that is being handled, for its handler to complete."""
    entry: Entry = scope[ENTRY]
    return entry


def _entry(origin: str, label: str, scope: Scope, now: float) -> Entry:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    length = headers.get("content-length", "")
    return Entry(
        time=now,
        origin=origin,
        method=scope["method"],
        path=scope.get("raw_path", scope["path"].encode()).decode("latin-1")[:MOST_CHARACTERS],
        label=label,
        header_names=tuple(name[:MOST_CHARACTERS] for name in headers)[:MOST_NAMES],
        authorization="authorization" in headers,
        declared=int(length) if LENGTH.fullmatch(length) else None,
    )


class Recorder:
    """ASGI application that adds a journal entry for each request, and passes it on to ``app``.

    Args:
        origin: the origin's name in the journal.
        label: returns the name of a request, such as its operationId.
    """

    def __init__(
        self, origin: str, app: ASGIApp, label: Callable[[Scope], str], journal: Journal, clock: Clock
    ) -> None:
        self._origin, self._app, self._label, self._journal, self._clock = origin, app, label, journal, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        entry = _entry(self._origin, self._label(scope), scope, self._clock.now())
        scope[ENTRY] = entry

        async def counted() -> Message:
            message = await receive()
            entry.received += len(message.get("body", b""))
            return message

        connection = connection_of(scope)

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and not (connection and connection.gone):
                entry.status = message["status"]
            await send(message)

        self._journal.begin(entry)
        try:
            await self._app(scope, counted, watched)
        finally:
            self._journal.end(entry)
