"""Replies that are not what the document declares: refused, let through and told, or not looked at."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from typing import Annotated, Any, Literal, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import MISSING, Field, TypeAdapter, ValidationError

from specproof.runtime.codec import Codec
from specproof.runtime.construct import constructed
from specproof.runtime.drift import Drift, ResponsePolicy, drifts
from specproof.runtime.errors import InvalidResponseError, StatusError, UnexpectedResponseError, errors_of
from specproof.runtime.models import Exact, Model
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.package import Package
from specproof.runtime.raw_response import Headers, RawResponse
from specproof.runtime.resources import AsyncResource, Resource
from specproof.runtime.response import interpret
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.runtime.sample.models import Pet
from tests.unit.runtime.sample.operations import GET_PET, PACKAGE
from tests.unit.runtime.wire import Answer, Server

JSON = "application/json"


class Color(Enum):
    RED = "red"
    ONE = 1


class Closed(Model, extra="forbid"):
    kind: Literal["closed"]
    size: Annotated[int, Field(ge=1)]


class Other(Model):
    kind: Literal["other"]
    first_name: str = Field(validation_alias="firstName", serialization_alias="firstName")


class Tree(Model, extra="forbid"):
    child: Closed | MISSING = MISSING
    children: list[Closed] | MISSING = MISSING
    by_name: dict[str, Closed] | MISSING = Field(
        default=MISSING, validation_alias="byName", serialization_alias="byName"
    )
    either: Annotated[Closed | Other | None, Exact()] | MISSING = MISSING
    many: list[int] | str | MISSING = MISSING
    names: dict[str, str] | int | MISSING = MISSING
    color: Color | MISSING = MISSING
    colored: Color | int | MISSING = MISSING
    pair: tuple[int, str] | MISSING = MISSING


class Nested(Model):
    child: Nested | MISSING = MISSING


class NestedPackage(Package):
    """Every name leads to ``Nested``."""

    def codec(self, name: str) -> Codec[Any]:
        return Codec(lambda: Nested)


Alias: TypeAlias = Annotated[list[Tree], Exact()]


def dumped(model: Any) -> Any:
    return model.model_dump(mode="json", by_alias=True, serialize_as_any=True)


def test_an_object_becomes_its_class_whatever_it_holds() -> None:
    found = constructed(Closed, {"kind": "closed", "size": "big", "new": [1]})
    assert isinstance(found, Closed)
    assert (found.kind, found.size, found.model_extra) == ("closed", "big", {"new": [1]})
    assert dumped(found) == {"kind": "closed", "size": "big", "new": [1]}
    assert type(constructed(Closed, {"new": 1})) is type(found)


@pytest.fixture
def usual_depth() -> Iterator[None]:
    """Python's own limit of recursion, whatever other tests of the process have raised it to."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.usefixtures("usual_depth")
@pytest.mark.parametrize("validation", ["warn", "off"])
def test_content_that_is_nested_too_deeply_is_an_error(validation: Any) -> None:
    content = b'{"child":' * 400 + b"{}" + b"}" * 400
    raw = RawResponse(200, Headers({"content-type": JSON}.items()), content)
    with pytest.raises(InvalidResponseError, match="nested"):
        interpret(GET_PET, raw, NestedPackage(PACKAGE.module), ResponsePolicy(validation))


def test_what_is_missing_is_missing() -> None:
    found = constructed(Other, {"x": 1})
    assert (found.first_name, found.x, found.model_fields_set) == (MISSING, 1, {"x"})
    assert dumped(found) == {"x": 1}
    assert type(found) is Other


def test_all_the_way_down() -> None:
    closed = {"kind": "closed", "size": 0, "new": 1}
    text = {"child": closed, "children": [closed, 7], "byName": {"a": closed}, "pair": [1, 2]}
    found = constructed(Alias, [text])
    assert all(isinstance(each, Closed) for each in (found[0].child, found[0].children[0], found[0].by_name["a"]))
    assert found[0].children[1] == 7
    assert [dumped(found[0])] == [text]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"kind": "other", "size": 1}, Other),
        ({"kind": "closed", "firstName": "a"}, Closed),
        ({"firstName": "a"}, Other),
        ({"size": 1}, Closed),
        (None, type(None)),
        ([1], list),
        (1, int),
    ],
)
def test_of_a_union_the_class_that_fits_best(value: Any, kind: type) -> None:
    found = constructed(Tree, {"either": value}).either
    assert isinstance(found, kind)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("color", "red", Color.RED),
        ("color", "blue", "blue"),
        ("color", 1, Color.ONE),
        ("color", True, True),
        ("colored", "red", Color.RED),
        ("colored", 2, 2),
        ("many", [1, "a"], [1, "a"]),
        ("many", {"a": 1}, {"a": 1}),
        ("names", {"a": 1}, {"a": 1}),
        ("names", [1], [1]),
    ],
)
def test_everything_else_is_plain_json(name: str, value: Any, expected: Any) -> None:
    found = getattr(constructed(Tree, {name: value}), name)
    assert (found, type(found)) == (expected, type(expected))


KEYS = st.sampled_from(["child", "children", "byName", "either", "kind", "size", "firstName", "many", "color", "z", ""])
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3)
)
VALUES = st.recursive(
    SCALARS | st.sampled_from(["closed", "other", "red"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_nothing_is_dropped_and_nothing_altered(value: dict[str, Any]) -> None:
    kept = json.dumps(value, sort_keys=True)
    assert json.dumps(dumped(constructed(Tree, value)), sort_keys=True) == kept


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_a_drift_names_a_place_that_is_there_or_missing(value: dict[str, Any]) -> None:
    try:
        TypeAdapter(Tree).validate_python(value)
    except ValidationError as error:
        for pointer, keyword, _ in drifts(errors_of(error), value):
            steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
            found: Any = value
            for at, step in enumerate(steps, 1):
                if keyword == "required" and at == len(steps):
                    assert step not in found
                else:
                    found = found[int(step) if isinstance(found, list) else step]


def told(value: Any, kind: Any = Tree) -> set[tuple[str, str, str]]:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return set(drifts(errors_of(caught.value), value))


def test_drifts_in_the_words_of_json_schema() -> None:
    assert told({"child": {"kind": "hidden", "size": 0}, "new": "hidden"}) == {
        ("/child/kind", "enum", "enum 'closed'"),
        ("/child/size", "minimum", "minimum 1"),
        ("/new", "additionalProperties", "additionalProperties"),
    }
    assert told({"either": {"kind": "other"}}) >= {("/either/firstName", "required", "required")}
    assert told({"children": [{"kind": "closed", "size": 1}, 7]}) == {("/children/1", "type", "type object")}
    assert told(["hidden"], Closed) == {("", "type", "type object")}


def collect() -> tuple[list[Drift], dict[str, Any]]:
    found: list[Drift] = []
    return found, {"validation": "warn", "on_drift": found.append}


def call(server: Server, operation: Operation = GET_PET, **client: Any) -> Any:
    with SyncSession(PACKAGE, base_url=server.url, **client) as session:
        return Resource(session)._call(operation, {"path.id": "1"})


WRONG = Answer(200, b'{"name": 7, "hidden-free": ["hidden"]}', {"Content-Type": JSON, "X-Request-Id": "r1"})


def test_strict_refuses(server: Server) -> None:
    server.answer = lambda exchange: WRONG
    with pytest.raises(InvalidResponseError):
        call(server)


def test_warn_tells_and_lets_through(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.answer = lambda exchange: WRONG
    found, client = collect()
    pet = call(server, **client)
    assert isinstance(pet, Pet)
    assert (pet.name, pet.model_extra) == (7, {"hidden-free": ["hidden"]})
    assert found == [Drift("getPet", 200, "/name", "type", "type string", "r1")]
    (record,) = [record for record in caplog.records if record.name == PACKAGE.module]
    assert (record.levelno, vars(record)["drift"]) == (logging.WARNING, found[0])
    assert "hidden" not in caplog.text


def test_warn_says_nothing_of_what_is_as_declared(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.answer = lambda exchange: replace(WRONG, body=b'{"name":"Rex"}')
    found, client = collect()
    assert call(server, **client) == Pet(name="Rex")
    assert (found, [record for record in caplog.records if record.name == PACKAGE.module]) == ([], [])


def test_off_does_not_look(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    server.answer = lambda exchange: WRONG
    found, client = collect()
    pet = call(server, **{**client, "validation": "off"})
    assert (type(pet), pet.name, found) == (Pet, 7, [])
    assert [record for record in caplog.records if record.name == PACKAGE.module] == []


def test_the_async_client(server: Server) -> None:
    server.answer = lambda exchange: WRONG

    async def run() -> Any:
        async with AsyncSession(PACKAGE, base_url=server.url, validation="warn") as session:
            return await AsyncResource(session)._call(GET_PET, {"path.id": "1"})

    assert asyncio.run(run()).name == 7


def test_for_one_call(server: Server) -> None:
    server.answer = lambda exchange: WRONG
    with SyncSession(PACKAGE, base_url=server.url) as session:
        assert Resource(session.with_options(validation="off"))._call(GET_PET, {"path.id": "1"}).name == 7
        with pytest.raises(InvalidResponseError):
            Resource(session)._call(GET_PET, {"path.id": "1"})


def test_what_the_callback_raises_ends_the_call(server: Server) -> None:
    def refuse(drift: Drift) -> None:
        raise LookupError(drift.pointer)

    server.answer = lambda exchange: WRONG
    with pytest.raises(LookupError, match="/name"):
        call(server, validation="warn", on_drift=refuse)


def read(policy: ResponsePolicy, reply: Answer, operation: Operation = GET_PET, any_success: bool = False) -> Any:
    raw = RawResponse(reply.status, Headers(reply.headers.items()), reply.body)
    return interpret(operation, raw, PACKAGE, policy, any_success).parsed


@pytest.mark.parametrize("validation", ["warn", "off"])
@pytest.mark.parametrize("content", [b"<html>", b"NaN", b"[1e400]", b"[" * 100_000, b""])
def test_content_that_cannot_be_read_stays_an_error(validation: Any, content: bytes) -> None:
    with pytest.raises(InvalidResponseError):
        read(ResponsePolicy(validation), replace(WRONG, body=content))


@pytest.mark.parametrize("validation", ["strict", "warn", "off"])
def test_another_media_type(validation: Any) -> None:
    found: list[Drift] = []
    reply = Answer(200, b'{"name":"a"}', {"Content-Type": "text/plain; charset=utf-8"})
    if validation == "strict":
        with pytest.raises(InvalidResponseError, match="text/plain"):
            read(ResponsePolicy(validation), reply)
        return
    assert read(ResponsePolicy(validation, found.append), reply) == Pet(name="a")
    assert [drift.keyword for drift in found] == (["content-type"] if validation == "warn" else [])


ONE = Operation(
    "one", "GET", "/one", responses={"201": DeclaredResponse({JSON: Media("Pet")}), "404": DeclaredResponse()}
)
TWO = replace(ONE, responses={**ONE.responses, "2XX": DeclaredResponse()}, id="two")
PET = Answer(200, b'{"name":"a"}', {"Content-Type": JSON})


@pytest.mark.parametrize("validation", ["warn", "off"])
def test_any_success_for_the_only_one(validation: Any) -> None:
    found: list[Drift] = []
    assert read(ResponsePolicy(validation, found.append), PET, ONE) == Pet(name="a")
    assert [(drift.status, drift.pointer, drift.keyword) for drift in found] == [(200, "", "status")] * (
        validation == "warn"
    )
    assert read(ResponsePolicy(validation), replace(PET, status=204), ONE) is None


def test_any_success_that_the_caller_wants() -> None:
    found: list[Drift] = []
    assert read(ResponsePolicy(), PET, ONE, any_success=True) == Pet(name="a")
    assert read(ResponsePolicy("warn", found.append), PET, ONE, any_success=True) == Pet(name="a")
    assert found == []


@pytest.mark.parametrize(
    ("policy", "reply", "operation"),
    [
        (ResponsePolicy(), PET, ONE),
        (ResponsePolicy("warn"), replace(PET, status=302), ONE),
        (ResponsePolicy("warn"), replace(PET, status=500), ONE),
        (ResponsePolicy("warn"), PET, replace(TWO, responses={"201": DeclaredResponse(), "202": DeclaredResponse()})),
        (ResponsePolicy("warn"), PET, replace(TWO, responses={"404": DeclaredResponse()})),
    ],
)
def test_statuses_that_stay_unexpected(policy: ResponsePolicy, reply: Answer, operation: Operation) -> None:
    with pytest.raises(UnexpectedResponseError):
        read(policy, reply, operation)


def test_the_body_of_an_error_is_let_through_too() -> None:
    found: list[Drift] = []
    reply = Answer(404, b'{"code":"hidden"}', {"Content-Type": JSON})
    with pytest.raises(StatusError) as caught:
        read(ResponsePolicy("warn", found.append), reply)
    assert (caught.value.body.code, [drift.pointer for drift in found]) == ("hidden", ["/code"])
    with pytest.raises(StatusError) as strict:
        read(ResponsePolicy(), reply)
    assert strict.value.body is None


def test_numbers_are_what_they_were() -> None:
    reply = Answer(200, b'{"name":1.5,"n":12345678901234567890}', {"Content-Type": JSON})
    found = read(ResponsePolicy("off"), reply)
    assert (found.name, found.n) == (1.5, 12345678901234567890)
