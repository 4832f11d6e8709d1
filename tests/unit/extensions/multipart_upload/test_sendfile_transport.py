"""Bodies over sockets of our own: what goes out, which connections are kept, and how trouble ends."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import trustme

from specproof.extensions.multipart_upload.runtime.sendfile_transport import (
    AsyncSendfileTransport,
    SendfileTransport,
    can_send_files,
    send_file,
)
from tests.unit.runtime.wire import Answer, Exchange, Server

CONTENT = os.urandom(3_000_001)
SECONDS = {"connect": 5.0, "write": 5.0, "read": 5.0, "pool": 5.0}


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Bytes that are sent with ``sendall``."""

    def __init__(self, content: bytes = b"abc") -> None:
        self.content = content

    def write_to(self, into: socket.socket) -> None:
        into.sendall(self.content)


def request(url: str, body: Any = None, **seconds: float) -> httpx2.Request:
    body = body or Body()
    fields = {"Host": httpx2.URL(url).netloc.decode(), "Content-Length": str(len(body.content))}
    limits = {"timeout": {**SECONDS, **seconds}}
    return httpx2.Request("PUT", url, headers=fields, stream=body, extensions=limits)


@pytest.fixture
def direct(nothing_left: None) -> Iterator[SendfileTransport]:
    made = SendfileTransport()
    yield made
    made.close()


def test_a_request_and_its_reply(server: Server, direct: SendfileTransport) -> None:
    server.answer = lambda exchange: Answer(201, b"stored", {"X-Kind": "té"})
    response = direct.handle_request(request(server.url + "/a?b=c%2F", Body(CONTENT)))
    assert (response.status_code, response.read(), response.headers["x-kind"]) == (201, b"stored", "té")
    (seen,) = server.seen
    assert seen.line == "PUT /a?b=c%2F HTTP/1.1"
    assert dict(seen.headers) == {"host": f"127.0.0.1:{server.port}", "content-length": str(len(CONTENT))}
    assert seen.body == CONTENT


def test_a_connection_is_kept_while_the_server_keeps_it(server: Server, direct: SendfileTransport) -> None:
    for _ in range(3):
        direct.handle_request(request(server.url))
        assert server.open_connections == 1
    server.answer = lambda exchange: Answer(headers={"Connection": "close"})
    direct.handle_request(request(server.url))
    direct.handle_request(request(server.url))
    assert len(server.seen) == 5


def test_a_connection_that_the_server_has_closed_is_not_used(server: Server, direct: SendfileTransport) -> None:
    server.answer = lambda exchange: Answer(early=True)  # the server closes after its reply
    direct.handle_request(request(server.url, Body(b"")))
    wait_until(lambda: server.open_connections == 0)
    assert direct.handle_request(request(server.url, Body(b""))).status_code == 200


def test_a_long_reply_ends_the_connection(server: Server, direct: SendfileTransport) -> None:
    server.answer = lambda exchange: Answer(400, b"x" * 1_000_000)
    assert len(direct.handle_request(request(server.url)).read()) == 65_537
    wait_until(lambda: server.open_connections == 0)


def test_a_refusal_before_the_body_was_read(server: Server, direct: SendfileTransport) -> None:
    def answer(exchange: Exchange) -> Answer:
        return Answer(403, b"no", early=True)

    server.answer = answer
    try:
        status = direct.handle_request(request(server.url, Body(os.urandom(50_000_000)))).status_code
    except httpx2.NetworkError:  # the reset was faster than the reply
        return
    assert status == 403


@pytest.mark.parametrize(
    ("answer", "error"),
    [(Answer(drop_after=1), httpx2.ReadError), (Answer(wait_for=threading.Event()), httpx2.ReadTimeout)],
    ids=["dropped", "silent"],
)
def test_no_reply(server: Server, direct: SendfileTransport, answer: Answer, error: type[Exception]) -> None:
    server.answer = lambda exchange: answer
    with pytest.raises(error):
        direct.handle_request(request(server.url, read=0.2))
    if answer.wait_for:
        answer.wait_for.set()


def test_what_is_no_http_is_an_error(direct: SendfileTransport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        speaking = threading.Thread(target=lambda: speak(listening, b"SSH-2.0-x\r\n\r\n"))
        speaking.start()
        with pytest.raises(httpx2.ReadError):
            direct.handle_request(request(url))
        speaking.join()


def speak(listening: socket.socket, words: bytes) -> None:
    with listening.accept()[0] as connection:
        connection.recv(65536)
        connection.sendall(words)


def test_nobody_listens(direct: SendfileTransport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with pytest.raises(httpx2.ConnectError):
        direct.handle_request(request(url))


def test_a_failed_handshake_leaves_no_socket(recwarn: pytest.WarningsRecorder) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server, direct = Server(context), SendfileTransport()
    with pytest.raises(httpx2.ConnectError):
        direct.handle_request(request(server.url))
    direct.close()
    del direct
    server.close()
    gc.collect()
    assert [str(warning.message) for warning in recwarn if warning.category is ResourceWarning] == []


def test_a_host_that_is_an_address_of_ipv6(direct: SendfileTransport) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listening:
        url = f"http://[::1]:{listening.getsockname()[1]}"
        speaking = threading.Thread(target=lambda: speak(listening, b"HTTP/1.1 204 No Content\r\n\r\n"))
        speaking.start()
        assert direct.handle_request(request(url)).status_code == 204
        speaking.join()


class Poured(Body):
    """The content of a file, handed to the system."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.read_bytes())
        self.path, self.pieces = path, list[int]()

    def write_to(self, into: socket.socket) -> None:
        assert can_send_files(into)
        with self.path.open("rb") as file:
            for piece in send_file(into, file.fileno(), 0, len(self.content)):
                self.pieces.append(piece)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "content").write_bytes(CONTENT)
    return tmp_path / "content"


def test_a_file_is_handed_over_in_pieces(server: Server, direct: SendfileTransport, path: Path) -> None:
    body = Poured(path)
    direct.handle_request(request(server.url, body))
    assert server.seen[0].body == CONTENT
    assert sum(body.pieces) == len(CONTENT)
    assert max(body.pieces) <= 1 << 20


def test_a_server_that_stops_reading(direct: SendfileTransport, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(60_000_000))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(httpx2.WriteTimeout):
            direct.handle_request(request(url, Poured(tmp_path / "large"), write=0.3))
        assert time.monotonic() - began < 30


def test_cutting_ends_what_waits_and_what_begins(server: Server, direct: SendfileTransport) -> None:
    held = threading.Event()
    server.answer = lambda exchange: Answer(wait_for=held)
    failures: list[BaseException] = []

    def send() -> None:
        try:
            direct.handle_request(request(server.url))
        except httpx2.NetworkError as error:
            failures.append(error)

    sending = threading.Thread(target=send)
    sending.start()
    wait_until(lambda: len(server.seen) == 1)
    direct.shut_down()
    sending.join(5)
    send()
    held.set()
    assert len(failures) == 2


def test_cancelling_returns_when_the_thread_has_ended(server: Server, nothing_left: None) -> None:
    held = threading.Event()
    server.answer = lambda exchange: Answer(wait_for=held)

    async def run() -> None:
        direct = AsyncSendfileTransport(2)
        sending = asyncio.create_task(direct.handle_async_request(request(server.url)))
        while not server.seen:
            await asyncio.sleep(0.01)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await direct.aclose()

    asyncio.run(run())
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("upload")] == []
    held.set()


def wait_until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not there() and time.monotonic() < end:
        time.sleep(0.01)
    assert there()
