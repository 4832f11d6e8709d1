"""Methods whose responses are read as they arrive: where there are such ones, and what they are made of."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.type_checkers import mypy, pyright
from tests.unit.render.forms import form, put_runtime, ref, rendered, viewed

PET, TEXT = {"schema": ref("Pet")}, {"schema": ref("Text")}
CONTENTS: dict[str, dict[str, Any]] = {
    "whole": {"application/json": PET},
    "file": {"application/octet-stream": {}},
    "events": {"text/event-stream": PET, "application/json": PET},
    "words": {"text/event-stream": {}},
    "lines": {"application/x-ndjson": PET},
    "loose": {"application/jsonl": {}},
    "mixed": {"image/png": {}, "application/x-ndjson": PET},
    "nothing": {},
}
MODELS = """
from pydantic import BaseModel

Text = str


class Pet(BaseModel):
    name: str


__all__ = ["Pet", "Text"]
"""


def paths() -> dict[str, Any]:
    return {
        f"/{name}": {
            "get": {"operationId": name, "tags": ["Things"], "responses": {"200": {"content": content}}},
        }
        for name, content in CONTENTS.items()
    }


SCHEMAS = {"Pet": {"type": "object"}, "Text": {"type": "string"}}
THINGS = form(paths(), schemas=SCHEMAS, servers=[{"url": "https://h.test"}])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams")
    for path, text in rendered(THINGS).items():
        place = folder / path.replace("src/pets", "src/streamed")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    (folder / "src/streamed/models.py").write_text(MODELS, encoding="utf-8")
    put_runtime(folder / "src/streamed")
    return folder


@pytest.fixture
def streamed(folder: Path) -> Iterator[ModuleType]:
    sys.path.insert(0, str(folder / "src"))
    yield import_module("streamed")
    sys.path.remove(str(folder / "src"))


def test_what_a_reply_is_made_of() -> None:
    text = rendered(THINGS)["src/pets/resources/things.py"]
    found = dict(re.findall(r'(\w+) = stream\(Things\.\w+, list\["(.*)"\]\)', text))
    assert found == {
        "file": "bytes",
        "events": "Event[models.Pet]",
        "words": "Event[str]",
        "lines": "models.Pet",
        "loose": "Any",
        "mixed": "bytes | models.Pet",
    }


def test_the_folder_comes_along_where_it_is_used() -> None:
    whole = form({"/": {"get": {"responses": {"200": {"content": CONTENTS["whole"]}}}}}, schemas=SCHEMAS)
    assert viewed(THINGS).runtime_folders == {"streams", "telemetry"}
    assert viewed(whole).runtime_folders == {"telemetry"}
    assert "stream" not in rendered(whole)["src/pets/resources/default.py"]


def answer(request: httpx2.Request) -> httpx2.Response:
    if request.url.path == "/events":
        return httpx2.Response(200, text='data: {"name":"Rex"}\n\n', headers={"content-type": "text/event-stream"})
    return httpx2.Response(200, content=b"abc", headers={"content-type": "application/octet-stream"})


def test_both_clients(streamed: ModuleType, tmp_path: Path) -> None:
    client = streamed.Client(http_client=httpx2.Client(transport=httpx2.MockTransport(answer)))
    with client.things.stream.events() as events:
        assert [event.data.name for event in events] == ["Rex"]
    with client.things.stream.file() as reply:
        assert reply.save(tmp_path / "a") == 3

    async def run() -> list[Any]:
        http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        async with streamed.AsyncClient(http_client=http_client) as client, client.things.stream.events() as events:
            return [event.data.name async for event in events]

    assert asyncio.run(run()) == ["Rex"]


USE = """
from typing import assert_type
from streamed import AsyncClient, Client, models
from streamed._runtime.streams import Event


def use(client: Client) -> None:
    with client.things.stream.events() as events:
        for event in events:
            assert_type(event, Event[models.Pet])
    with client.things.stream.file() as reply:
        assert_type(next(iter(reply)), bytes)


async def use_async(client: AsyncClient) -> None:
    async with client.things.stream.lines() as lines:
        async for line in lines:
            assert_type(line, models.Pet)
"""


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_type_checkers_are_content(folder: Path, checker: Callable[..., None]) -> None:
    (folder / "use.py").write_text(USE)
    checker(folder, "use.py", "src/streamed/resources")
