"""What callers get wrong: settings and arguments of the wrong type, several at once, event loops that have ended."""

from __future__ import annotations

import asyncio
import pickle
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from specproof.runtime.drift import drifts
from specproof.runtime.errors import InvalidArgumentError, errors_of
from specproof.runtime.models import Exact
from specproof.runtime.parameters import write_parameters
from specproof.runtime.resources import AsyncResource
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.runtime.clients import PET, Ask, ask_async, ask_sync
from tests.unit.runtime.sample.operations import ADD_PET, GET_PET, PACKAGE
from tests.unit.runtime.test_request import made
from tests.unit.runtime.wire import Server

MOMENT: TypeAdapter[datetime] = TypeAdapter(Annotated[datetime, Exact()])


@pytest.mark.parametrize("session", [SyncSession, AsyncSession])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeout", "x"),
        ("headers", "x"),
        ("headers", {"x": 1}),
        ("headers", [("x", "1")]),
        ("variables", "x"),
        ("base_url", 5),
        ("base_url", b"https://a.test"),
        ("retries", 3),
        ("validation", "lax"),
        ("validation", None),
        ("on_drift", "print"),
        ("largest_response", "1 MB"),
        ("largest_response", 1.5),
    ],
)
def test_a_setting_of_the_wrong_type_is_named_at_once(session: Any, name: str, value: object) -> None:
    settings = {"base_url": "https://a.test", name: value}
    with pytest.raises(InvalidArgumentError, match=f"^{name}"):
        session(PACKAGE, **settings)
    client = session(PACKAGE, base_url="https://a.test")
    if name not in ("variables", "base_url"):
        with pytest.raises(InvalidArgumentError, match=f"^{name}"):
            client.with_options(**{name: value})


@pytest.mark.parametrize("ask", [ask_sync, ask_async])
@pytest.mark.parametrize(("name", "value"), [("timeout", "x"), ("extra_headers", "x"), ("extra_headers", {"x": 1})])
def test_so_is_an_option_of_a_call(ask: Ask, name: str, value: object) -> None:
    with pytest.raises(InvalidArgumentError):
        ask(PACKAGE, {"base_url": "http://127.0.0.1:9"}, GET_PET, {"path.id": "1"}, **{name: value})


def test_every_wrong_argument_is_told() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        write_parameters(GET_PET, {"query.limit": "many", "header.X-Trace": 5}, PACKAGE)
    error = caught.value
    names = [error.argument, *(other.argument for other in error.others)]
    assert sorted(names) == ["header.X-Trace", "path.id", "query.limit"]
    assert all(f"{name}: " in str(error) for name in names)
    revived = pickle.loads(pickle.dumps(error))
    assert str(revived) == str(error)
    assert [str(other) for other in revived.others] == [str(other) for other in error.others]


def test_the_body_is_told_beside_arguments() -> None:
    with pytest.raises(InvalidArgumentError, match=r"query\.nope: .*; body"):
        made(ADD_PET, {"query.nope": 1}, {"name": 5})


@pytest.mark.parametrize("value", [datetime(2026, 1, 2), "2026-01-02T03:04:05"])
def test_a_moment_without_time_zone_is_told_so(value: object) -> None:
    with pytest.raises(ValidationError, match="the time zone is missing") as caught:
        MOMENT.validate_python(value)
    assert len(caught.value.errors()) == 1


def test_a_drift_says_so_too() -> None:
    with pytest.raises(ValidationError, match="the time zone is missing") as caught:
        MOMENT.validate_json('"2026-01-02T03:04:05"')
    assert [keyword for _, keyword, _ in drifts(errors_of(caught.value), "2026-01-02T03:04:05")] == ["format"]


@pytest.mark.parametrize("value", [5, "yesterday", "2026-01-02", None])
def test_other_values_lack_no_time_zone(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        MOMENT.validate_python(value)
    assert "time zone" not in str(caught.value)


def test_moments_with_a_time_zone_pass() -> None:
    now = datetime.now(UTC)
    assert MOMENT.validate_python(now) is now
    assert MOMENT.validate_python("2026-01-02t03:04:05z") == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_client_whose_event_loop_has_ended_connects_anew(server: Server) -> None:
    server.answer = lambda exchange: PET
    client = AsyncSession(PACKAGE, base_url=server.url)

    async def call() -> Any:
        return await AsyncResource(client)._call(GET_PET, {"path.id": "1"})

    assert [asyncio.run(call()).name for _ in range(3)] == ["Rex"] * 3
    asyncio.run(client.aclose())
