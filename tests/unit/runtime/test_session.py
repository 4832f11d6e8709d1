"""Clients over real sockets, sync and async: what goes out byte for byte, and what comes of trouble."""

from __future__ import annotations

import asyncio
import logging
import math
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from typing import Any

import httpx2
import pytest

from specproof.runtime.api import Call
from specproof.runtime.bodies import Body
from specproof.runtime.errors import (
    ClientClosedError,
    ConnectionFailedError,
    ConnectTimeoutError,
    InvalidArgumentError,
    InvalidResponseError,
    PoolTimeoutError,
    ReadTimeoutError,
    RequestTimeoutError,
    UnexpectedResponseError,
)
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.resources import AsyncResource, RawResource, Resource
from specproof.runtime.servers import Server as DeclaredServer
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.runtime.sample.models import Pet
from tests.unit.runtime.sample.operations import ADD_PET, GET_PET, PACKAGE
from tests.unit.runtime.wire import Answer, Server

JSON = {"Content-Type": "application/json"}
ECHO = Operation(
    "echo",
    "POST",
    "/echo",
    body=Body({"text/csv": Media()}),
    responses={"200": DeclaredResponse()},
    security=({"querykey": ()},),
)

Ask = Callable[..., Any]


def ask_sync(client: dict[str, Any], *call: Any, **options: Any) -> Any:
    with SyncSession(PACKAGE, **client) as session:
        return Resource(session)._call(*call, **options)


def ask_async(client: dict[str, Any], *call: Any, **options: Any) -> Any:
    async def run() -> Any:
        async with AsyncSession(PACKAGE, **client) as session:
            return await AsyncResource(session)._call(*call, **options)

    return asyncio.run(run())


@pytest.fixture(params=[ask_sync, ask_async], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest, nothing_left: None) -> Ask:
    found: Ask = request.param
    return found


def pet(status: int = 200) -> Callable[[Any], Answer]:
    return lambda exchange: Answer(status, b'{"name":"Rex"}', JSON)


def test_a_call(server: Server, ask: Ask) -> None:
    server.answer = pet()
    client = {"base_url": server.url + "/v1", "token": "T", "headers": {"X-All": "1"}}
    found = ask(client, GET_PET, {"path.id": "a/../b", "query.limit": 3}, extra_headers={"x-this": "2"})
    assert found == Pet(name="Rex")
    (exchange,) = server.seen
    assert exchange.line == "GET /v1/pets/a%2F..%2Fb?limit=3 HTTP/1.1"
    fields = dict(exchange.headers)
    assert fields.pop("accept-encoding")
    assert fields == {
        "host": f"127.0.0.1:{server.port}",
        "connection": "keep-alive",
        "accept": "application/json",
        "user-agent": "sample/1.0",
        "x-all": "1",
        "x-this": "2",
        "authorization": "Bearer T",
    }


def test_a_body(server: Server, ask: Ask) -> None:
    server.answer = pet(201)
    ask({"base_url": server.url}, ADD_PET, {}, {"name": "é"})
    (exchange,) = server.seen
    assert exchange.body == '{"name":"é"}'.encode()
    assert exchange.header("content-length") == str(len(exchange.body))
    assert exchange.header("content-type") == "application/json"
    assert exchange.header("authorization") is None


def test_a_streamed_body(server: Server, ask: Ask) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"a" * 70_000
        yield b"b"

    ask({"base_url": server.url}, ECHO, {}, chunks())
    (exchange,) = server.seen
    assert exchange.body == b"a" * 70_000 + b"b"
    assert exchange.header("transfer-encoding") == "chunked"
    assert exchange.header("content-length") is None


async def async_chunks() -> AsyncIterator[bytes]:
    yield b"ab"
    yield b"c"


def test_an_async_body(server: Server, nothing_left: None) -> None:
    ask_async({"base_url": server.url}, ECHO, {}, async_chunks())
    assert server.seen[0].body == b"abc"


def test_an_async_body_needs_the_async_client(server: Server) -> None:
    with pytest.raises(InvalidArgumentError, match="async client"):
        ask_sync({"base_url": server.url}, ECHO, {}, async_chunks())
    assert server.seen == []


def test_invalid_arguments_send_nothing_and_ask_for_no_token(server: Server, ask: Ask) -> None:
    def token() -> str:
        raise AssertionError("asked for a token")

    with pytest.raises(InvalidArgumentError):
        ask({"base_url": server.url, "token": token}, GET_PET, {"path.id": "1", "query.limit": 0})
    assert server.seen == []


def test_tokens_from_functions_are_fresh_each_time(server: Server, nothing_left: None) -> None:
    server.answer = pet()
    tokens = iter(["one", "two"])
    with SyncSession(PACKAGE, base_url=server.url, token=lambda: next(tokens)) as session:
        for _ in range(2):
            Resource(session)._call(GET_PET, {"path.id": "1"})
    assert [exchange.header("authorization") for exchange in server.seen] == ["Bearer one", "Bearer two"]


def test_a_coroutine_function_gives_tokens_to_the_async_client_alone(server: Server) -> None:
    server.answer = pet()

    async def token() -> str:
        await asyncio.sleep(0)
        return "later"

    ask_async({"base_url": server.url, "token": token}, GET_PET, {"path.id": "1"})
    assert server.seen[0].header("authorization") == "Bearer later"

    class Never:
        """Awaitable, and nobody complains that it is not awaited."""

        def __await__(self) -> Generator[Any, Any, str]:
            raise AssertionError

    def strange() -> Awaitable[str]:
        return Never()

    with pytest.raises(TypeError, match="must return text"):
        ask_sync({"base_url": server.url, "token": strange}, GET_PET, {"path.id": "1"})


def test_redirects_are_not_followed(server: Server, storage: Server, ask: Ask) -> None:
    server.answer = lambda exchange: Answer(302, headers={"Location": storage.url + "/elsewhere?a=b"})
    with pytest.raises(UnexpectedResponseError, match="302 Found"):
        ask({"base_url": server.url, "token": "T"}, GET_PET, {"path.id": "1"})
    assert storage.seen == []


def test_the_operation_s_own_server_unless_the_caller_named_one(server: Server, storage: Server, ask: Ask) -> None:
    server.answer = storage.answer = pet()
    from dataclasses import replace

    own = replace(GET_PET, server=(DeclaredServer(f"http://{{host}}:{storage.port}/own"),))
    package = replace(PACKAGE, server=(DeclaredServer(server.url),))
    with SyncSession(package, variables={"host": "127.0.0.1"}) as session:
        Resource(session)._call(own, {"path.id": "1"})
    with SyncSession(package, base_url=server.url) as session:
        Resource(session)._call(own, {"path.id": "2"})
    assert [exchange.target for exchange in storage.seen] == ["/own/pets/1"]
    assert [exchange.target for exchange in server.seen] == ["/pets/2"]


def test_connections_are_used_again(server: Server, nothing_left: None) -> None:
    server.answer = pet()
    with SyncSession(PACKAGE, base_url=server.url) as session:
        for _ in range(3):
            Resource(session)._call(GET_PET, {"path.id": "1"})
        assert server.open_connections == 1


def test_raw_responses(server: Server, nothing_left: None) -> None:
    server.answer = lambda exchange: Answer(200, b'{"name":"Rex"}', {**JSON, "X-Request-Id": "r1"})
    with SyncSession(PACKAGE, base_url=server.url) as session:
        response = RawResource(session)._call(GET_PET, {"path.id": "1"})
    assert (response.parsed, response.request_id, response.content) == (Pet(name="Rex"), "r1", b'{"name":"Rex"}')
    assert repr(response) == "Response(getPet, 200)"


def test_nobody_listens(ask: Ask, server: Server) -> None:
    server.close()
    with pytest.raises(ConnectionFailedError, match="getPet: no connection"):
        ask({"base_url": server.url}, GET_PET, {"path.id": "1"})


def test_a_dropped_connection(server: Server, ask: Ask) -> None:
    server.answer = lambda exchange: Answer(drop_after=0)
    with pytest.raises(ConnectionFailedError, match="the connection broke"):
        ask({"base_url": server.url}, GET_PET, {"path.id": "1"})


def test_a_truncated_reply(server: Server, ask: Ask) -> None:
    server.answer = lambda exchange: Answer(200, b"{", {**JSON, "Content-Length": "9"}, early=True)
    with pytest.raises(ConnectionFailedError):
        ask({"base_url": server.url}, GET_PET, {"path.id": "1"})


@pytest.mark.parametrize("where", ["client", "call"])
def test_timeouts(server: Server, ask: Ask, where: str) -> None:
    held = threading.Event()
    server.answer = lambda exchange: Answer(wait_for=held)
    client: dict[str, Any] = {"base_url": server.url, "timeout": 0.1 if where == "client" else 30}
    try:
        with pytest.raises(ReadTimeoutError) as caught:
            ask(client, GET_PET, {"path.id": "1"}, **({} if where == "client" else {"timeout": httpx2.Timeout(0.1)}))
    finally:
        held.set()
    assert isinstance(caught.value, RequestTimeoutError)
    assert isinstance(caught.value, TimeoutError)


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (httpx2.ConnectTimeout, ConnectTimeoutError),
        (httpx2.PoolTimeout, PoolTimeoutError),
        (httpx2.UnsupportedProtocol, ConnectionFailedError),
    ],
)
def test_failures_that_loopback_cannot_show(raised: type[httpx2.RequestError], expected: type[Exception]) -> None:
    def fail(request: httpx2.Request) -> httpx2.Response:
        raise raised("about https://h/?sig=hidden")

    with httpx2.Client(transport=httpx2.MockTransport(fail)) as own, pytest.raises(expected) as caught:
        ask_sync({"base_url": "http://h", "http_client": own}, GET_PET, {"path.id": "1"})
    assert "hidden" not in str(caught.value)


def test_a_client_of_the_caller_stays_open_and_its_headers_go_along(server: Server) -> None:
    server.answer = pet()
    with httpx2.Client(headers={"X-Own": "1", "User-Agent": "theirs"}) as own:
        ask_sync({"base_url": server.url, "http_client": own}, GET_PET, {"path.id": "1"})
        ask_sync({"base_url": server.url, "http_client": own}, GET_PET, {"path.id": "1"})
        assert not own.is_closed
    assert server.seen[0].header("x-own") == "1"
    assert server.seen[0].header("user-agent") == "sample/1.0"


def test_an_async_client_of_the_caller_stays_open(server: Server) -> None:
    server.answer = pet()

    async def run() -> bool:
        async with httpx2.AsyncClient() as own:
            async with AsyncSession(PACKAGE, base_url=server.url, http_client=own) as session:
                await AsyncResource(session)._call(GET_PET, {"path.id": "1"})
            return own.is_closed

    assert asyncio.run(run()) is False


def test_closed_is_closed(server: Server) -> None:
    session = SyncSession(PACKAGE, base_url=server.url)
    session.close()
    session.close()
    with pytest.raises(ClientClosedError):
        Resource(session)._call(GET_PET, {"path.id": "1"})

    async def run() -> None:
        other = AsyncSession(PACKAGE, base_url=server.url)
        await other.aclose()
        with pytest.raises(ClientClosedError):
            await AsyncResource(other)._call(GET_PET, {"path.id": "1"})

    asyncio.run(run())


def test_secrets_are_in_no_log_and_no_repr(server: Server, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client: dict[str, Any] = {"base_url": server.url + "?base=hidden0", "basic_auth": ("u", "hidden3")}
    client |= {"api_key": "hidden1", "token": "hidden2"}
    ask(client, ECHO, {}, "hidden4")
    with pytest.raises(InvalidResponseError):
        ask({**client, "headers": {"X-Secret": "hidden5"}}, GET_PET, {"path.id": "1"})
    assert server.seen[0].target == "/echo?base=hidden0&key=hidden1"
    assert server.seen[1].header("authorization") == "Bearer hidden2"
    assert caplog.text
    assert "hidden" not in caplog.text
    session = SyncSession(PACKAGE, **client)
    assert "hidden" not in repr(session) + repr(session.api) + repr(vars(session)) + repr(vars(session.api))


def test_importing_costs_little() -> None:
    code = (
        "import sys; from specproof.runtime.package import Package; from specproof.runtime.session import SyncSession;"
        "SyncSession(Package('x'), base_url='http://h');"
        "print([name for name in ('httpx2', 'pydantic', 'ssl', 'asyncio') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_event_hooks_of_the_caller_see_the_url_without_its_query(server: Server) -> None:
    seen: list[str] = []

    def hook(request: httpx2.Request) -> None:
        seen.append(f"{request.url} {request.url!r} {request.url.query!r}")

    with httpx2.Client(event_hooks={"request": [hook]}) as own:
        ask_sync({"base_url": server.url, "http_client": own, "api_key": "k"}, ECHO, {}, "x")
    shown = f"{server.url}/echo?…"
    assert seen == [f"{shown} URL({shown!r}) b'key=k'"]


@pytest.mark.parametrize("timeout", [0, -1, math.nan, math.inf, 1e300, httpx2.Timeout(5, read=-1)])
def test_timeouts_that_no_socket_takes(server: Server, timeout: Any) -> None:
    session = SyncSession(PACKAGE, base_url=server.url, token="t", timeout=timeout)
    with session, pytest.raises(InvalidArgumentError, match="timeout"):
        session.send(Call(GET_PET, {"path.id": "x"}))
    assert server.seen == []
