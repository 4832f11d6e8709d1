"""What a server cannot use up: time, memory, and the connections of another process."""

from __future__ import annotations

import asyncio
import gzip
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import Any

import pytest
import trustme

from specproof.runtime.errors import ReadTimeoutError, ResponseTooLargeError
from specproof.runtime.operation import DeclaredResponse, Media, Operation
from specproof.runtime.retries import Retries
from specproof.runtime.session import AsyncSession, SyncSession
from specproof.runtime.streams import streaming, streaming_async
from specproof.runtime.streams.items import Lines
from tests.unit.runtime.clients import JSON, Ask, ask_async, ask_sync
from tests.unit.runtime.sample.operations import GET_PET, PACKAGE
from tests.unit.runtime.wire import Answer, Server

CALL = (GET_PET, {"path.id": "1"})
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
TRICKLES = {
    "status": (b"", b"HTTP/1.1 200 OK"),
    "headers": (HEAD, b"X-Long: " + b"a" * 100),
    "chunk size": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 15),
    "trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Long: " + b"a" * 100),
    "interim responses": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 5),
}


@pytest.fixture(params=[ask_sync, ask_async], ids=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Ask:
    found: Ask = request.param
    return found


class Trickle:
    """Sends some bytes at once, and others one by one, to whoever connects."""

    def __init__(self, at_once: bytes, one_by_one: bytes, context: ssl.SSLContext | None = None) -> None:
        self._at_once, self._one_by_one, self._context = at_once, one_by_one, context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._is_over = threading.Event()
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with suppress(OSError):
            connection = self._listener.accept()[0]
            connection.settimeout(5)
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection:
                connection.recv(1 << 16)
                connection.sendall(self._at_once)
                for byte in self._one_by_one:
                    if self._is_over.wait(0.1):
                        return
                    connection.sendall(bytes([byte]))
                self._is_over.wait(10)

    def close(self) -> None:
        self._is_over.set()
        self._listener.close()
        self._thread.join(5)


@pytest.mark.parametrize("what", TRICKLES)
def test_the_deadline_ends_what_trickles(ask: Ask, what: str) -> None:
    """Each read is in time; all of them together are not."""
    server = Trickle(*TRICKLES[what])
    begun = time.monotonic()
    try:
        with pytest.raises(ReadTimeoutError):
            ask(PACKAGE, {"base_url": f"http://127.0.0.1:{server.port}", "retries": Retries(1, deadline=0.5)}, *CALL)
    finally:
        server.close()
    assert 0.4 < time.monotonic() - begun < 1.4


def test_the_deadline_ends_headers_that_trickle_over_tls(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with authority.cert_pem.tempfile() as trusted:
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        server = Trickle(*TRICKLES["headers"], context)
        begun = time.monotonic()
        try:
            with pytest.raises(ReadTimeoutError):
                client = {"base_url": f"https://127.0.0.1:{server.port}", "retries": Retries(1, deadline=1)}
                ask(PACKAGE, client, *CALL)
        finally:
            server.close()
    assert 0.9 < time.monotonic() - begun < 3


FORKED = """
import os, sys
from specproof.runtime.resources import Resource
from specproof.runtime.session import SyncSession
from tests.unit.runtime.sample.operations import GET_PET, PACKAGE

call = Resource(SyncSession(PACKAGE, base_url=sys.argv[1]))._call
call(GET_PET, {"path.id": "before"})
child = os.fork()
own = "parent" if child else "child"
wrong = sum(call(GET_PET, {"path.id": f"{own}{n}"}).name != f"{own}{n}" for n in range(50))
if not child:
    os._exit(wrong)
sys.exit(wrong + os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_that_was_forked_opens_connections_of_its_own(server: Server) -> None:
    server.answer = lambda exchange: Answer(200, b'{"name":"%s"}' % exchange.path[6:].encode(), JSON)
    done = subprocess.run(
        [sys.executable, "-c", FORKED, server.url], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(server.seen) == 101


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'{"name":"' + b"a" * 2_000_000 + b'"}', {}),
        (gzip.compress(b'{"name":"' + b"a" * 2_000_000 + b'"}'), {"Content-Encoding": "gzip"}),
    ],
    ids=["plain", "gzip"],
)
@pytest.mark.parametrize("status", [200, 404])
def test_a_response_that_is_larger_than_wanted(
    server: Server, ask: Ask, body: bytes, headers: dict[str, str], status: int
) -> None:
    server.answer = lambda exchange: Answer(status, body, {**JSON, **headers})
    with pytest.raises(ResponseTooLargeError, match=f"getPet: {status} .* 1,000,000 bytes") as caught:
        ask(PACKAGE, {"base_url": server.url, "largest_response": 1_000_000}, *CALL)
    assert (caught.value.status_code, caught.value.content) == (status, b"")
    server.answer = lambda exchange: Answer(200, body, {**JSON, **headers})
    for most in (2_000_011, None):
        assert len(ask(PACKAGE, {"base_url": server.url, "largest_response": most}, *CALL).name) == 2_000_000


def test_gzip_that_would_fill_the_memory_is_read_to_the_limit_alone(server: Server) -> None:
    bomb = gzip.compress(b" " * (300 << 20))
    server.answer = lambda exchange: Answer(200, bomb, {**JSON, "Content-Encoding": "gzip"})
    with pytest.raises(ResponseTooLargeError, match="134,217,728"):
        ask_sync(PACKAGE, {"base_url": server.url, "retries": None}, *CALL)


LINES = Operation(
    "pull", "GET", "/pull", responses={"200": DeclaredResponse({"application/x-ndjson": Media()})}, security=()
)


def pulled(is_async: bool, session: dict[str, Any], whole: bool) -> Any:
    """All items of a stream, or all of its content."""
    if not is_async:
        with SyncSession(PACKAGE, **session) as opened, streaming(opened, LINES, {}) as response:
            return response.read() if whole else list(response)

    async def run() -> Any:
        async with AsyncSession(PACKAGE, **session) as opened, streaming_async(opened, LINES, {}) as response:
            return await response.read() if whole else [item async for item in response]

    return asyncio.run(run())


@pytest.mark.parametrize("is_async", [False, True])
def test_of_a_stream_what_is_kept_at_once_has_the_limit(server: Server, is_async: bool) -> None:
    kind = {"Content-Type": "application/x-ndjson"}
    settings = {"base_url": server.url, "largest_response": 5_000}
    server.answer = lambda exchange: Answer(200, b"1\n" * 10_000, kind)
    assert pulled(is_async, settings, whole=False) == [1] * 10_000
    with pytest.raises(ResponseTooLargeError):
        pulled(is_async, settings, whole=True)
    server.answer = lambda exchange: Answer(200, b"1\n" + b"1" * 10_000, kind)
    with pytest.raises(ResponseTooLargeError):
        pulled(is_async, settings, whole=False)


def test_a_long_line_is_joined_once() -> None:
    lines, chunk = Lines(), b"a" * 100
    begun = time.process_time()
    for _ in range(100_000):
        assert list(lines.cut(chunk)) == []
    assert [len(line) for line in lines.cut(b"\nb")] == [10_000_000]
    assert list(lines.end()) == [b"b"]
    assert time.process_time() - begun < 2
