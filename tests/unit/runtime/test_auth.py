"""Credentials over real sockets: a token server, an API server, and what each of them gets to see."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest

from specproof.runtime import AsyncResource, AsyncSession, ClientCredentials, Package, Resource, Retries, SyncSession
from specproof.runtime.errors import AuthenticationFailedError, ConnectionFailedError, InvalidArgumentError, StatusError
from specproof.runtime.oauth import TokenSource
from specproof.runtime.operation import Body, DeclaredResponse, Media, Operation, Scheme
from specproof.runtime.url import parse_url
from tests.unit.runtime.clients import JSON, PET, Ask, ask_async, ask_sync, in_turn
from tests.unit.runtime.sample.models import Pet
from tests.unit.runtime.sample.operations import ADD_PET, GET_PET
from tests.unit.runtime.wire import Answer, Exchange, Server

NO_WAIT = Retries(3, 0.001, 0.001)
SCHEMES = {
    "app": Scheme("bearer", token_url="https://login.test/{account}/token"),
    "person": Scheme("bearer"),
    "user": Scheme("basic"),
    "key": Scheme("apiKey", "X-Key"),
    "inquery": Scheme("apiKey", "key", "query"),
    "incookie": Scheme("apiKey", "sid", "cookie"),
}
PACKAGE = Package("tests.unit.runtime.sample", server="https://{region}.test", schemes=SCHEMES)
OK = {"200": DeclaredResponse(), "401": DeclaredResponse()}


def operation(*alternatives: dict[str, tuple[str, ...]], **rest: Any) -> Operation:
    return Operation("op", "GET", "/op", responses=OK, security=alternatives, **rest)


APP = operation({"app": ("https://{region}.test/.default", "read")})
POST = operation({"app": ()}, body=Body({"text/csv": Media()}))


class TokenServer:
    """Gives numbered tokens, and counts who asks."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.reply: dict[str, Any] = {"token_type": "Bearer", "expires_in": 3600}
        self.before: Callable[[], None] = lambda: None
        server.answer = self.answer

    def answer(self, exchange: Exchange) -> Answer:
        self.before()
        token = {"access_token": f"t{len(self.server.seen)}", **self.reply}
        return Answer(200, json.dumps(token).encode(), JSON)

    @property
    def identity(self) -> ClientCredentials:
        return ClientCredentials("me", "hidden-secret", token_url=f"{self.server.url}/token")


@pytest.fixture
def tokens(storage: Server) -> TokenServer:
    return TokenServer(storage)


@pytest.fixture(params=[ask_sync, ask_async], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest, nothing_left: None) -> Ask:
    def call(server: Server, op: Operation, *rest: Any, **client: Any) -> Any:
        settings = {"base_url": server.url, "variables": {"region": "eu"}, "retries": NO_WAIT, **client}
        return request.param(PACKAGE, settings, op, *(rest or ({},)))

    return call


def authorizations(server: Server) -> list[str | None]:
    return [exchange.header("authorization") for exchange in server.seen]


def test_a_token_is_fetched_for_the_scopes_that_are_needed(server: Server, tokens: TokenServer, ask: Ask) -> None:
    ask(server, APP, client_credentials=tokens.identity)
    (asked,) = tokens.server.seen
    assert asked.line == "POST /token HTTP/1.1"
    assert asked.header("content-type") == "application/x-www-form-urlencoded"
    assert asked.header("authorization") == "Basic " + base64.b64encode(b"me:hidden-secret").decode()
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["https://eu.test/.default read"],
    }
    assert authorizations(server) == ["Bearer t1"]


def test_id_and_secret_in_the_body_own_scopes_and_further_fields(server: Server, tokens: TokenServer, ask: Ask) -> None:
    identity = replace(tokens.identity, secret_in="body", scopes=("a",), extra={"audience": "x y"})
    ask(server, APP, client_credentials=identity)
    (asked,) = tokens.server.seen
    assert asked.header("authorization") is None
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["client_credentials"],
        "scope": ["a"],
        "audience": ["x y"],
        "client_id": ["me"],
        "client_secret": ["hidden-secret"],
    }


def test_a_secret_that_a_function_gives(server: Server, tokens: TokenServer, ask: Ask) -> None:
    ask(server, APP, client_credentials=replace(tokens.identity, client_secret=lambda: "from-a-vault"))
    assert authorizations(tokens.server) == ["Basic " + base64.b64encode(b"me:from-a-vault").decode()]


def test_no_scope_no_field(server: Server, tokens: TokenServer, ask: Ask) -> None:
    ask(server, operation({"app": ()}), client_credentials=tokens.identity)
    assert b"scope" not in tokens.server.seen[0].body


def test_an_id_that_is_not_plain_is_encoded_as_the_rfc_says(server: Server, tokens: TokenServer, ask: Ask) -> None:
    ask(server, POST, client_credentials=replace(tokens.identity, client_id="a:b c"))
    assert tokens.server.seen[0].header("authorization") == (
        "Basic " + base64.b64encode(b"a%3Ab+c:hidden-secret").decode()
    )


def test_the_token_url_of_the_document_and_its_variables() -> None:
    with SyncSession(
        PACKAGE, variables={"region": "eu", "account": "us"}, client_credentials=ClientCredentials("a", "b")
    ) as one:
        [(scheme, grant)] = one.api.secrets(APP)
        assert (scheme, repr(grant)) == ("app", "TokenSource('https://login.test/us/token')")
    with SyncSession(PACKAGE, variables={"region": "eu"}, client_credentials=ClientCredentials("a", "b")) as one:
        with pytest.raises(InvalidArgumentError, match="account"):
            one.api.secrets(APP)
        with pytest.raises(InvalidArgumentError, match="token_url"):
            one.with_options(client_credentials=ClientCredentials("a", "b", "nowhere")).api.secrets(APP)


def test_a_scope_that_needs_a_variable_that_is_not_there(server: Server, tokens: TokenServer, ask: Ask) -> None:
    with pytest.raises(InvalidArgumentError, match="region"):
        ask(server, APP, client_credentials=tokens.identity, variables={})
    assert tokens.server.seen == []


def test_a_token_is_kept_for_many_calls_and_for_clients_with_other_options(
    server: Server, tokens: TokenServer, nothing_left: None
) -> None:
    with SyncSession(PACKAGE, base_url=server.url, client_credentials=tokens.identity) as client:
        for one in (client, client, client.with_options(timeout=9)):
            Resource(one)._call(POST, {})
    assert len(tokens.server.seen) == 1
    assert authorizations(server) == ["Bearer t1"] * 3


def test_one_refresh_at_a_time_for_threads(server: Server, tokens: TokenServer, nothing_left: None) -> None:
    tokens.before = lambda: time.sleep(0.1)
    settings: dict[str, Any] = {"base_url": server.url, "client_credentials": tokens.identity}
    with SyncSession(PACKAGE, **settings) as client, ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: Resource(client)._call(POST, {}), range(60)))
    assert len(tokens.server.seen) == 1
    assert authorizations(server) == ["Bearer t1"] * 60


def test_one_refresh_at_a_time_for_tasks(server: Server, tokens: TokenServer, nothing_left: None) -> None:
    tokens.before = lambda: time.sleep(0.1)

    async def run() -> None:
        async with AsyncSession(PACKAGE, base_url=server.url, client_credentials=tokens.identity) as client:
            await asyncio.gather(*(AsyncResource(client)._call(POST, {}) for _ in range(60)))

    asyncio.run(run())
    assert len(tokens.server.seen) == 1
    assert authorizations(server) == ["Bearer t1"] * 60


def keep(held: threading.Event) -> None:
    held.wait(10)


def test_others_go_on_with_the_old_token_while_one_renews_it(
    server: Server, tokens: TokenServer, nothing_left: None
) -> None:
    held = threading.Event()
    with SyncSession(PACKAGE, base_url=server.url, client_credentials=tokens.identity) as client:
        Resource(client)._call(POST, {})
        [(_, grant)] = client.api.secrets(POST)
        assert isinstance(grant, TokenSource)
        grant._due = 0
        tokens.before = lambda: keep(held)
        renewing = threading.Thread(target=lambda: Resource(client)._call(POST, {}))
        renewing.start()
        while len(tokens.server.seen) < 2:
            time.sleep(0.01)
        Resource(client)._call(POST, {})
        held.set()
        renewing.join(10)
        Resource(client)._call(POST, {})
    assert authorizations(server) == ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2"]


def test_other_tasks_go_on_with_the_old_token_while_one_renews_it(
    server: Server, tokens: TokenServer, nothing_left: None
) -> None:
    held = threading.Event()

    async def run() -> None:
        async with AsyncSession(PACKAGE, base_url=server.url, client_credentials=tokens.identity) as client:
            await AsyncResource(client)._call(POST, {})
            [(_, grant)] = client.api.secrets(POST)
            assert isinstance(grant, TokenSource)
            grant._due = 0
            tokens.before = lambda: keep(held)
            renewing = asyncio.create_task(AsyncResource(client)._call(POST, {}))
            while len(tokens.server.seen) < 2:
                await asyncio.sleep(0.01)
            await AsyncResource(client)._call(POST, {})
            held.set()
            await renewing

    asyncio.run(run())
    assert authorizations(server) == ["Bearer t1", "Bearer t1", "Bearer t2"]


def test_a_token_is_renewed_before_it_ends_and_the_old_one_serves_where_that_fails(
    server: Server, tokens: TokenServer
) -> None:
    now = [0.0]
    identity = tokens.identity
    grant = TokenSource(identity, parse_url(identity.token_url or ""), (), "ua", None, lambda: now[0])
    client = SyncSession(PACKAGE, base_url=server.url)
    assert client._text(grant, None) == "t1"
    now[0] = 3539
    assert client._text(grant, None) == "t1"
    now[0] = 3541
    assert client._text(grant, None) == "t2"
    now[0] += 3541
    tokens.server.answer = lambda exchange: Answer(500)
    assert (client._text(grant, None), client._text(grant, None)) == ("t2", "t2")
    assert len(tokens.server.seen) == 3
    now[0] += 11
    assert client._text(grant, None) == "t2"
    assert len(tokens.server.seen) == 4
    now[0] += 3600
    with pytest.raises(AuthenticationFailedError, match="500"):
        client._text(grant, None)
    client.close()


@pytest.mark.parametrize("life", [None, "soon"])
def test_a_token_without_a_known_end_is_kept(server: Server, tokens: TokenServer, ask: Ask, life: Any) -> None:
    tokens.reply["expires_in"] = life
    ask(server, POST, client_credentials=tokens.identity)
    assert authorizations(server) == ["Bearer t1"]


def test_401_is_answered_once_with_a_new_token(server: Server, tokens: TokenServer, ask: Ask) -> None:
    server.answer = in_turn(Answer(401), Answer())
    ask(server, POST, {}, b"abc", client_credentials=tokens.identity)
    assert authorizations(server) == ["Bearer t1", "Bearer t2"]
    assert [exchange.body for exchange in server.seen] == [b"abc", b"abc"]


def test_a_second_401_stands(server: Server, tokens: TokenServer, ask: Ask) -> None:
    server.answer = in_turn(Answer(401))
    with pytest.raises(StatusError, match="401"):
        ask(server, POST, client_credentials=tokens.identity)
    assert authorizations(server) == ["Bearer t1", "Bearer t2"]


def test_401_to_a_fixed_token_stands(server: Server, ask: Ask) -> None:
    server.answer = in_turn(Answer(401), Answer())
    with pytest.raises(StatusError):
        ask(server, operation({"person": ()}), token="T")
    assert len(server.seen) == 1


def test_401_to_a_function_s_token_asks_it_once_more(server: Server, ask: Ask) -> None:
    given = iter(["one", "two"])
    server.answer = in_turn(Answer(401), Answer())
    ask(server, operation({"person": ()}), token=lambda: next(given))
    assert authorizations(server) == ["Bearer one", "Bearer two"]


def test_401_after_a_consumed_body_stands_but_the_next_call_has_a_new_token(
    server: Server, tokens: TokenServer, nothing_left: None
) -> None:
    server.answer = in_turn(Answer(401), Answer())
    with SyncSession(PACKAGE, base_url=server.url, client_credentials=tokens.identity) as client:
        with pytest.raises(StatusError):
            Resource(client)._call(POST, {}, iter([b"abc"]))
        Resource(client)._call(POST, {}, b"abc")
    assert authorizations(server) == ["Bearer t1", "Bearer t2"]


def test_a_hundred_401s_for_one_token_renew_it_once(server: Server, tokens: TokenServer, nothing_left: None) -> None:
    server.answer = lambda exchange: Answer(401 if exchange.header("authorization") == "Bearer t1" else 200)
    settings: dict[str, Any] = {"base_url": server.url, "client_credentials": tokens.identity}
    with SyncSession(PACKAGE, **settings) as client, ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: Resource(client)._call(POST, {}), range(100)))
    assert len(tokens.server.seen) == 2


@pytest.mark.parametrize(
    ("status", "reply", "told"),
    [
        (400, b'{"error":"invalid_client","error_description":"hidden-secret"}', "400 invalid_client"),
        (400, b'{"error":"<hidden-secret>"}', "400 without"),
        (400, b"hidden-secret", "400 without"),
        (200, b'["hidden-secret"]', "200 without"),
        (200, b'{"access_token":"hidden-secret","token_type":"mac"}', "200 without"),
        (200, b'{"access_token":1}', "200 without"),
        (302, b"", "302 without"),
    ],
)
def test_no_token_is_a_typed_error_without_a_secret(
    server: Server, tokens: TokenServer, ask: Ask, status: int, reply: bytes, told: str
) -> None:
    tokens.server.answer = lambda exchange: Answer(status, reply, {**JSON, "Location": server.url})
    with pytest.raises(AuthenticationFailedError, match=told) as caught:
        ask(server, APP, client_credentials=tokens.identity)
    error = caught.value
    assert error.status_code == status
    assert "hidden" not in f"{error} {error!r} {vars(error)} {error.__cause__} {error.__context__}"
    assert (server.seen, len(tokens.server.seen)) == ([], 1)


def test_the_token_server_is_asked_again_where_it_is_busy(server: Server, tokens: TokenServer, ask: Ask) -> None:
    tokens.server.answer = in_turn(Answer(503), Answer(drop_after=0), Answer(200, b'{"access_token":"t"}', JSON))
    ask(server, APP, client_credentials=tokens.identity)
    assert (len(tokens.server.seen), authorizations(server)) == (3, ["Bearer t"])


def test_a_token_server_that_nobody_reaches(server: Server, tokens: TokenServer, ask: Ask) -> None:
    tokens.server.close()
    with pytest.raises(ConnectionFailedError, match="token: no connection"):
        ask(server, APP, client_credentials=tokens.identity)


def test_a_token_that_no_header_can_carry(server: Server, tokens: TokenServer, ask: Ask) -> None:
    tokens.reply["access_token"] = "hidden\r\nX-Evil: 1"
    with pytest.raises(InvalidArgumentError) as caught:
        ask(server, APP, client_credentials=tokens.identity)
    assert "hidden" not in str(caught.value)
    assert server.seen == []


def test_the_caller_s_client_lends_nothing_to_the_token_server(server: Server, tokens: TokenServer) -> None:
    with httpx2.Client(headers={"X-Own": "hidden"}, cookies={"c": "hidden"}, auth=("u", "hidden")) as own:
        client = {"base_url": server.url, "http_client": own, "client_credentials": tokens.identity}
        ask_sync(PACKAGE, client, POST, {})
    (asked,) = tokens.server.seen
    assert b"hidden" not in asked.head
    assert b"cookie" not in asked.head.lower()
    assert server.seen[0].header("x-own") == "hidden"


@pytest.mark.parametrize(
    ("alternatives", "given", "line", "fields"),
    [
        (({"user": ()},), {"basic_auth": ("u", "p:q")}, "/op", {"authorization": "Basic dTpwOnE="}),
        (({"key": ()},), {"api_key": "k"}, "/op", {"x-key": "k"}),
        (({"inquery": ()},), {"api_key": "k/ ?"}, "/op?key=k%2F%20%3F", {}),
        (({"incookie": ()},), {"api_key": "k;"}, "/op", {"cookie": "sid=k%3B"}),
        (
            ({"user": (), "key": (), "inquery": (), "incookie": ()},),
            {"basic_auth": ("u", "p"), "api_key": "k"},
            "/op?key=k",
            {"authorization": "Basic dTpw", "x-key": "k", "cookie": "sid=k"},
        ),
        (
            ({"user": (), "key": ()}, {"person": ()}),
            {"api_key": "k", "token": "T"},
            "/op",
            {"authorization": "Bearer T"},
        ),
        (({"person": ()}, {"key": ()}), {"api_key": "k", "token": "T"}, "/op", {"authorization": "Bearer T"}),
        (({}, {"key": ()}), {"api_key": "k"}, "/op", {"x-key": "k"}),
        (({"user": ()},), {"api_key": "k", "token": "T"}, "/op", {}),
        ((), {"api_key": "k", "token": "T"}, "/op", {}),
    ],
)
def test_what_goes_where(
    server: Server,
    ask: Ask,
    alternatives: tuple[Any, ...],
    given: dict[str, Any],
    line: str,
    fields: dict[str, str],
) -> None:
    ask(server, operation(*alternatives), **given)
    (exchange,) = server.seen
    assert exchange.target == line
    assert {k: v for k, v in exchange.headers if k in {"authorization", "x-key", "cookie"}} == fields


def test_a_scheme_s_own_identity_and_the_token_beside_it(server: Server, tokens: TokenServer, ask: Ask) -> None:
    ask(server, operation({"person": ()}, {"app": ()}), token="T", client_credentials=tokens.identity)
    ask(server, operation({"app": ()}), token="T", client_credentials=tokens.identity)
    ask(server, operation({"person": ()}), credentials={"person": tokens.identity})
    assert authorizations(server) == ["Bearer T", "Bearer t1", "Bearer t2"]


def test_other_credentials_for_one_call(server: Server, nothing_left: None) -> None:
    person = operation({"person": ()})
    with SyncSession(PACKAGE, base_url=server.url, token="one", headers={"X-Own": "1"}) as client:
        other = client.with_options(token="two")
        Resource(other)._call(person, {})
        Resource(client)._call(person, {})
        Resource(other.with_options(headers={"X-Two": "2"}))._call(person, {}, extra_headers={"Authorization": "Three"})
        assert server.open_connections == 1
    assert authorizations(server) == ["Bearer two", "Bearer one", "Three"]
    assert [(exchange.header("x-own"), exchange.header("x-two")) for exchange in server.seen] == [
        ("1", None),
        ("1", None),
        ("1", "2"),
    ]


class Client(SyncSession):
    @cached_property
    def things(self) -> Resource:
        return Resource(self)


def test_groups_belong_to_the_client_with_the_options(server: Server, nothing_left: None) -> None:
    with Client(PACKAGE, base_url=server.url, token="one") as client:
        client.things._call(operation({"person": ()}), {})
        client.with_options(token="two").things._call(operation({"person": ()}), {})
    assert authorizations(server) == ["Bearer one", "Bearer two"]


def test_an_async_client_with_other_options(server: Server, nothing_left: None) -> None:
    async def run() -> None:
        async with AsyncSession(PACKAGE, base_url=server.url) as client:
            await AsyncResource(client.with_options(token="two"))._call(operation({"person": ()}), {})

    asyncio.run(run())
    assert authorizations(server) == ["Bearer two"]


def test_secrets_stay_out_of_logs_and_reprs(
    server: Server, tokens: TokenServer, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tokens.reply["access_token"] = "hidden-token"
    identity = replace(tokens.identity, extra={"password": "hidden"})
    server.answer = in_turn(Answer(503), Answer(drop_after=0), Answer())
    ask(server, APP, client_credentials=identity)
    assert caplog.text
    assert "hidden" not in caplog.text
    with SyncSession(PACKAGE, base_url=server.url, variables={"region": "eu"}, client_credentials=identity) as client:
        secrets = client.api.secrets(APP)
        assert client.secrets(APP) == {"app": "hidden-token"}
        shown = f"{identity!r} {client!r} {vars(client)} {vars(client.api)} {secrets}"
    assert "hidden" not in shown


def test_a_fixed_token_goes_to_no_other_origin(server: Server, storage: Server, ask: Ask) -> None:
    server.answer = lambda exchange: Answer(307, headers={"Location": f"{storage.url}/elsewhere"})
    with pytest.raises(Exception, match="307"):
        ask(server, operation({"person": ()}), token="T")
    assert storage.seen == []


def test_a_pet_behind_a_token(server: Server, tokens: TokenServer, ask: Ask) -> None:
    server.answer = in_turn(PET)
    found = ask(server, replace(GET_PET, security=({"app": ()},)), {"path.id": "1"}, client_credentials=tokens.identity)
    assert found == Pet(name="Rex")
    assert ask(server, replace(ADD_PET, security=()), {}, {"name": "a"}, client_credentials=tokens.identity)
    assert authorizations(server) == ["Bearer t1", None]
