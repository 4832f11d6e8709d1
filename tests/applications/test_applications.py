"""Every operation of three FastAPI applications, called over sockets by the package of its document.

The applications answer with what they received, so the answers say both: what arrived, and what was read.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from hashlib import sha256
from inspect import isawaitable
from typing import Any

import pytest

from specproof.core.openapi import METHODS
from tests.applications.conftest import APPLICATIONS, Served
from tests.type_checkers import mypy, pyright

BLOB = bytes(range(256)) * 700 + b"\r\n--boundary\r\n\x00\xff"
DIGEST = sha256(BLOB).hexdigest()
EMPTY = sha256(b"").hexdigest()
ORDER_ID = "3f2b8c52-0d4c-4d4e-9a51-6c1b8a0f7a11"
ORDER = {"id": ORDER_ID, "at": "2026-01-02T03:04:05Z", "lines": [{"price": "12.50", "count": 2}], "note": None}
CIRCLE = {"kind": "circle", "radius": 1.5}
POLYGON = {"kind": "polygon", "corners": [[0.0, 0.5], [1.0, -2.25]]}

Call = Callable[[Any], Any]
CALLS: list[tuple[str, str, Call, object]] = [
    (
        "forms",
        "set_profile",
        lambda client: client.profile.set_profile(body={"name": "Ada & =é+ %", "age": 36, "tags": ["a b", "c,d"]}),
        {"fields": {"name": "Ada & =é+ %", "age": 36, "tags": ["a b", "c,d"]}, "digests": []},
    ),
    (
        "forms",
        "upload_one",
        lambda client: client.upload.upload_one(body={"note": "ü\r\nx", "attachment": BLOB}),
        {"fields": {"note": "ü\r\nx"}, "digests": [DIGEST]},
    ),
    (
        "forms",
        "upload_many",
        lambda client: client.uploads.upload_many(body={"attachments": [BLOB, b"", BLOB]}),
        {"fields": {}, "digests": [DIGEST, EMPTY, DIGEST]},
    ),
    (
        "forms",
        "upload_content",
        lambda client: client.content.upload_content(body={"content": BLOB}),
        {"fields": {}, "digests": [DIGEST]},
    ),
    (
        "forms",
        "upload_optional",
        lambda client: client.optional.upload_optional(body={"label": "one", "attachment": BLOB}),
        {"fields": {"label": "one"}, "digests": [DIGEST]},
    ),
    (
        "forms",
        "upload_optional",
        lambda client: client.optional.upload_optional(),
        {"fields": {"label": "none"}, "digests": []},
    ),
    ("forms", "download", lambda client: client.download.download(size=300), bytes(n % 256 for n in range(300))),
    (
        "accounts",
        "log_in",
        lambda client: client.token.log_in(
            body={"grant_type": "password", "username": "ada", "password": "analytical"}
        ),
        {"access_token": "token-of-ada", "token_type": "bearer"},
    ),
    ("accounts", "read_me", lambda client: client.me.read_me(), {"username": "ada", "scopes": ["me"]}),
    ("accounts", "read_my_items", lambda client: client.me.read_my_items(limit=3), ["ada-0", "ada-1", "ada-2"]),
    ("accounts", "read_my_items", lambda client: client.me.read_my_items(), ["ada-0", "ada-1"]),
    ("accounts", "read_open", lambda client: client.open_.read_open(), {"status": "open"}),
    ("shapes", "echo_shape", lambda client: client.shapes.echo_shape(body=CIRCLE), CIRCLE),
    ("shapes", "echo_shape", lambda client: client.shapes.echo_shape(body=POLYGON), POLYGON),
    (
        "shapes",
        "list_shapes",
        lambda client: client.shapes.list_shapes(),
        {
            "items": [{"kind": "circle", "radius": 1.0}, {"kind": "polygon", "corners": [[0.0, 0.5]]}],
            "total": 2,
            "next": None,
        },
    ),
    (
        "shapes",
        "list_numbers",
        lambda client: client.numbers.list_numbers(start=7),
        {"items": [7, 8], "total": 9, "next": "more"},
    ),
    ("shapes", "swap_pair", lambda client: client.pair.swap_pair(body=(1, "one")), ["one", 1]),
    ("shapes", "put_order", lambda client: client.orders.put_order(order_id=ORDER_ID, body=ORDER), ORDER),
    (
        "shapes",
        "see_parameters",
        lambda client: client.seen.see_parameters(colours=["red", "blue"], limit=5, x_trace="t-1", session="s-1"),
        {"colours": ["red", "blue"], "trace": "t-1", "session": "s-1", "limit": 5},
    ),
    (
        "shapes",
        "see_parameters",
        lambda client: client.seen.see_parameters(colours=["blue"]),
        {"colours": ["blue"], "trace": None, "session": None, "limit": None},
    ),
    ("shapes", "read_strict", lambda client: client.strict.read_strict(code="ABC"), "ABC"),
]
IDS = [f"{operation}-{number}" for number, (_, operation, _, _) in enumerate(CALLS)]


def called(served: Served, call: Call, *, in_async: bool, **options: Any) -> Any:
    """The result of a call by a client of its own."""

    async def run() -> Any:
        async with served.module.AsyncClient(base_url=served.url, **options) as client:
            result = call(client)
            assert isawaitable(result)
            return await result

    if in_async:
        return asyncio.run(run())
    with served.module.Client(base_url=served.url, **options) as client:
        return call(client)


def plain(value: Any) -> Any:
    """What a result is as JSON; bytes as they are."""
    if isinstance(value, bytes):
        return value
    dumped = value.model_dump(mode="json", by_alias=True) if hasattr(value, "model_dump") else value
    return json.loads(json.dumps(dumped))


def options_of(name: str) -> dict[str, Any]:
    return {"token": "token-of-ada"} if name == "accounts" else {}


@pytest.mark.parametrize("in_async", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize(("name", "call", "expected"), [(row[0], row[2], row[3]) for row in CALLS], ids=IDS)
def test_the_server_receives_what_was_given(
    served: dict[str, Served], name: str, call: Call, expected: object, in_async: bool
) -> None:
    assert plain(called(served[name], call, in_async=in_async, **options_of(name))) == expected


@pytest.mark.parametrize("name", APPLICATIONS)
def test_every_operation_is_called(served: dict[str, Served], name: str) -> None:
    items = served[name].document["paths"].values()
    declared = {item[method]["operationId"] for item in items for method in METHODS if method in item}
    assert {row[1] for row in CALLS if row[0] == name} == declared


@pytest.mark.parametrize("in_async", [False, True], ids=["sync", "async"])
def test_a_token_of_the_password_flow_opens_what_needs_it(served: dict[str, Served], in_async: bool) -> None:
    accounts = served["accounts"]
    form = {"grant_type": "password", "username": "ada", "password": "analytical"}
    token = called(accounts, lambda client: client.token.log_in(body=form), in_async=in_async).access_token
    me = called(accounts, lambda client: client.me.read_me(), in_async=in_async, token=token)
    assert me.username == "ada"


@pytest.mark.parametrize("in_async", [False, True], ids=["sync", "async"])
def test_a_wrong_token_is_an_error_with_its_status(served: dict[str, Served], in_async: bool) -> None:
    accounts = served["accounts"]
    with pytest.raises(accounts.module.errors.ApiError) as raised:
        called(accounts, lambda client: client.me.read_me(), in_async=in_async, token="stolen")
    assert raised.value.status_code == 401


@pytest.mark.parametrize("in_async", [False, True], ids=["sync", "async"])
def test_a_422_of_the_server_is_read_by_its_schema(served: dict[str, Served], in_async: bool) -> None:
    shapes = served["shapes"]
    with pytest.raises(shapes.module.errors.UnprocessableContentError) as raised:
        called(shapes, lambda client: client.strict.read_strict(code="abc"), in_async=in_async)
    [problem] = plain(raised.value.body)["detail"]
    assert (problem["loc"], problem["msg"]) == (["query", "code"], "upper case only")
    assert "upper case only" in str(raised.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.shapes.echo_shape(body={"kind": "circle", "radius": 0}),
        lambda client: client.shapes.echo_shape(body={"kind": "square"}),
        lambda client: client.shapes.echo_shape(body={"kind": "polygon", "corners": [[1.0]]}),
        lambda client: client.pair.swap_pair(body=(1, "one", 2)),
        lambda client: client.pair.swap_pair(body=("one", 1)),
        lambda client: client.orders.put_order(order_id=ORDER_ID, body={**ORDER, "lines": []}),
        lambda client: client.seen.see_parameters(colours=["green"]),
        lambda client: client.seen.see_parameters(colours=["red"], limit=0),
    ],
    ids=["bound", "discriminator", "short-pair", "long-pair", "swapped", "no-lines", "enum", "limit"],
)
@pytest.mark.parametrize("in_async", [False, True], ids=["sync", "async"])
def test_what_the_document_forbids_is_refused_before_it_is_sent(
    served: dict[str, Served], call: Call, in_async: bool
) -> None:
    shapes = served["shapes"]
    with pytest.raises(shapes.module.errors.InvalidArgumentError):
        called(shapes, call, in_async=in_async)


@pytest.mark.slow
@pytest.mark.parametrize("name", APPLICATIONS)
def test_type_checkers_are_content(served: dict[str, Served], name: str) -> None:
    mypy(served[name].folder, "src")
    pyright(served[name].folder, "src")
