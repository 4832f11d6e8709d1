"""Retries over real sockets: the server counts what it is asked. A clock that is turned by hand is for sums alone."""

from __future__ import annotations

import asyncio
import io
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx2
import pytest

from specproof.runtime import retries
from specproof.runtime.bodies import Body
from specproof.runtime.errors import (
    ConnectionFailedError,
    ConnectTimeoutError,
    PoolTimeoutError,
    ReadTimeoutError,
    StatusError,
    TransportError,
    UnexpectedResponseError,
)
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.raw_response import Headers, RawResponse
from specproof.runtime.retries import Retries, RetryState, backoff, retry_after
from tests.unit.runtime.clients import PET, Ask, ask_async, ask_sync, in_turn
from tests.unit.runtime.sample.models import Pet
from tests.unit.runtime.sample.operations import ADD_PET, GET_PET, PACKAGE
from tests.unit.runtime.wire import Answer, Server

QUICK = Retries(first_delay=0.001, longest_delay=0.01)
BUSY = Answer(503)
DROP = Answer(drop_after=0)
PUT = Operation(
    "put",
    "PUT",
    "/put",
    body=Body({"text/csv": Media(), "multipart/form-data": Media()}),
    responses={"200": DeclaredResponse(), "5XX": DeclaredResponse()},
)


@pytest.fixture(params=[ask_sync, ask_async], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest, nothing_left: None) -> Ask:
    def call(server: Server, operation: Operation, *rest: Any, **client: Any) -> Any:
        return request.param(PACKAGE, {"base_url": server.url, "retries": QUICK, **client}, operation, *rest)

    return call


def get(ask: Ask, server: Server, operation: Operation = GET_PET, **client: Any) -> Any:
    return ask(server, operation, {"path.id": "1"}, **client)


@pytest.mark.parametrize("trouble", [Answer(status) for status in sorted(QUICK.statuses)] + [DROP], ids=repr)
def test_what_is_safe_to_repeat_is_repeated(server: Server, ask: Ask, trouble: Answer) -> None:
    server.answer = in_turn(trouble, trouble, PET)
    assert get(ask, server) == Pet(name="Rex")
    assert len(server.seen) == 3
    assert len({exchange.head for exchange in server.seen}) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 501])
def test_other_refusals_stand(server: Server, ask: Ask, status: int) -> None:
    server.answer = in_turn(Answer(status), PET)
    with pytest.raises((StatusError, UnexpectedResponseError)):
        get(ask, server)
    assert len(server.seen) == 1


@pytest.mark.parametrize(("retries", "expected"), [(Retries(4, 0.001), 4), (Retries(1), 1), (None, 1)])
def test_tries_are_counted_and_the_last_outcome_stands(
    server: Server, ask: Ask, retries: Retries | None, expected: int
) -> None:
    server.answer = in_turn(BUSY)
    with pytest.raises(StatusError, match="503"):
        get(ask, server, retries=retries)
    assert len(server.seen) == expected


def test_a_client_repeats_unless_it_is_told_not_to(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries.random, "uniform", lambda low, high: 0.0)
    server.answer = in_turn(BUSY, PET)
    assert ask_sync(PACKAGE, {"base_url": server.url}, GET_PET, {"path.id": "1"}) == Pet(name="Rex")


@pytest.mark.parametrize("trouble", [BUSY, Answer(429), DROP], ids=repr)
def test_what_may_have_been_done_is_not_done_again(server: Server, ask: Ask, trouble: Answer) -> None:
    server.answer = in_turn(trouble, replace(PET, status=201))
    with pytest.raises((StatusError, ConnectionFailedError)):
        ask(server, ADD_PET, {}, {"name": "a"})
    assert len(server.seen) == 1


def test_statuses_that_are_known_to_refuse_are_repeated_of_any_operation(server: Server, ask: Ask) -> None:
    server.answer = in_turn(Answer(429), replace(PET, status=201))
    rules = replace(QUICK, refusals=frozenset({429}))
    assert ask(server, ADD_PET, {}, {"name": "a"}, retries=rules) == Pet(name="Rex")
    assert [exchange.body for exchange in server.seen] == [b'{"name":"a"}'] * 2


@pytest.mark.parametrize(("operation", "declared", "seen"), [(ADD_PET, True, 2), (GET_PET, False, 1)])
def test_the_document_has_the_last_word(
    server: Server, ask: Ask, operation: Operation, declared: bool, seen: int
) -> None:
    server.answer = in_turn(BUSY, PET)
    arguments: tuple[Any, ...] = ({"path.id": "1"},) if operation is GET_PET else ({}, {"name": "a"})
    try:
        ask(server, replace(operation, idempotent=declared), *arguments)
    except StatusError:
        assert seen == 1
    assert len(server.seen) == seen


def test_nobody_listened_so_nothing_was_done() -> None:
    """A POST is repeated when nothing was sent: the address is refused at first."""
    tried: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        tried.append(request)
        if len(tried) < 3:
            raise httpx2.ConnectError("refused")
        return httpx2.Response(201, json={"name": "Rex"})

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as own:
        client = {"base_url": "http://h", "http_client": own, "retries": QUICK}
        assert ask_sync(PACKAGE, client, ADD_PET, {}, {"name": "a"}) == Pet(name="Rex")
    assert len(tried) == 3


@pytest.mark.parametrize("kind", [ConnectTimeoutError, PoolTimeoutError, ConnectionFailedError])
def test_which_failures_leave_nothing_sent(kind: type[TransportError]) -> None:
    error = kind("x")
    state = RetryState(Retries(), ADD_PET)
    assert state.delay(error) is None
    error.nothing_sent = True
    assert RetryState(Retries(), ADD_PET).delay(error) is not None


class Unseekable(io.RawIOBase):
    """A pipe, for all that can be told."""

    def __init__(self) -> None:
        self._left = [b"ab", b"c"]

    def read(self, size: int = -1) -> bytes:
        return self._left.pop(0) if self._left else b""


@pytest.mark.parametrize("body", [Unseekable(), iter([b"ab", b"c"])], ids=["pipe", "iterator"])
def test_a_consumed_body_is_never_sent_again(server: Server, body: Any) -> None:
    server.answer = in_turn(BUSY, PET)
    with pytest.raises(StatusError):
        ask_sync(PACKAGE, {"base_url": server.url, "retries": QUICK}, PUT, {}, body)
    assert [exchange.body for exchange in server.seen] == [b"abc"]


def test_a_consumed_async_body_is_never_sent_again(server: Server, nothing_left: None) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"abc"

    server.answer = in_turn(BUSY, PET)
    with pytest.raises(StatusError):
        ask_async(PACKAGE, {"base_url": server.url, "retries": QUICK}, PUT, {}, chunks())
    assert len(server.seen) == 1


def test_a_body_that_nobody_read_is_sent_after_all(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first try finds nobody: the iterator still has all that it had."""
    real, tried = httpx2.Client.send, []

    def refuse_once(self: httpx2.Client, request: httpx2.Request, **options: Any) -> httpx2.Response:
        tried.append(request)
        if len(tried) == 1:
            raise httpx2.ConnectError("refused")
        return real(self, request, **options)

    monkeypatch.setattr(httpx2.Client, "send", refuse_once)
    ask_sync(PACKAGE, {"base_url": server.url, "retries": QUICK}, PUT, {}, iter([b"abc"]))
    assert [exchange.body for exchange in server.seen] == [b"abc"]


def test_a_file_is_read_again_from_where_it_stood(server: Server, ask: Ask) -> None:
    server.answer = in_turn(BUSY, DROP, Answer())
    file = io.BytesIO(b"xxabc")
    file.seek(2)
    ask(server, PUT, {}, file)
    assert [exchange.body for exchange in server.seen] == [b"abc", b"", b"abc"]
    assert {exchange.header("content-length") for exchange in server.seen} == {"3"}


def test_a_multipart_body_with_a_file_is_sent_again_as_it_was(server: Server, nothing_left: None) -> None:
    server.answer = in_turn(BUSY, Answer())
    form = {"file": io.BytesIO(b"abc"), "n": 1}
    with httpx2.Client() as own:
        client = {"base_url": server.url, "retries": QUICK, "http_client": own}
        ask_sync(PACKAGE, client, PUT, {}, form, media_type="multipart/form-data")
    first, second = (exchange.body for exchange in server.seen)
    assert first == second
    assert b"abc" in first


def test_retry_after_is_obeyed(server: Server, ask: Ask) -> None:
    server.answer = in_turn(Answer(429, headers={"Retry-After": "1"}), PET)
    begun = time.monotonic()
    get(ask, server)
    assert time.monotonic() - begun >= 1


def test_retry_after_as_a_date_is_obeyed_up_to_a_cap(server: Server, ask: Ask) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.answer = in_turn(Answer(503, headers={"Retry-After": later}), PET)
    begun = time.monotonic()
    get(ask, server, retries=replace(QUICK, longest_retry_after=0.3))
    assert 0.3 <= time.monotonic() - begun < 5


@pytest.mark.parametrize("value", ["", "soon", "-1", "²", "1.5"])
def test_what_is_no_retry_after(value: str) -> None:
    assert retry_after({"retry-after": value}, 60) == 0


def test_a_wait_that_would_pass_the_deadline_is_not_begun(server: Server, ask: Ask) -> None:
    server.answer = in_turn(Answer(503, headers={"Retry-After": "30"}), PET)
    begun = time.monotonic()
    with pytest.raises(StatusError, match="503"):
        get(ask, server, retries=replace(QUICK, deadline=5))
    assert time.monotonic() - begun < 4
    assert len(server.seen) == 1


def test_the_deadline_ends_a_try(server: Server, ask: Ask) -> None:
    held = threading.Event()
    server.answer = lambda exchange: Answer(wait_for=held)
    begun = time.monotonic()
    try:
        with pytest.raises(ReadTimeoutError):
            get(ask, server, retries=replace(QUICK, deadline=0.2), timeout=30)
    finally:
        held.set()
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("ask", [ask_sync, ask_async], ids=["sync", "async"])
def test_the_deadline_ends_a_reply_that_trickles(ask: Ask) -> None:
    """Each read is in time; all of them together are not."""

    class Trickle(httpx2.SyncByteStream, httpx2.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(100):
                time.sleep(0.05)
                yield b" "

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for _ in range(100):
                await asyncio.sleep(0.05)
                yield b" "

    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, stream=Trickle()))
    own = httpx2.Client(transport=transport) if ask is ask_sync else httpx2.AsyncClient(transport=transport)
    begun = time.monotonic()
    with pytest.raises(ReadTimeoutError, match="deadline"):
        client = {"base_url": "http://h", "http_client": own, "retries": Retries(1, deadline=0.2)}
        ask(PACKAGE, client, GET_PET, {"path.id": "1"})
    assert time.monotonic() - begun < 3


def test_a_timeout_of_each_try_within_a_longer_deadline(server: Server, ask: Ask) -> None:
    held = threading.Event()
    server.answer = in_turn(Answer(wait_for=held), PET)
    try:
        assert get(ask, server, retries=replace(QUICK, deadline=20), timeout=0.2) == Pet(name="Rex")
    finally:
        held.set()
    assert len(server.seen) == 2


def test_each_wait_is_logged_without_secrets(server: Server, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger=PACKAGE.module)
    server.answer = in_turn(BUSY, DROP, PET)
    get(ask, server, token="hidden")
    told = [record.getMessage() for record in caplog.records if record.name == PACKAGE.module]
    assert [message.split(";")[0] for message in told] == [
        "getPet: 503",
        "getPet: getPet: the connection broke (RemoteProtocolError)",
    ]
    assert "hidden" not in caplog.text


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_waits_double_up_to_a_cap_and_are_random_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        asked.append((low, high))
        return high

    monkeypatch.setattr(retries.random, "uniform", uniform)
    state = RetryState(Retries(6, 0.5, 3.0), GET_PET, Clock())
    delays = [state.delay(RawResponse(503, Headers(), b"")) for _ in range(6)]
    assert delays == [0.5, 1.0, 2.0, 3.0, 3.0, None]
    assert {low for low, _ in asked} == {0}
    assert backoff(5000) == 60


def test_the_time_that_is_left() -> None:
    clock = Clock()
    state = RetryState(Retries(deadline=10), GET_PET, clock)
    clock.now = 104
    assert state.left() == 6
    clock.now = 111
    assert state.left() == 0
    assert RetryState(None, GET_PET, clock).left() is None
