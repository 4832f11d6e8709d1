"""Which credentials go where, by scheme, by call and by origin, and where none may show."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import cached_property
from typing import Any

import httpx2
import pytest

from specproof.runtime.request_flow import Login
from specproof.runtime.resources import AsyncResource, Resource
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.runtime.auth.tokens import (
    APP,
    PACKAGE,
    POST,
    TokenServer,
    authorizations,
    operation,
)
from tests.unit.runtime.clients import PET, Ask, ask_sync, in_turn
from tests.unit.runtime.sample.models import Pet
from tests.unit.runtime.sample.operations import ADD_PET, GET_PET
from tests.unit.runtime.wire import Answer, Server


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
        (({"incookie": ()},), {"api_key": "k+/%3B=="}, "/op", {"cookie": "sid=k+/%3B=="}),
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
        secrets = client.api.authorization.secrets(APP)
        assert client.step_runner(None)(Login(secrets, {})) == {"app": "hidden-token"}
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
