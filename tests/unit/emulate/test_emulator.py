"""The whole thing on sockets: ports, threads, signals, the admin's side and the place for faults."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from specproof.emulate import (
    ASGIApp,
    Behaviour,
    Call,
    Clock,
    Context,
    Emulator,
    Options,
    Receive,
    Response,
    Scope,
    Send,
    connection_of,
    load_behaviour,
    read_settings,
)

Document = Callable[..., dict[str, Any]]
HELLO = {"/hello": {"get": {"operationId": "hello", "responses": {"200": {"description": "d"}}}}}


@dataclass(frozen=True)
class Speed:
    speed: float = 1.0


def ask(url: str, method: str = "GET", body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data=data, method=method), timeout=10) as reply:
        text = reply.read()
    return json.loads(text) if text else None


def test_nothing_is_left_running(document: Document) -> None:
    before = set(threading.enumerate())
    with Emulator(document(HELLO)) as emulator:
        assert ask(emulator.base_url + "/hello") is None
        port = int(emulator.base_url.rpartition(":")[2])
        contents = emulator.contents
        assert contents.is_dir()
    assert not contents.exists()
    assert {thread for thread in set(threading.enumerate()) - before if thread.name == "specproof-emulator"} == set()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_a_taken_port_is_said_at_once(document: Document) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        options = Options(ports={"api": taken.getsockname()[1]})
        with pytest.raises(OSError, match="in use"), Emulator(document(HELLO), options=options):
            raise AssertionError("never entered")


def test_admin(document: Document) -> None:
    def create(context: Context) -> Behaviour:
        return Behaviour(admin={"double": lambda value: {"twice": value["n"] * 2}})

    with Emulator(document(HELLO), create, Options(clock=Clock(frozen=True))) as emulator:
        ask(emulator.base_url + "/hello?secret=1")
        journal = ask(emulator.admin_url + "/journal")
        (entry,) = journal["entries"]
        assert (entry["label"], entry["path"], entry["status"], entry["authorization"]) == (
            "hello",
            "/hello",
            200,
            False,
        )
        assert journal["largest_at_once"] == {"api GET": 1}
        assert (
            ask(emulator.admin_url + "/double", "POST", {"n": 4}) == {"twice": 8} == emulator.admin("double", {"n": 4})
        )
        now = ask(emulator.admin_url + "/clock")["now"]
        assert ask(emulator.admin_url + "/clock", "POST", {"advance": 60})["now"] == now + 60 == emulator.clock.now()
        assert ask(emulator.admin_url + "/journal", "DELETE") == {}
        assert len(emulator.journal) == 0
        for name, body in (("double", {}), ("clock", {"advance": -1})):
            with pytest.raises(urllib.error.HTTPError, match="400"):
                ask(f"{emulator.admin_url}/{name}", "POST", body)
        with pytest.raises(urllib.error.HTTPError, match="404"):
            ask(emulator.admin_url + "/nothing")


def test_what_runs_together_is_counted(document: Document) -> None:
    gate = threading.Barrier(3)

    def create(context: Context) -> Behaviour:
        import asyncio

        async def hello(call: Call) -> Response:
            await asyncio.get_running_loop().run_in_executor(None, gate.wait)
            return Response(200)

        return Behaviour(handlers={"hello": hello})

    with Emulator(document(HELLO), create) as emulator:
        threads = [threading.Thread(target=ask, args=(emulator.base_url + "/hello",)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert emulator.journal.largest_at_once("GET") == 3


def test_the_place_for_faults(document: Document) -> None:
    """An interceptor sees each request with its label, may answer itself, and may cut the connection."""

    def interceptor(origin: str, app: ASGIApp) -> ASGIApp:
        async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["query_string"] == b"drop":
                connection = connection_of(scope)
                assert connection is not None
                connection.abort()
                return
            await app(scope, receive, send)

        return faulty

    with Emulator(document(HELLO), options=Options(interceptor=interceptor)) as emulator:
        ask(emulator.base_url + "/hello")
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            ask(emulator.base_url + "/hello?drop")
        assert [entry.status for entry in emulator.journal.select(label="hello")] == [200, None]


SERVE = """
import json, sys
from specproof.emulate import serve
serve(json.loads(sys.argv[1]), ready=lambda urls: print(json.dumps(dict(urls)), flush=True))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_ends_by_signal(document: Document, number: int) -> None:
    command = [sys.executable, "-c", SERVE, json.dumps(document(HELLO))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        urls = json.loads(process.stdout.readline())
        assert set(urls) == {"api", "admin"}
        ask(urls["api"] + "/hello")
        process.send_signal(number)
        _, errors = process.communicate(timeout=15)
    assert (process.returncode, errors) == (0, "")


def test_behaviours_are_loaded_from_files(tmp_path: Path, document: Document) -> None:
    file = tmp_path / "emulator.py"
    file.write_text("from specproof.emulate import Behaviour\ndef create(context):\n    return Behaviour()\n")
    with Emulator(document(HELLO), file) as emulator:
        assert ask(emulator.base_url + "/hello") is None
    file.write_text("x = 1\n")
    with pytest.raises(ImportError, match="defines no create"):
        load_behaviour(file)
    with pytest.raises(ImportError, match="not a Python file"):
        load_behaviour(tmp_path / "absent.py")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET /hello HTTP/1.1\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n", 400),
        ("GET /hello HTTP/1.1\r\nHost: a\r\n", 200),
        ("GET /hello HTTP/1.0\r\n", 200),
    ],
)
def test_a_request_names_one_host(document: Document, head: str, status: int) -> None:
    with Emulator(document(HELLO)) as emulator:
        address = ("127.0.0.1", int(emulator.base_url.rpartition(":")[2]))
        with socket.create_connection(address, timeout=10) as connection:
            connection.sendall(head.encode() + b"Connection: close\r\n\r\n")
            with connection.makefile("rb") as received:
                text = received.read()
    assert text.startswith(b"HTTP/1.1 %d " % status)
    assert (b"one Host header" in text) is (status == 400)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("clock", b'{"advance": 1e308}'),
        ("clock", b'{"advance": ' + b"9" * 400 + b"}"),
        ("clock", b'{"advance": ' + b"9" * 5000 + b"}"),
        ("clock", b'{"advance": true}'),
        ("clock", b'{"advance": "5"}'),
        ("clock", b"[5]"),
        ("settings", b"[5]"),
        ("faults", b"[" * 100_000),
        ("faults", b"[" * 500 + b"]" * 500),
        ("faults", b'{"throttle": {"retry_after": 1000000000000000, "as_date": true}}'),
        ("settings", b'{"speed": ' + b"9" * 400 + b"}"),
    ],
)
def test_admin_refuses_what_it_cannot_use(document: Document, name: str, body: bytes) -> None:
    create = partial(Behaviour, configure=lambda values: asdict(read_settings(Speed, values)))
    with Emulator(document(HELLO), lambda context: create()) as emulator:
        request = urllib.request.Request(f"{emulator.admin_url}/{name}", data=body, method="POST")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        assert refused.value.code == 400
        assert ask(emulator.admin_url + "/clock")["now"] < 253_402_300_799
        refused.value.close()


def test_the_end_of_time_can_be_reached(document: Document) -> None:
    clock = Clock(frozen=True)
    clock.advance(253_402_300_799 - clock.now())
    assert clock.milliseconds == 253_402_300_799_000
    with pytest.raises(ValueError, match="beyond the year 9999"):
        clock.advance(1)
