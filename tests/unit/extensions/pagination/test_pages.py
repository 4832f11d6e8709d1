"""Long lists over real sockets: every way of going on, both clients, and where it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import MISSING, BaseModel, ConfigDict, Field

from specproof.extensions.pagination.runtime import AsyncPages, Pages, Paging
from specproof.extensions.pagination.runtime.paging import items
from specproof.runtime import servers
from specproof.runtime.bodies import Body
from specproof.runtime.credentials import Scheme
from specproof.runtime.errors import InvalidResponseError, StatusError
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.package import Package
from specproof.runtime.parameters.parameter import Parameter
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.runtime.sample.models import Pet
from tests.unit.runtime.sample.operations import FOLDERS
from tests.unit.runtime.wire import Answer, Exchange, Server

JSON = "application/json"
PACKAGE = Package(
    "tests.unit.runtime.sample", (servers.Server("/"),), schemes={"key": Scheme("apiKey", "key", "query")}, **FOLDERS
)
SECURITY = ({"key": ()},)
REPLIES = {"200": DeclaredResponse({JSON: Media()}), "500": DeclaredResponse()}


def query(name: str) -> Operation:
    parameter = Parameter(name, "query", "Anything", style="form", explode=True)
    return Operation("list", "GET", "/things", (parameter,), responses=REPLIES, security=SECURITY)


SEARCH = Operation("search", "POST", "/things", body=Body({JSON: Media()}), responses=REPLIES, idempotent=False)
THINGS = [{"name": f"n{number}"} for number in range(7)]


def sync_pages(server: Server, paging: Paging, *call: Any, whole: bool = False) -> list[Any]:
    with SyncSession(PACKAGE, base_url=server.url + "/v1", api_key="k", retries=None) as session:
        pages: Pages[Any, Any] = Pages(session, paging, *call)
        assert repr(pages) == f"Pages({call[0].id})"
        return list(pages.pages() if whole else pages)


def async_pages(server: Server, paging: Paging, *call: Any, whole: bool = False) -> list[Any]:
    async def run() -> list[Any]:
        async with AsyncSession(PACKAGE, base_url=server.url + "/v1", api_key="k", retries=None) as session:
            pages: AsyncPages[Any, Any] = AsyncPages(session, paging, *call)
            assert repr(pages) == f"AsyncPages({call[0].id})"
            return [one async for one in (pages.pages() if whole else pages)]

    return asyncio.run(run())


Collect = Callable[..., list[Any]]


@pytest.fixture(params=[sync_pages, async_pages], ids=["sync", "async"])
def collect(request: pytest.FixtureRequest, nothing_left: None) -> Collect:
    found: Collect = request.param
    return found


def asked(exchange: Exchange, name: str) -> str | None:
    return parse_qs(exchange.target.partition("?")[2]).get(name, [None])[0]


def cut(begin: int, **more: Any) -> Answer:
    return Answer(200, json.dumps({"items": THINGS[begin : begin + 3], **more}).encode(), {"Content-Type": JSON})


def cursors(exchange: Exchange) -> Answer:
    begin = int(asked(exchange, "cursor") or 0)
    return cut(begin, **({"next": str(begin + 3)} if begin < 6 else {}))


def test_cursor(server: Server, collect: Collect) -> None:
    server.answer = cursors
    paging = Paging("cursor", "/items", "query.cursor", next="/next")
    assert collect(server, paging, query("cursor"), {}) == THINGS
    assert [asked(exchange, "cursor") for exchange in server.seen] == [None, "3", "6"]
    server.seen.clear()
    assert collect(server, paging, query("cursor"), {"query.cursor": "6"}) == THINGS[6:]
    assert len(server.seen) == 1


@pytest.mark.parametrize("last", [{}, {"next": None}, {"next": ""}])
def test_the_last_cursor(server: Server, last: dict[str, Any]) -> None:
    server.answer = lambda exchange: cut(0, **last)
    assert (
        sync_pages(server, Paging("cursor", "/items", "query.cursor", next="/next"), query("cursor"), {}) == THINGS[:3]
    )


def test_a_cursor_in_the_body(server: Server, collect: Collect) -> None:
    def answer(exchange: Exchange) -> Answer:
        begin = (json.loads(exchange.body or b"{}").get("page") or {}).get("from", 0)
        return cut(begin, next=begin + 3 if begin < 6 else None)

    real = Server._one
    server.answer = lambda exchange: Answer()
    bodies: list[Any] = []

    class Late(Answer):
        """Answers when the body is there."""

        def __init__(self, exchange: Exchange) -> None:
            super().__init__()
            self.exchange = exchange

        def bytes(self) -> bytes:
            bodies.append(json.loads(self.exchange.body or b"null"))
            return answer(self.exchange).bytes()

    assert real is not None
    server.answer = Late
    paging = Paging("cursor", "/items", property="/page/from", next="/next")
    assert collect(server, paging, SEARCH, {}, {"q": 1, "page": {"size": 3}}) == THINGS
    assert bodies == [
        {"q": 1, "page": {"size": 3}},
        {"q": 1, "page": {"size": 3, "from": 3}},
        {"q": 1, "page": {"size": 3, "from": 6}},
    ]
    bodies.clear()
    assert collect(server, paging, SEARCH, {}) == THINGS
    assert bodies[1] == {"page": {"from": 3}}
    bodies.clear()
    typed = replace(SEARCH, body=Body({JSON: Media("Pet")}))
    assert collect(server, replace(paging, property="/page/from"), typed, {}, Pet(name="a")) == THINGS
    assert bodies[2] == {"name": "a", "page": {"from": 6}}


def test_pages_by_number(server: Server, collect: Collect) -> None:
    server.answer = lambda exchange: cut((int(asked(exchange, "page") or 1) - 1) * 3)
    paging = Paging("page", "/items", "query.page")
    assert collect(server, paging, query("page"), {}) == THINGS
    assert [asked(exchange, "page") for exchange in server.seen] == [None, "2", "3", "4"]


def test_pages_by_number_with_a_total_and_another_first(server: Server, collect: Collect) -> None:
    server.answer = lambda exchange: cut(int(asked(exchange, "page") or 0) * 3, pages=3)
    paging = Paging("page", "/items", "query.page", first=0, total="/pages")
    assert collect(server, paging, query("page"), {}) == THINGS
    assert [asked(exchange, "page") for exchange in server.seen] == [None, "1", "2"]
    assert len(collect(server, paging, query("page"), {}, whole=True)) == 3


@pytest.mark.parametrize(("total", "calls"), [(None, 4), ("/count", 3)])
def test_offsets(server: Server, collect: Collect, total: str | None, calls: int) -> None:
    server.answer = lambda exchange: cut(int(asked(exchange, "offset") or 0), count=7)
    assert collect(server, Paging("offset", "/items", "query.offset", total=total), query("offset"), {}) == THINGS
    assert [asked(exchange, "offset") for exchange in server.seen] == [None, "3", "6", "7"][:calls]


def test_an_offset_in_the_body(server: Server) -> None:
    server.answer = lambda exchange: cut(0 if len(server.seen) == 1 else 9)
    assert sync_pages(server, Paging("offset", "/items", property="/at", total="/gone"), SEARCH, {}) == THINGS[:3]
    assert len(server.seen) == 2


def links(server: Server, link: Callable[[int], str]) -> Callable[[Exchange], Answer]:
    def answer(exchange: Exchange) -> Answer:
        begin = int(asked(exchange, "from") or 0)
        reply = Answer(200, json.dumps(THINGS[begin : begin + 3]).encode(), {"Content-Type": JSON})
        return replace(reply, headers={**reply.headers, "Link": link(begin + 3)}) if begin < 6 else reply

    return answer


@pytest.mark.parametrize(
    "link",
    [
        lambda server, at: f'<{server.url}/v1/things?key=k&from={at}>; rel="next"',
        lambda server, at: f'</v1/things?from={at}>; title="a, b"; REL="last NEXT", </v1/things?from=0>; rel=first',
        lambda server, at: f"<things?from=0>; rel=prev, <?from={at}>;rel=next",
    ],
    ids=["absolute", "path", "query"],
)
def test_links(server: Server, collect: Collect, link: Callable[[Server, int], str]) -> None:
    server.answer = links(server, lambda at: link(server, at))
    assert collect(server, Paging("link"), query("from"), {}) == THINGS
    assert [asked(exchange, "from") for exchange in server.seen] == [None, "3", "6"]
    assert [exchange.path for exchange in server.seen] == ["/v1/things"] * 3
    assert [exchange.target.count("key=k") for exchange in server.seen] == [1, 1, 1]


def test_a_link_without_next_ends_it(server: Server) -> None:
    server.answer = links(server, lambda at: "<things>; rel=prev, <x>; title=next")
    assert sync_pages(server, Paging("link"), query("from"), {}) == THINGS[:3]


def test_a_link_to_another_server_is_never_followed(server: Server, storage: Server, collect: Collect) -> None:
    server.answer = links(server, lambda at: f"<{storage.url}/v1/things?from={at}>; rel=next")
    with pytest.raises(InvalidResponseError, match="another server"):
        collect(server, Paging("link"), query("from"), {})
    assert storage.seen == []


def test_a_link_that_is_none(server: Server) -> None:
    server.answer = links(server, lambda at: "<ftp://x>; rel=next")
    with pytest.raises(InvalidResponseError, match="not a URL"):
        sync_pages(server, Paging("link"), query("from"), {})


def test_a_page_that_leads_to_itself_is_an_error(server: Server, collect: Collect) -> None:
    server.answer = lambda exchange: cut(0, next="same")
    with pytest.raises(InvalidResponseError, match="the same page"):
        collect(server, Paging("cursor", "/items", "query.cursor", next="/next"), query("cursor"), {})
    assert len(server.seen) == 2


def test_an_error_in_the_middle_comes_after_what_was_there(server: Server) -> None:
    server.answer = lambda exchange: cursors(exchange) if len(server.seen) < 2 else Answer(500)
    found = []
    with SyncSession(PACKAGE, base_url=server.url, retries=None) as session:
        pages: Pages[Any, Any] = Pages(
            session, Paging("cursor", "/items", "query.cursor", next="/next"), query("cursor"), {}
        )
        with pytest.raises(StatusError):
            for one in pages:
                found.append(one)
    assert found == THINGS[:3]


class Page(BaseModel):
    model_config = ConfigDict(extra="allow")

    things: list[int] | MISSING = Field(default=MISSING, validation_alias="the/things")


@pytest.mark.parametrize(
    ("page", "pointer", "expected"),
    [
        (Page.model_validate({"the/things": [1]}), "/the~1things", [1]),
        (Page(), "/the~1things", []),
        (Page.model_validate({"more": {"items": [2]}}), "/more/items", [2]),
        (Page(), "/gone/items", []),
        ({"items": None}, "/items", []),
        ([3], "", [3]),
        (7, "/items", []),
    ],
)
def test_items_of_typed_pages(page: Any, pointer: str, expected: list[int]) -> None:
    assert items(Paging("link", pointer), page) == expected
