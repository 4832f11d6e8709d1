"""The rendered package at work, over an in-process transport."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.type_checkers import mypy, pyright

PET = {"name": "Rex"}


class Server:
    """Answers every request alike and keeps the last one."""

    def __init__(self, status: int = 200, reply: Any = PET) -> None:
        self.status, self.reply = status, reply
        self.seen: httpx2.Request | None = None

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.seen = request
        return httpx2.Response(self.status, json=self.reply) if self.status != 204 else httpx2.Response(204)

    @property
    def request(self) -> httpx2.Request:
        assert self.seen is not None
        return self.seen


@pytest.fixture
def client(pets: ModuleType) -> Callable[..., Any]:
    def make(server: Server, **settings: Any) -> Any:
        http_client = httpx2.Client(transport=httpx2.MockTransport(server))
        return pets.Client(**{"region": "eu", "token": "t", "http_client": http_client} | settings)

    return make


def test_arguments_go_where_they_belong(client: Callable[..., Any]) -> None:
    server = Server()
    pet = client(server).pets.get_pet(id_path=7, id_query="a b", x_trace="t1")
    assert pet.name == "Rex"
    assert str(server.request.url).startswith("https://eu.test/v1/pets/7")
    assert server.request.url.raw_path == b"/v1/pets/7?id=a%20b"
    assert server.request.headers["X-Trace"] == "t1"
    assert server.request.headers["Authorization"] == "Bearer t"
    assert server.request.headers["X-Version"] == "1"


def test_nothing_is_sent_of_an_invalid_call(client: Callable[..., Any], pets: ModuleType) -> None:
    server = Server()
    with pytest.raises(pets.errors.InvalidArgumentError, match=re.escape("path.id")):
        client(server).pets.get_pet(id_path=251)
    assert server.seen is None


def test_each_declared_status_has_its_class(client: Callable[..., Any], pets: ModuleType) -> None:
    with pytest.raises(pets.errors.NotFoundError) as missing:
        client(Server(404, {"message": "gone"})).pets.get_pet(id_path=1)
    assert missing.value.body.message == "gone"
    with pytest.raises(pets.errors.OtherStatusError):
        client(Server(418, {"message": "tea"})).pets.get_pet(id_path=1)


def test_raw_responses_and_replies_without_content(client: Callable[..., Any]) -> None:
    assert client(Server()).pets.raw.get_pet(id_path=1).status_code == 200
    assert client(Server(204)).pets.delete_pet(id=1) is None


def test_a_choice_of_media_types_and_a_deprecated_method(client: Callable[..., Any]) -> None:
    server = Server(201)
    with pytest.warns(DeprecationWarning, match="POST /pets"):
        client(server, api_key="k").pets.add_pet(body=b"raw", media_type="application/octet-stream")
    assert (server.request.content, server.request.headers["Content-Type"]) == (b"raw", "application/octet-stream")
    assert (server.request.headers["X-Key"], "Authorization" in server.request.headers) == ("k", False)
    with pytest.warns(DeprecationWarning):
        client(server).pets.add_pet(body=PET)
    assert json.loads(server.request.content) == PET


def test_the_asynchronous_twin(pets: ModuleType) -> None:
    server = Server()

    async def run() -> Any:
        http_client = httpx2.AsyncClient(transport=httpx2.MockTransport(server))
        async with pets.AsyncClient(region="eu", http_client=http_client) as client:
            return await client.pets.get_pet(id_path=1), await client.pets.raw.get_pet(id_path=1)

    pet, raw = asyncio.run(run())
    assert (pet.name, raw.parsed.name) == ("Rex", "Rex")


@pytest.mark.parametrize(
    ("settings", "place"),
    [({"x_version": "beta"}, "x_version"), ({"region": None}, "region")],
    ids=["pattern", "required"],
)
def test_settings_are_judged_at_once(pets: ModuleType, settings: dict[str, Any], place: str) -> None:
    with pytest.raises(pets.errors.InvalidArgumentError, match=place):
        pets.Client(**{"region": "eu"} | settings)
    assert pets.Client(base_url="https://other.test") is not None


def test_the_root_imports_nothing_heavy(folder: Path) -> None:
    code = (
        "import sys, pets; print([m for m in ('httpx2', 'pydantic', 'pets.models', 'pets.client') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=folder / "src", capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_public_names(pets: ModuleType) -> None:
    assert all(getattr(pets, name) is not None for name in pets.__all__)
    assert set(pets.__all__) <= set(dir(pets))
    with pytest.raises(AttributeError, match="Pat"):
        _ = pets.Pat


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_type_checkers_are_content(folder: Path, checker: Callable[..., None]) -> None:
    checker(folder, *(f"src/pets/{name}" for name in ("client.py", "errors.py", "resources")))


def test_the_examples_of_the_readme_are_python(files: dict[str, str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", files["README.md"], re.DOTALL)
    assert len(blocks) == 4
    for block in blocks:
        compile(block, "README.md", "exec")
    assert "client.pets.get_pet(id_path=7)" in blocks[0]


def test_the_metadata(files: dict[str, str]) -> None:
    project = tomllib.loads(files["pyproject.toml"])["project"]
    assert (project["name"], project["version"], project["requires-python"]) == ("pets-client", "1.2", ">=3.11")
    assert any(line.startswith("typing-extensions") for line in project["dependencies"])
    assert not any(line.startswith("jsonschema-rs") for line in project["dependencies"])


def test_package_data_are_files_that_are_there(files: dict[str, str]) -> None:
    [(module, names)] = tomllib.loads(files["pyproject.toml"])["tool"]["setuptools"]["package-data"].items()
    assert [name for name in names if f"src/{module}/{name}" not in files] == []
