"""A request to an ASGI application without a socket, and the smallest documents that it can be asked about."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from specproof.emulate import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Exchange:
    """One request as an ASGI server would put it."""

    app: ASGIApp
    sent: list[Message] = field(default_factory=list)

    async def run(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()],
        }
        pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            return pending.pop() if pending else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            self.sent.append(message)

        await self.app(scope, receive, send)
        start, *rest = self.sent
        found = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
        return Answer(start["status"], found, b"".join(message.get("body", b"") for message in rest))


Ask = Callable[..., Answer]


@pytest.fixture
def ask() -> Ask:
    def ask(
        app: ASGIApp,
        method: str,
        target: str,
        body: Any = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """``body`` is bytes, or a value that is sent as JSON."""
        headers = dict(headers or {})
        if not isinstance(body, bytes):
            headers.setdefault("content-type", "application/json")
            body = json.dumps(body).encode()
        return asyncio.run(Exchange(app).run(method, target, headers, body))

    return ask


@pytest.fixture
def document() -> Callable[..., dict[str, Any]]:
    def document(paths: Mapping[str, Any], *, version: str = "3.1.0", **rest: Any) -> dict[str, Any]:
        return {"openapi": version, "info": {"title": "t", "version": "1"}, "paths": dict(paths), **rest}

    return document
