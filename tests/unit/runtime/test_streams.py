"""Replies that are read as they come, over real sockets and both clients."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from specproof.runtime.errors import (
    ConnectionFailedError,
    InvalidResponseError,
    ReadTimeoutError,
    StatusError,
    UnexpectedResponseError,
)
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.retries import Retries
from specproof.runtime.session import AsyncSession, SyncSession
from specproof.runtime.streams import AsyncStreamedResponse, Event, streaming, streaming_async
from specproof.runtime.streams.items import Lines
from tests.unit.runtime.clients import in_turn
from tests.unit.runtime.sample.models import Pet, Problem
from tests.unit.runtime.sample.operations import PACKAGE
from tests.unit.runtime.wire import Answer, Server

JSON, EVENTS, LINES, OCTETS = (
    "application/json",
    "text/event-stream",
    "application/x-ndjson",
    "application/octet-stream",
)
NOT_FOUND = DeclaredResponse({JSON: Media("Problem")}, error="NotFound")
SECURITY = ({"oidc": ()},)


def operation(**content: Media) -> Operation:
    return Operation(
        "pull", "GET", "/pull", responses={"200": DeclaredResponse(content), "404": NOT_FOUND}, security=SECURITY
    )


BYTES = operation(**{OCTETS: Media(), "text/plain": Media()})
SSE = operation(**{EVENTS: Media("Pet"), JSON: Media("Pet")})
PLAIN_SSE = operation(**{EVENTS: Media()})
NDJSON = operation(**{LINES: Media("Pet")})

Use = Callable[[Any], Any]


class Both:
    """The same steps with either client: ``use`` gets a streamed reply in blocking clothes."""

    def __init__(self, is_async: bool) -> None:
        self.is_async = is_async

    def __call__(self, server: Server, op: Operation, use: Use, **client: Any) -> Any:
        settings = {"base_url": server.url, "retries": Retries(3, 0.001), **client}
        if not self.is_async:
            with SyncSession(PACKAGE, **settings) as session, streaming(session, op, {}) as reply:
                return use(reply)

        async def run() -> Any:
            async with AsyncSession(PACKAGE, **settings) as session, streaming_async(session, op, {}) as reply:
                loop = asyncio.get_running_loop()
                return await asyncio.to_thread(use, Blocking(reply, loop))

        return asyncio.run(run())


class Blocking:
    """An async reply, driven from another thread."""

    def __init__(self, reply: AsyncStreamedResponse[Any], loop: asyncio.AbstractEventLoop) -> None:
        self._reply, self._loop = reply, loop

    def __iter__(self) -> Any:
        items = aiter(self._reply)
        while True:
            try:
                yield self._wait(anext(items))
            except StopAsyncIteration:
                return

    def _wait(self, awaitable: Any) -> Any:
        async def run() -> Any:
            return await awaitable

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(20)

    def read(self) -> Any:
        return self._wait(self._reply.read())

    def text(self) -> Any:
        return self._wait(self._reply.text())

    def save(self, *arguments: Any) -> Any:
        return self._wait(self._reply.save(*arguments))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reply, name)

    def __repr__(self) -> str:
        return repr(self._reply)


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def pull(request: pytest.FixtureRequest, nothing_left: None) -> Both:
    return Both(request.param)


def answer(body: bytes, kind: str = OCTETS, **headers: str) -> Answer:
    return Answer(
        200, body, {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
    )


def test_bytes_and_what_came_with_them(server: Server, pull: Both) -> None:
    content = bytes(range(256)) * 1000
    server.answer = lambda exchange: answer(content, X_Request_Id="r1")
    seen = pull(server, BYTES, lambda reply: (b"".join(reply), reply.status_code, reply.request_id, repr(reply)))
    assert seen[:3] == (content, 200, "r1")
    assert seen[3].endswith("StreamedResponse(pull, 200)")
    assert server.seen[0].header("accept") == f"{OCTETS}, text/plain"
    assert pull(server, BYTES, lambda reply: reply.read()) == content


def test_text_by_its_charset(server: Server, pull: Both) -> None:
    server.answer = in_turn(
        answer("é".encode("latin-1"), "text/plain; charset=latin-1"), answer("é".encode(), "text/plain")
    )
    assert [pull(server, BYTES, lambda reply: reply.text()) for _ in range(2)] == ["é", "é"]
    server.answer = lambda exchange: answer(b"a-b", "text/plain; charset=punycode")
    with pytest.raises(ValueError, match="charset"):
        pull(server, BYTES, lambda reply: reply.text())


def test_a_file_with_progress(server: Server, pull: Both, tmp_path: Path) -> None:
    content = b"x" * 300_000
    server.answer = lambda exchange: answer(content)
    told: list[tuple[int, int | None]] = []
    target = tmp_path / "file.bin"
    assert pull(server, BYTES, lambda reply: reply.save(target, lambda *now: told.append(now))) == len(content)
    assert target.read_bytes() == content
    assert told[-1] == (300_000, 300_000)
    assert [now for now, _ in told] == sorted(now for now, _ in told)
    assert list(tmp_path.iterdir()) == [target]


def test_a_compressed_file_has_no_known_end(server: Server, pull: Both, tmp_path: Path) -> None:
    server.answer = lambda exchange: answer(gzip.compress(b"x" * 1000), Content_Encoding="gzip")
    told: list[Any] = []
    assert pull(server, BYTES, lambda reply: reply.save(str(tmp_path / "a"), lambda *now: told.append(now))) == 1000
    assert told[-1] == (1000, None)


def test_a_broken_download_leaves_the_old_file_and_no_other(server: Server, pull: Both, tmp_path: Path) -> None:
    target = tmp_path / "file.bin"
    target.write_bytes(b"old")
    server.answer = lambda exchange: replace(answer(b"x" * 10, Content_Length="20"), early=True)
    with pytest.raises(ConnectionFailedError):
        pull(server, BYTES, lambda reply: reply.save(target))
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (b"old", [target])
    server.answer = lambda exchange: answer(b"new")
    with pytest.raises(OSError, match="nowhere"):
        pull(server, BYTES, lambda reply: reply.save(tmp_path / "nowhere" / "file"))


def test_typed_events(server: Server, pull: Both) -> None:
    text = ': hello\nevent: pet\nid: 7\ndata: {"name":\ndata: "Rex\u2028"}\n\n'
    text += 'data: {"name":"Tom"}\r\n\r\nretry: 5\ndata: {"name":"A"}\n\n'
    server.answer = lambda exchange: answer(text.encode(), EVENTS)
    assert pull(server, SSE, list) == [
        Event("pet", Pet(name="Rex\u2028"), "7", None),
        Event("message", Pet(name="Tom"), "7", None),
        Event("message", Pet(name="A"), "7", 5),
    ]
    assert server.seen[0].header("accept") == EVENTS


def test_events_without_a_schema_are_text(server: Server, pull: Both) -> None:
    server.answer = lambda exchange: answer(b"data: [DONE]\n\n", f"{EVENTS}; charset=utf-8")
    assert pull(server, PLAIN_SSE, list) == [Event("message", "[DONE]", "", None)]


def test_typed_lines(server: Server, pull: Both) -> None:
    lines = ["", '\x1e{"name":"a\u2028b"}\r', " ", '{"name":"c"}']
    server.answer = lambda exchange: answer("\n".join(lines).encode(), LINES)
    assert pull(server, NDJSON, list) == [Pet(name="a\u2028b"), Pet(name="c")]
    untyped = operation(**{"application/jsonl": Media()})
    server.answer = lambda exchange: answer(b'{"a":[1]}\n2\n', "application/jsonl")
    assert pull(server, untyped, list) == [{"a": [1]}, 2]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_lines_cut_anywhere(size: int) -> None:
    text, lines = '{"a":"é"}\n\n\n12\n\r\n3'.encode(), Lines()
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    found = [line for chunk in chunks for line in lines.cut(chunk)]
    assert [json.loads(line) for line in [*found, *lines.end()]] == [{"a": "é"}, 12, 3]


@pytest.mark.parametrize(("op", "body", "kind"), [(SSE, b"data: 7\n\n", EVENTS), (NDJSON, b"7\n", LINES)])
def test_an_item_that_is_not_as_declared(server: Server, pull: Both, op: Operation, body: bytes, kind: str) -> None:
    server.answer = lambda exchange: answer(body, kind)
    with pytest.raises(InvalidResponseError) as caught:
        pull(server, op, list)
    assert caught.value.content == b"7"
    found: list[Any] = []
    (item,) = pull(server, op, list, validation="warn", on_drift=found.append)
    assert getattr(item, "data", item) == 7
    assert [drift.keyword for drift in found] == ["type"]


def test_items_come_before_the_end(server: Server, nothing_left: None) -> None:
    """The first event is there while the server still holds the rest back."""
    server.answer = lambda exchange: answer(b'{"name":"a"}\n', LINES, Content_Length="26")
    with SyncSession(PACKAGE, base_url=server.url, timeout=0.3) as session, streaming(session, NDJSON, {}) as reply:
        items = iter(reply)
        assert next(items) == Pet(name="a")
        with pytest.raises(ReadTimeoutError):
            next(items)


def test_an_error_is_read_as_a_whole(server: Server, pull: Both) -> None:
    server.answer = lambda exchange: Answer(404, b'{"code":1}', {"Content-Type": JSON})
    with pytest.raises(StatusError) as caught:
        pull(server, BYTES, list)
    assert caught.value.body == Problem(code=1)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Answer(500), UnexpectedResponseError),
        (Answer(201), UnexpectedResponseError),
        (Answer(302, headers={"Location": "/else"}), UnexpectedResponseError),
        (answer(b"{}", "image/png"), InvalidResponseError),
        (answer(b'{"name":"a"}', JSON), InvalidResponseError),
    ],
)
def test_replies_that_are_none(server: Server, pull: Both, reply: Answer, expected: type[Exception]) -> None:
    server.answer = lambda exchange: reply
    with pytest.raises(expected):
        pull(server, SSE, list)


def test_declared_but_nothing_to_stream(server: Server, pull: Both) -> None:
    server.answer = in_turn(Answer(204), Answer(304))
    op = replace(BYTES, responses={"204": DeclaredResponse(), "304": DeclaredResponse()})
    with pytest.raises(InvalidResponseError, match="no content"):
        pull(server, op, list)
    with pytest.raises(UnexpectedResponseError, match="not a success"):
        pull(server, op, list)


def test_retries_and_credentials_as_ever(server: Server, pull: Both, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.answer = in_turn(Answer(503), answer(b"abc"))
    assert pull(server, BYTES, lambda reply: reply.read(), token="hidden") == b"abc"
    assert [exchange.header("authorization") for exchange in server.seen] == ["Bearer hidden"] * 2
    assert "hidden" not in caplog.text


def test_leaving_early_closes_the_connection(server: Server, pull: Both) -> None:
    server.answer = lambda exchange: answer(b"x" * 5_000_000)
    assert len(pull(server, BYTES, lambda reply: next(iter(reply)))) > 0
