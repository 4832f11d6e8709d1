"""What a 401 leads to, and a token server that gives no token."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from specproof.runtime.errors import ConnectionFailedError, InvalidArgumentError, StatusError
from specproof.runtime.oauth import AuthenticationFailedError
from specproof.runtime.resources import Resource
from specproof.runtime.session import SyncSession
from tests.unit.runtime.auth.tokens import (
    APP,
    PACKAGE,
    POST,
    TokenServer,
    authorizations,
    operation,
)
from tests.unit.runtime.clients import JSON, Ask, in_turn
from tests.unit.runtime.wire import Answer, Server


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


@pytest.mark.parametrize(
    ("scheme", "given"),
    [
        ("user", {"basic_auth": ("hid:den", "p")}),
        ("user", {"basic_auth": ("u", "hidden\n")}),
        ("user", {"credentials": {"user": "hid\x7fden:p"}}),
        ("user", {"basic_auth": ("hidden\x00", "p")}),
        ("incookie", {"api_key": "hidden;x=1"}),
        ("incookie", {"api_key": 'hidden"'}),
        ("incookie", {"api_key": "hid den"}),
        ("incookie", {"api_key": "hid,den"}),
        ("incookie", {"api_key": "hid\\den"}),
        ("incookie", {"credentials": {"incookie": "hiddén"}}),
    ],
)
def test_a_secret_that_a_server_would_read_as_another_one(
    server: Server, ask: Ask, scheme: str, given: dict[str, Any]
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        ask(server, operation({scheme: ()}), **given)
    assert "hid" not in str(caught.value)
    assert server.seen == []
