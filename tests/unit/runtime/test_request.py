"""What a call becomes, and what is refused before anything is sent."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from specproof.runtime.credentials import Placement, add_credentials
from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.not_given import NOT_GIVEN
from specproof.runtime.operation import Operation
from specproof.runtime.parameters.parameter import Parameter
from specproof.runtime.request import Request, prepare_request
from specproof.runtime.url import parse_url
from tests.unit.runtime.sample.operations import ADD_PET, GET_PET, JSON, PACKAGE

BASE = parse_url("https://api.example/v1/")


def made(operation: Operation, arguments: dict[str, Any], body: Any = NOT_GIVEN, **more: Any) -> Request:
    writers: dict[str, Any] = {"parameters": PACKAGE.write_parameters, "bodies": PACKAGE.encode_body}
    return prepare_request(operation, arguments, body, base=more.pop("base", BASE), names=PACKAGE, **writers, **more)


def test_every_place_of_a_parameter() -> None:
    request = made(
        GET_PET,
        {"path.id": "a/b", "query.limit": 3, "header.X-Trace": "t1", "cookie.seen": "x y", "query.filter": {"a": [1]}},
    )
    assert request.method == "GET"
    assert request.url.root + request.url.target == (
        "https://api.example/v1/pets/a%2Fb?limit=3&filter=%7B%22a%22%3A%5B1%5D%7D"
    )
    assert request.headers == {"accept": "application/json", "x-trace": "t1", "cookie": "seen=x%20y"}
    assert request.content is None


def test_the_repr_of_a_request_shows_names_alone() -> None:
    request = made(GET_PET, {"path.id": "1", "query.limit": 77, "header.X-Trace": "hidden"})
    assert repr(request) == "Request(GET https://api.example/v1/pets/1?…, headers=['accept', 'x-trace'])"


def test_a_query_in_the_path_of_the_document_stands_before_the_parameters() -> None:
    drafts = replace(GET_PET, path="/pets/{id}?draft=true")
    base = parse_url("https://api.example/v1?key=k")
    assert made(drafts, {"path.id": "1"}).url.target == "/v1/pets/1?draft=true"
    assert (
        made(drafts, {"path.id": "1", "query.limit": 3}, base=base).url.target == "/v1/pets/1?key=k&draft=true&limit=3"
    )


def test_absent_and_null_optional_parameters_are_not_sent() -> None:
    request = made(GET_PET, {"path.id": "1", "query.limit": NOT_GIVEN, "query.filter": None})
    # A parameter that is a JSON document can say null; one that is spelled in a style cannot.
    assert request.url.target == "/v1/pets/1?filter=null"


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({}, "path.id"),
        ({"path.id": NOT_GIVEN}, "path.id"),
        ({"path.id": 1}, "path.id"),
        ({"path.id": ""}, "path.id"),
        ({"path.id": "."}, "path.id"),
        ({"path.id": ".."}, "path.id"),
        ({"path.id": "\ud800"}, "path.id"),
        ({"path.id": "1", "query.limit": 251}, "query.limit"),
        ({"path.id": "1", "query.limit": 0}, "query.limit"),
        ({"path.id": "1", "header.X-Trace": "a\nb"}, "header.X-Trace"),
        ({"path.id": "1", "query.nope": 1}, "query.nope"),
    ],
)
def test_refused_before_anything_is_sent(arguments: dict[str, Any], argument: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        made(GET_PET, arguments)
    assert caught.value.argument == argument


def test_the_errors_of_a_parameter_are_kept_without_the_value() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        made(GET_PET, {"path.id": 77_123_456})
    (problem,) = caught.value.errors
    assert problem["type"] == "string_type"
    assert "77123456" not in repr(caught.value) + repr(caught.value.errors)


def test_pydantic_errors_are_kept_without_the_value() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        made(ADD_PET, {}, {"name": 77_123_456})
    (problem,) = caught.value.errors
    assert problem["loc"] == ("name",)
    assert problem["type"] == "string_type"
    assert "77123456" not in repr(caught.value) + str(caught.value.__context__ and caught.value.args)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("segment", ["{id}.json", "v{id}"])
def test_dots_are_harmless_beside_other_text(segment: str) -> None:
    operation = replace(GET_PET, path=f"/pets/{segment}")
    assert made(operation, {"path.id": ".."}).url.target == f"/v1/pets/{segment.replace('{id}', '..')}"


def test_the_base_keeps_its_query_and_comes_first() -> None:
    request = made(GET_PET, {"path.id": "1", "query.limit": 2}, base=parse_url("http://h:80?a=%2f"))
    assert request.url.target == "/pets/1?a=%2f&limit=2"


def test_headers_of_the_caller_win_over_those_of_the_operation() -> None:
    request = made(GET_PET, {"path.id": "1", "header.X-Trace": "a"}, headers={"ACCEPT": "text/plain", "X-Trace": "b"})
    assert request.headers == {"accept": "text/plain", "x-trace": "b"}


@pytest.mark.parametrize("name", ["Content-Length", "transfer-encoding", "Host", "Connection", "a b", "", "x:y"])
def test_headers_that_nobody_may_set(name: str) -> None:
    with pytest.raises(InvalidArgumentError):
        made(GET_PET, {"path.id": "1"}, headers={name: "1"})


def test_a_body_that_is_missing_or_not_wanted() -> None:
    with pytest.raises(InvalidArgumentError, match="needs a body"):
        made(ADD_PET, {})
    with pytest.raises(InvalidArgumentError, match="takes no body"):
        made(GET_PET, {"path.id": "1"}, {})


def test_a_post_without_a_body_says_so() -> None:
    assert made(replace(ADD_PET, body=None), {}).headers["content-length"] == "0"


def test_null_for_a_required_parameter_is_refused() -> None:
    operation = Operation("o", "GET", "/o", (Parameter("q", "query", "Anything", True, "form", True),))
    with pytest.raises(InvalidArgumentError, match=r"null cannot .* leave out"):
        made(operation, {"query.q": None})


@pytest.mark.parametrize(
    ("parameter", "value", "target", "headers"),
    [
        (Parameter("p", "path", "Anything", True, media_type=JSON), {"a": "/"}, "/%7B%22a%22%3A%22%2F%22%7D", {}),
        (Parameter("p", "header", "Anything", media_type=JSON), [1, 2], "/x", {"p": "[1,2]"}),
        (Parameter("p", "cookie", "Anything", media_type=JSON), [1], "/x", {"cookie": "p=%5B1%5D"}),
        (Parameter("p", "query", "Text", media_type="text/plain"), "a b", "/x?p=a%20b", {}),
    ],
)
def test_parameters_that_are_documents(parameter: Parameter, value: Any, target: str, headers: dict[str, str]) -> None:
    path = "/{p}" if parameter.location == "path" else "/x"
    request = made(Operation("o", "GET", path, (parameter,)), {parameter.key: value}, base=parse_url("http://h"))
    assert request.url.target == target
    assert request.headers == {"accept": "*/*", **headers}


def test_credentials_find_their_places_and_do_not_replace_what_the_caller_set() -> None:
    request = made(GET_PET, {"path.id": "1", "cookie.seen": "a"}, headers={"x-key": "mine"})
    done = add_credentials(
        request,
        [Placement("header", "X-Key", "k"), Placement("query", "api key", "s"), Placement("cookie", "c", "d")],
    )
    assert done.headers["x-key"] == "mine"
    assert done.headers["cookie"] == "seen=a; c=d"
    assert done.url.target == "/v1/pets/1?api%20key=s"
    assert request.url.target == "/v1/pets/1"


def with_parameters(*more: Parameter) -> Operation:
    return replace(GET_PET, parameters=(*GET_PET.parameters, *more))


def test_properties_of_an_exploded_object_never_pass_for_another_parameter() -> None:
    one, other = (Parameter(name, "query", "Anything", style="form", explode=True) for name in ("one", "other"))
    deep = Parameter("deep", "query", "Anything", style="deepObject", explode=True)
    like_deep = Parameter("deep[x]", "query", "Anything", style="form", explode=True)
    operation = with_parameters(one, other, deep, like_deep)
    arguments = {"path.id": "1", "query.one": {"a": 1, "one": 2}, "query.deep": {"a": {"x": 3}}, "query.deep[x]": 4}
    target = "/v1/pets/1?a=1&one=2&deep%5Ba%5D%5Bx%5D=3&deep%5Bx%5D=4"
    assert made(operation, arguments).url.target == target
    clashes: list[tuple[dict[str, Any], str, str]] = [
        ({"query.one": {"limit": 9}}, "limit", "query.limit"),
        ({"query.one": {"a": 1}, "query.other": {"a": 2}}, "a", "query."),
        ({"query.one": {"deep[d]": 1}}, "deep[d]", "query.deep"),
        ({"query.one": {"deep[d]": 1}, "query.deep": {"d": 2}}, "deep[d]", "query."),
        ({"query.deep": {"x": 1}}, "deep[x]", "query.deep[x]"),
    ]
    for clash, name, read_as in clashes:
        with pytest.raises(InvalidArgumentError, match=re.escape(f"the name {name!r} would be read as {read_as}")):
            made(operation, {"path.id": "1", **clash})


def test_a_document_in_a_header_is_ascii() -> None:
    header = Parameter("X-Filter", "header", "Anything", media_type=JSON)
    request = made(with_parameters(header), {"path.id": "1", "header.X-Filter": {"é": "😀\n"}})
    assert request.headers["x-filter"] == r'{"\u00e9":"\ud83d\ude00\n"}'


def test_an_argument_wins_over_what_every_request_has() -> None:
    agent = Parameter("User-Agent", "header", "Text")
    request = made(with_parameters(agent), {"path.id": "1", "header.User-Agent": "mine"}, usual={"user-agent": "usual"})
    assert request.headers["user-agent"] == "mine"


def test_a_key_in_the_query_goes_beside_a_parameter_that_ends_alike() -> None:
    url = parse_url("https://h/p?monkey=1")
    done = add_credentials(Request("o", "GET", url, {}, None), [Placement("query", "key", "secret")])
    assert done.url.target == "/p?monkey=1&key=secret"
    assert add_credentials(done, [Placement("query", "key", "other")]).url.target == done.url.target
