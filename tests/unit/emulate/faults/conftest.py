"""An API that keeps what it is sent, and a second origin for parts: under faults, over real sockets."""

from __future__ import annotations

import contextlib
import http.client
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from specproof.emulate import (
    NO_BODY,
    Behaviour,
    Call,
    Clock,
    Context,
    Emulator,
    Options,
    Origin,
    Receive,
    Response,
    Scope,
    Send,
    headers_of,
    send_response,
)

OCTETS = {"application/octet-stream": {}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/keep": {
            "post": {
                "operationId": "keep",
                "requestBody": {"content": OCTETS},
                "responses": {"200": {"description": "d", "content": {"text/plain": {}}}},
            },
            "get": {"operationId": "look", "responses": {"200": {"description": "d", "content": {"text/plain": {}}}}},
        }
    },
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Server:
    """``kept`` are the bodies whose effect took place, in the order in which it did."""

    emulator: Emulator
    kept: list[bytes] = field(default_factory=list)

    def send(self, method: str = "POST", body: bytes | None = b"hello world", path: str = "/keep") -> Answer:
        """One request on a connection of its own."""
        origin = self.emulator.urls["parts"] if path.startswith("/part") else self.emulator.base_url
        connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=10)
        with contextlib.closing(connection):
            typed = {"Content-Type": "application/octet-stream"} if body is not None else {}
            connection.request(method, path, body, typed)
            reply = connection.getresponse()
            return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())

    def put(self, part: int, body: bytes = b"hello world") -> Answer:
        return self.send("PUT", body, f"/part/{part}")


Start = Callable[..., Server]


def behaviour(kept: list[bytes], settings: dict[str, Any]) -> Callable[[Context], Behaviour]:
    async def keep(call: Call) -> Response:
        kept.append(call.body)
        return Response(200, b"0123456789", media_type="text/plain")

    async def look(call: Call) -> Response:
        return Response(200, b"0123456789", media_type="text/plain")

    async def part(scope: Scope, receive: Receive, send: Send) -> None:
        body, more = b"", "content-length" in headers_of(scope)
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body, more = body + message["body"], message["more_body"]
        kept.append(body)
        await send_response(send, Response(201, NO_BODY))

    def create(context: Context) -> Behaviour:
        label = "part {}".format

        def configure(values: Mapping[str, Any]) -> Mapping[str, Any]:
            if "odd" in values:
                raise ValueError("no setting 'odd'")
            settings.update(values)
            return settings

        parts = Origin(
            part,
            lambda scope: label(scope["path"].rpartition("/")[2]),
            lambda problem: Response(problem.status, b"<Error/>", problem.headers, "application/xml"),
        )
        return Behaviour({"keep": keep, "look": look}, origins={"parts": parts}, configure=configure)

    return create


@pytest.fixture
def start() -> Iterator[Start]:
    """``start(*faults, seed=0)``: the server with these faults."""
    with contextlib.ExitStack() as stack:

        def start(*faults: Mapping[str, Any], clock: Clock | None = None, **rest: Any) -> Server:
            kept: list[bytes] = []
            options = Options(faults={"faults": list(faults), **rest}, clock=clock)
            emulator = stack.enter_context(Emulator(DOCUMENT, behaviour(kept, {"delay": 1}), options))
            return Server(emulator, kept)

        yield start
