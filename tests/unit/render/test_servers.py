"""Servers of a document in the package: variables, relative URLs, and several of them for the API or an operation."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from specproof import pipeline, project
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader

DONE = {"tags": ["things"], "responses": {"204": {"description": "Done."}}}
ZONE = {"zone": {"default": "west", "enum": ["west", "east"]}}
EU, LOCAL = {"url": "https://eu.test/v1"}, {"url": "/local"}
US: dict[str, Any] = {"url": "https://{zone}.us.test/v1", "variables": ZONE}
UP: dict[str, Any] = {"url": "https://{zone}.up.test", "variables": {"zone": {"default": "north"}}}
SCRIPT = """
import asyncio, json, sys
import httpx2, many
sent = []
def reply(request):
    sent.append(str(request.url))
    return httpx2.Response(204)
async def reply_async(request):
    return reply(request)
def told(make):
    try:
        make()
    except many.errors.InvalidArgumentError as error:
        sent.append(str(error))
settings = json.loads(sys.argv[1])
settings = {name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()}
def call():
    own = httpx2.Client(transport=httpx2.MockTransport(reply))
    client = many.Client(http_client=own, **settings).with_options(timeout=3)
    resource = client.things
    for name in ("use", "send"):
        if hasattr(resource, name):
            getattr(resource, name)()
async def call_async():
    own = httpx2.AsyncClient(transport=httpx2.MockTransport(reply_async))
    client = many.AsyncClient(http_client=own, **settings)
    resource = client.things
    for name in ("use", "send"):
        if hasattr(resource, name):
            await getattr(resource, name)()
told(call)
told(lambda: asyncio.run(call_async()))
print(json.dumps(sent))
"""


def generated(folder: Path, servers: list[Any] | None, own: list[Any] | None = None) -> tuple[dict[str, str], Findings]:
    """The files of a package with one operation, and one more with servers of its own; written below the folder."""
    paths = {"/use": {"get": {"operationId": "use", **DONE}}}
    if own:
        paths["/send"] = {"servers": own, "get": {"operationId": "send", **DONE}}
    tree = {"openapi": "3.1.0", "info": {"title": "Many", "version": "1"}, "paths": paths}
    (folder / "openapi.json").write_text(json.dumps(tree | ({"servers": servers} if servers is not None else {})))
    findings = Findings()
    asked = project.from_options(folder / "openapi.json", folder / "out", "many", {})
    files = pipeline.build(asked, DiskReader(), findings).files
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return {path: text for path, text in files.items() if isinstance(text, str)}, findings


def sent(folder: Path, **settings: Any) -> list[str]:
    """The URLs that both clients ask, or why one cannot; they have to agree."""
    command = [sys.executable, "-c", SCRIPT, json.dumps(settings)]
    done = subprocess.run(command, cwd=folder / "src", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    urls: list[str] = json.loads(done.stdout)
    half = len(urls) // 2
    assert urls[:half] == urls[half:]
    return urls[:half]


def test_every_server_can_be_chosen(tmp_path: Path) -> None:
    files, _ = generated(tmp_path, [EU, US, LOCAL], [{"url": "https://up.test"}, UP])
    assert sent(tmp_path) == ["https://eu.test/v1/use", "https://up.test/send"]
    us, up = US["url"], UP["url"]
    assert sent(tmp_path, server=us) == ["https://west.us.test/v1/use", "https://up.test/send"]
    assert sent(tmp_path, server=[us, up]) == ["https://west.us.test/v1/use", "https://north.up.test/send"]
    assert sent(tmp_path, server=[us, up], zone="east") == ["https://east.us.test/v1/use", "https://east.up.test/send"]
    assert sent(tmp_path, server="/local") == ["base_url: the server '/local' is relative: give the URL of its host"]
    assert sent(tmp_path, server="/local", base_url="http://h") == ["http://h/local/use", "http://h/send"]
    (why,) = sent(tmp_path, server="https://mars.test")
    assert why.startswith("server: 'https://mars.test' is none of https://eu.test/v1, ")
    assert sent(tmp_path, server=us, zone="mars") == ["zone: 'mars' is none of west, east"]
    assert '| "https://{zone}.us.test/v1"' not in files["src/many/client.py"]
    for url in (us, up, "/local", "https://up.test"):
        assert files["src/many/client.py"].count(f'"{url}"') >= 4
    assert 'server="https://{zone}.us.test/v1",' in files["README.md"]


@pytest.mark.parametrize(
    ("url", "told"),
    [("/api/v7", '`base_url="https://host.example"` has it put behind'), ("{at}", None), ("/", None)],
)
def test_relative_servers_are_behind_the_host(url: str, told: str | None, tmp_path: Path) -> None:
    files, _ = generated(tmp_path, [{"url": url, "variables": {"at": {"default": "/api/v7"}}}])
    path = "" if url == "/" else "/api/v7"
    assert sent(tmp_path, base_url="http://h") == [f"http://h{path}/use"]
    assert sent(tmp_path, base_url="http://h/own/") == ["http://h/own/use"]
    assert ("base_url: str | None = None" in files["src/many/client.py"]) is (url == "{at}")
    assert ("is put behind it" in " ".join(files["src/many/client.py"].split())) is (url != "/")
    if told:
        assert told in files["README.md"]


def test_a_variable_may_hold_the_whole_url(tmp_path: Path) -> None:
    variables = {
        "server": {"default": "https://a.test:8443/base", "enum": ["https://a.test:8443/base", "https://b.test"]}
    }
    generated(tmp_path, [{"url": "{server}/v1", "variables": variables}])
    assert sent(tmp_path) == ["https://a.test:8443/base/v1/use"]
    assert sent(tmp_path, server="https://b.test") == ["https://b.test/v1/use"]
    assert sent(tmp_path, server="https://c.test") == [
        "server: 'https://c.test' is none of https://a.test:8443/base, https://b.test"
    ]


def test_no_base_url_is_needed_where_each_operation_has_a_server(tmp_path: Path) -> None:
    tree_servers = [{"url": "https://own.test/a"}]
    paths_of, _ = generated(tmp_path, None, tree_servers)
    assert "base_url: str," in paths_of["src/many/client.py"]
    generated(tmp_path, tree_servers, [{"url": "https://up.test"}])
    assert sent(tmp_path) == ["https://own.test/a/use", "https://up.test/send"]


def test_variables_that_do_not_fit_are_told(tmp_path: Path) -> None:
    variables = {"zone": {"default": "north", "enum": ["west"]}}
    files, findings = generated(tmp_path, [{"url": "https://{zone}.{tenant}.test", "variables": variables}])
    told = [(str(one.at.pointer), one.message) for one in findings if one.at and one.code == "SERVER_VARIABLE"]
    assert told == [
        ("/servers/0/variables/zone/default", "the default 'north' is not in enum: it is allowed as well"),
        ("/servers/0/url", "the variable {tenant} is not declared: its value is asked for"),
    ]
    assert sent(tmp_path, tenant="acme") == ["https://north.acme.test/use"]
    assert sent(tmp_path) == ["tenant: this server variable needs a value"]
    assert 'zone: Literal["north", "west"] = "north"' in files["src/many/client.py"]
