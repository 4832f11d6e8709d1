"""Tokens are fetched, kept and renewed: what the token server is asked, and when."""

from __future__ import annotations

import asyncio
import base64
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest

from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.oauth import AuthenticationFailedError, ClientCredentials, TokenSource
from specproof.runtime.resources import AsyncResource, Resource
from specproof.runtime.session import AsyncSession, SyncSession
from specproof.runtime.url import parse_url
from tests.unit.runtime.auth.tokens import (
    APP,
    PACKAGE,
    POST,
    TokenServer,
    authorizations,
    operation,
)
from tests.unit.runtime.clients import Ask
from tests.unit.runtime.wire import Answer, Server


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
        [(scheme, grant)] = one.api.authorization.secrets(APP)
        assert (scheme, repr(grant)) == ("app", "TokenSource('https://login.test/us/token')")
    with SyncSession(PACKAGE, variables={"region": "eu"}, client_credentials=ClientCredentials("a", "b")) as one:
        with pytest.raises(InvalidArgumentError, match="account"):
            one.api.authorization.secrets(APP)
        with pytest.raises(InvalidArgumentError, match="token_url"):
            one.with_options(client_credentials=ClientCredentials("a", "b", "nowhere")).api.authorization.secrets(APP)


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
        [(_, grant)] = client.api.authorization.secrets(POST)
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
            [(_, grant)] = client.api.authorization.secrets(POST)
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
    assert grant.text(None, client.step_runner(None)) == "t1"
    now[0] = 3539
    assert grant.text(None, client.step_runner(None)) == "t1"
    now[0] = 3541
    assert grant.text(None, client.step_runner(None)) == "t2"
    now[0] += 3541
    tokens.server.answer = lambda exchange: Answer(500)
    assert (grant.text(None, client.step_runner(None)), grant.text(None, client.step_runner(None))) == ("t2", "t2")
    assert len(tokens.server.seen) == 3
    now[0] += 11
    assert grant.text(None, client.step_runner(None)) == "t2"
    assert len(tokens.server.seen) == 4
    now[0] += 3600
    with pytest.raises(AuthenticationFailedError, match="500"):
        grant.text(None, client.step_runner(None))
    client.close()


@pytest.mark.parametrize("life", [None, "soon", 10**400], ids=["none", "word", "400 digits"])
def test_a_token_without_a_known_end_is_kept(server: Server, tokens: TokenServer, ask: Ask, life: Any) -> None:
    tokens.reply["expires_in"] = life
    ask(server, POST, client_credentials=tokens.identity)
    assert authorizations(server) == ["Bearer t1"]
