"""The views of a method: awaited, whole, streamed, page by page. They take its arguments, and are as it is."""

from __future__ import annotations

import asyncio
import inspect
import sys
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.type_checkers import mypy, pyright
from tests.unit.render.forms import form, parameter, put_runtime, ref, rendered

PAGED = {"type": "page", "items": "/items", "parameter": {"in": "query", "name": "page"}}
MODELS = """
from pydantic import BaseModel


class Pet(BaseModel):
    name: str


class Page(BaseModel):
    items: list[Pet]


Count = int

__all__ = ["Count", "Page", "Pet"]
"""


def operation(name: str, content: dict[str, Any], **rest: Any) -> dict[str, Any]:
    arguments = [parameter("page", "query", "Count")]
    replies = {"200": {"content": content}} if content else {"204": {}}
    return {"get": {"operationId": name, "tags": ["Pets"], "parameters": arguments, "responses": replies, **rest}}


PETS = form(
    {
        "/pets": operation("list", {"application/json": {"schema": ref("Page")}}, **{"x-pagination": PAGED}),
        "/old": operation(
            "old", {"application/json": {"schema": ref("Page")}}, deprecated=True, **{"x-pagination": PAGED}
        ),
        "/events": operation("events", {"text/event-stream": {"schema": ref("Pet")}}, summary="Wait for pets"),
        "/gone": operation("gone", {}),
    },
    schemas={
        "Page": {"type": "object", "properties": {"items": {"type": "array", "items": ref("Pet")}}},
        "Pet": {"type": "object"},
        "Count": {"type": "integer"},
    },
    servers=[{"url": "https://h.test"}],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views")
    for path, text in rendered(PETS).items():
        place = folder / path.replace("src/pets", "src/viewed")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (folder / "src/viewed/models.py").write_text(MODELS, encoding="utf-8")
    put_runtime(folder / "src/viewed")
    return folder


@pytest.fixture
def viewed(folder: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(folder / "src"))
    yield import_module("viewed")
    sys.path.remove(str(folder / "src"))


def answer(request: httpx2.Request) -> httpx2.Response:
    if request.url.path == "/events":
        return httpx2.Response(200, text='data: {"name":"Rex"}\n\n', headers={"content-type": "text/event-stream"})
    if request.url.path == "/gone":
        return httpx2.Response(204)
    return httpx2.Response(200, json={"items": [] if b"page=2" in request.url.raw_path else [{"name": "Rex"}]})


def client(viewed: ModuleType) -> Any:
    return viewed.Client(http_client=httpx2.Client(transport=httpx2.MockTransport(answer)))


def async_client(viewed: ModuleType) -> Any:
    return viewed.AsyncClient(http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(answer)))


def test_each_view_of_the_blocking_client(viewed: ModuleType) -> None:
    pets = client(viewed).pets
    assert [pet.name for pet in pets.list_(page=1).items] == ["Rex"]
    assert pets.raw.list_(page=1).status_code == 200
    assert [pet.name for pet in pets.each.list_()] == ["Rex"]
    with pets.stream.events() as events:
        assert [event.data.name for event in events] == ["Rex"]
    assert (pets.gone(), pets.raw.gone().status_code) == (None, 204)


def test_each_view_of_the_client_for_asyncio(viewed: ModuleType) -> None:
    async def run() -> None:
        pets = async_client(viewed).pets
        assert [pet.name for pet in (await pets.list_(page=1)).items] == ["Rex"]
        assert (await pets.raw.list_(page=1)).status_code == 200
        assert [pet.name async for pet in pets.each.list_()] == ["Rex"]
        async with pets.stream.events() as events:
            assert [event.data.name async for event in events] == ["Rex"]
        assert (await pets.gone(), (await pets.raw.gone()).status_code) == (None, 204)

    asyncio.run(run())


def test_views_show_what_the_method_shows(viewed: ModuleType) -> None:
    found = client(viewed).pets, async_client(viewed).pets
    for view in (*found, *(group.raw for group in found), *(group.stream for group in found)):
        assert (view.events.__name__, view.events.__doc__) == ("events", found[0].events.__doc__)
        assert list(inspect.signature(view.events).parameters) == ["page", "timeout", "extra_headers"]
    assert "Wait for pets" in found[1].raw.events.__doc__
    assert [inspect.iscoroutinefunction(one.list_) for one in (found[1], found[1].raw, found[1].each)] == [
        True,
        True,
        False,
    ]


DEPRECATED: list[Callable[[Any], object]] = [
    lambda pets: pets.old,
    lambda pets: pets.raw.old,
    lambda pets: pets.each.old,
]


@pytest.mark.parametrize("pick", DEPRECATED, ids=["plain", "raw", "each"])
@pytest.mark.parametrize("make", [client, async_client])
def test_a_deprecated_method_warns_its_caller_in_every_view(
    viewed: ModuleType, make: Callable[..., Any], pick: Callable[[Any], Callable[[], Any]]
) -> None:
    method = pick(make(viewed).pets)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = method()
    if inspect.iscoroutine(result):
        result.close()
    assert [(Path(one.filename).name, str(one.message)) for one in caught] == [
        ("test_views.py", "GET /old is deprecated")
    ]


USE = """
from typing import assert_type
from viewed import AsyncClient, Client, Response, models
from viewed._runtime.streams import Event


def use(client: Client) -> None:
    assert_type(client.pets.list_(page=1), models.Page)
    assert_type(client.pets.raw.list_(page=1), Response[models.Page])
    assert_type(client.pets.raw.gone(), Response[None])
    for pet in client.pets.each.list_(page=1):
        assert_type(pet, models.Pet)
    for page in client.pets.each.list_().pages():
        assert_type(page, models.Page)
    with client.pets.stream.events(page=1, timeout=3) as events:
        for event in events:
            assert_type(event, Event[models.Pet])
    client.pets.list_(pag=1)  # wrong
    client.pets.raw.list_(pag=1)  # wrong
    client.pets.raw.list_(page="1")  # wrong
    client.pets.raw.list_(1)  # wrong
    client.pets.each.list_(pag=1)  # wrong
    client.pets.each.list_(page="1")  # wrong
    client.pets.stream.events(pag=1)  # wrong
    client.pets.stream.events(page="1")  # wrong


async def use_async(client: AsyncClient) -> None:
    assert_type(await client.pets.list_(page=1), models.Page)
    assert_type(await client.pets.raw.list_(page=1), Response[models.Page])
    async for pet in client.pets.each.list_(page=1):
        assert_type(pet, models.Pet)
    async for page in client.pets.each.list_().pages():
        assert_type(page, models.Page)
    async with client.pets.stream.events(page=1, timeout=3) as events:
        async for event in events:
            assert_type(event, Event[models.Pet])
    await client.pets.list_(pag=1)  # wrong
    await client.pets.raw.list_(pag=1)  # wrong
    await client.pets.raw.list_(page="1")  # wrong
    client.pets.each.list_(pag=1)  # wrong
    client.pets.stream.events(pag=1)  # wrong
"""


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_type_checkers_see_arguments_and_results(folder: Path, checker: Callable[..., None]) -> None:
    """Both complain of an ignored line that is not wrong."""
    use = "# pyright: reportUnnecessaryTypeIgnoreComment=true\n" + USE.replace(
        "# wrong", "# type: ignore  # wrong, as the test wants it"
    )
    (folder / "use.py").write_text(use)
    checker(folder, "use.py", "src/viewed/resources")
