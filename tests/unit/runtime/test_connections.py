"""Ways to a server: proxies, certificates of one's own, HTTP/2, hooks, transports; with real processes behind them."""

from __future__ import annotations

import asyncio
import gzip
import logging
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest
import trustme

from specproof.extensions.multipart_upload.runtime.drivers.async_driver import upload_async
from specproof.extensions.multipart_upload.runtime.drivers.sync_driver import upload_sync
from specproof.extensions.multipart_upload.runtime.options import UploadOptions
from specproof.runtime.errors import ConnectionFailedError
from specproof.runtime.resources import Resource
from specproof.runtime.session import AsyncSession, SyncSession
from tests.unit.extensions.multipart_upload.sample import PROTOCOL, Service
from tests.unit.runtime.clients import JSON, PET, Ask, ask_async, ask_sync
from tests.unit.runtime.sample.operations import GET_PET, PACKAGE
from tests.unit.runtime.wire import Answer, Server

HERE = Path(__file__).parent
CALL = (GET_PET, {"path.id": "x"})
CONTENT = os.urandom(250_001)


@pytest.fixture(params=[ask_sync, ask_async], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """A client that the caller lends stays open, so that nothing looks for sockets that are left."""
    found: Ask = request.param
    return found


def upload(ask: Ask, service: Service, path: Path, **client: Any) -> None:
    """With the flavor of client that ``ask`` has."""
    own = {"base_url": service.api.url + "/v1", "token": "hidden-token", **client}
    options = UploadOptions(resume=False)
    if ask is ask_sync:
        with SyncSession(PACKAGE, **own) as session:
            upload_sync(session, PROTOCOL, path, fields={"name": "n"}, options=options)
        return

    async def run() -> None:
        async with AsyncSession(PACKAGE, **own) as session:
            await upload_async(session, PROTOCOL, path, fields={"name": "n"}, options=options)

    asyncio.run(run())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data.bin").write_bytes(CONTENT)
    return tmp_path / "data.bin"


class Proxy(NamedTuple):
    url: str
    process: subprocess.Popen[str]

    def asked(self) -> list[str]:
        """What it was asked for; it serves nothing more."""
        self.process.kill()
        return self.process.communicate()[0].splitlines()


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with subprocess.Popen([sys.executable, HERE / "proxy.py"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Proxy(f"http://127.0.0.1:{process.stdout.readline().strip()}", process)
        process.kill()


@pytest.fixture
def authority(tmp_path: Path) -> tuple[trustme.CA, Path]:
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "authority.pem")
    return made, tmp_path / "authority.pem"


@pytest.fixture
def secure(authority: tuple[trustme.CA, Path]) -> Iterator[tuple[Server, Server]]:
    """An API and a storage over TLS, with certificates that only our own authority vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert("127.0.0.1").configure_cert(context)
    servers = Server(context), Server(context)
    yield servers
    for server in servers:
        server.close()


def lent(ask: Ask, **settings: Any) -> Any:
    return (httpx2.Client if ask is ask_sync else httpx2.AsyncClient)(**settings)


def test_a_proxy_of_the_environment(server: Server, ask: Ask, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy.url)
    server.answer = lambda exchange: PET
    assert ask(PACKAGE, {"base_url": server.url}, *CALL).name == "Rex"
    assert proxy.asked() == [f"GET {server.url}/pets/x"]


def test_parts_go_through_the_proxy_too(
    server: Server, storage: Server, ask: Ask, proxy: Proxy, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url)
    service = Service(server, storage)
    upload(ask, service, path)
    assert service.content == CONTENT
    assert [line for line in proxy.asked() if line.startswith(f"PUT {storage.url}")] != []


def test_a_tunnel_to_a_server_with_tls(
    secure: tuple[Server, Server], ask: Ask, proxy: Proxy, authority: tuple[trustme.CA, Path]
) -> None:
    server, _ = secure
    server.answer = lambda exchange: PET
    trust = ssl.create_default_context(cafile=authority[1])
    client = lent(ask, proxy=proxy.url, verify=trust)
    assert ask(PACKAGE, {"base_url": server.url, "http_client": client}, *CALL).name == "Rex"
    assert proxy.asked() == [f"CONNECT 127.0.0.1:{server.port}"]


def test_an_unknown_authority_is_refused(secure: tuple[Server, Server], ask: Ask) -> None:
    with pytest.raises(ConnectionFailedError, match="no connection"):
        ask(PACKAGE, {"base_url": secure[0].url, "retries": None}, *CALL)


def test_an_authority_of_the_environment(
    secure: tuple[Server, Server],
    ask: Ask,
    authority: tuple[trustme.CA, Path],
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For calls, and for parts over sockets of our own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[1]))
    service = Service(*secure)
    upload(ask, service, path)
    assert service.content == CONTENT


def test_parts_to_an_unknown_authority_are_refused(
    server: Server, secure: tuple[Server, Server], ask: Ask, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("specproof.runtime.retries.random.uniform", lambda low, high: low)
    service = Service(server, secure[1])
    with pytest.raises(Exception, match=r"certificate|no connection"):
        upload(ask, service, path)
    assert secure[1].seen == []


def test_http2(authority: tuple[trustme.CA, Path], ask: Ask, tmp_path: Path) -> None:
    issued = authority[0].issue_cert("127.0.0.1")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "certificate.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        bound = ["--bind", f"fd://{listening.fileno()}"]
        files = ["--keyfile", tmp_path / "key.pem", "--certfile", tmp_path / "certificate.pem"]
        command = [
            sys.executable,
            "-m",
            "hypercorn",
            "--workers",
            "0",
            *bound,
            *files,
            "tests.unit.runtime.http2_app:app",
        ]
        pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(list(map(str, command)), pass_fds=[listening.fileno()], **pipes) as process:
            trust = ssl.create_default_context(cafile=authority[1])
            client = lent(ask, http2=True, verify=trust)
            base = f"https://127.0.0.1:{listening.getsockname()[1]}"
            try:
                assert ask(PACKAGE, {"base_url": base, "http_client": client}, *CALL).name == "2"
            finally:
                process.kill()


def test_hooks_see_requests_and_replies(server: Server, ask: Ask) -> None:
    seen: list[str] = []
    server.answer = lambda exchange: PET

    def on_request(request: httpx2.Request) -> None:
        seen.append(f"{request.method} {request.url.path}")

    def on_response(response: httpx2.Response) -> None:
        seen.append(str(response.status_code))

    async def on_request_later(request: httpx2.Request) -> None:
        on_request(request)

    async def on_response_later(response: httpx2.Response) -> None:
        on_response(response)

    hooks = [on_request, on_response] if ask is ask_sync else [on_request_later, on_response_later]
    client = lent(ask, event_hooks={"request": hooks[:1], "response": hooks[1:]})
    ask(PACKAGE, {"base_url": server.url + "/a%20b", "http_client": client}, *CALL)
    assert seen == ["GET /a b/pets/x", "200"]


def test_a_hook_may_read_the_reply(server: Server) -> None:
    server.answer = lambda exchange: PET
    with httpx2.Client(event_hooks={"response": [lambda response: response.read()]}) as client:
        assert ask_sync(PACKAGE, {"base_url": server.url, "http_client": client}, *CALL).name == "Rex"


@pytest.mark.parametrize("coding", ["gzip", None])
def test_codings_of_content_are_undone(server: Server, ask: Ask, coding: str | None) -> None:
    content = gzip.compress(PET.body) if coding else PET.body
    fields = {**JSON, "Content-Encoding": coding} if coding else JSON
    server.answer = lambda exchange: Answer(200, content, fields)
    assert ask(PACKAGE, {"base_url": server.url}, *CALL).name == "Rex"


def test_a_transport_of_the_caller(ask: Ask) -> None:
    made = httpx2.MockTransport(lambda request: httpx2.Response(200, json={"name": str(request.url.host)}))
    client = lent(ask, transport=made)
    assert ask(PACKAGE, {"base_url": "https://nowhere.example", "http_client": client}, *CALL).name == "nowhere.example"


def test_every_request_is_logged_without_its_query(server: Server, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    server.answer = lambda exchange: PET
    with caplog.at_level(logging.DEBUG, "specproof.runtime"):
        ask(PACKAGE, {"base_url": server.url, "token": "hidden-token"}, GET_PET, {"path.id": "x", "query.limit": 3})
    assert [record.getMessage() for record in caplog.records if record.name == "specproof.runtime.transport"] == [
        f"GET {server.url}/pets/x?…: 200"
    ]
    assert "hidden-token" not in caplog.text


def test_a_connection_is_used_again(server: Server) -> None:
    server.answer = lambda exchange: PET
    with SyncSession(PACKAGE, base_url=server.url) as session:
        for _ in range(3):
            Resource(session)._call(*CALL)
            assert server.open_connections == 1
    end = time.monotonic() + 5
    while server.open_connections and time.monotonic() < end:
        time.sleep(0.01)
    assert server.open_connections == 0
