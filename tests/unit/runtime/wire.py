"""Real sockets: a small server whose answers are written out, and which keeps every byte that it was sent."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

BODY_KEPT = 1 << 24


@dataclass
class Exchange:
    """One request as it came: the head byte for byte, and the body with its framing undone."""

    head: bytes
    body: bytes = b""
    port: int = 0

    @property
    def line(self) -> str:
        return self.head.split(b"\r\n", 1)[0].decode()

    @property
    def method(self) -> str:
        return self.line.split(" ")[0]

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def headers(self) -> list[tuple[str, str]]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines if line)]

    def header(self, name: str) -> str | None:
        found = [value for key, value in self.headers if key == name]
        assert len(found) <= 1, f"{name} was sent {len(found)} times"
        return found[0] if found else None


@dataclass
class Answer:
    """What the server does with a request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drop_after: int | None = None  # read that much of the body, then close without a word
    wait_for: threading.Event | None = None  # hold the reply back until then
    early: bool = False  # reply before the body was read

    def bytes(self) -> bytes:
        fields = {"Content-Length": str(len(self.body)), **self.headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return f"HTTP/1.1 {self.status} Whatever\r\n{head}\r\n".encode() + self.body


class Server:
    """Serves HTTP/1.1 on a loopback port, over TLS with a context; ``answer`` decides, ``seen`` remembers."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self.answer: Callable[[Exchange], Answer] = lambda exchange: Answer()
        self.seen: list[Exchange] = []
        self.open_connections = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self._threads: list[threading.Thread] = []
        self._sockets: list[socket.socket] = []
        self._accepting = threading.Thread(target=self._accept, name="test-server")
        self._accepting.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), name="test-server")
            with self._lock:
                self._sockets.append(connection)
                self._threads.append(thread)
                self.open_connections += 1
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as stream:
                while self._one(connection, stream):
                    pass
        with self._lock:
            self.open_connections -= 1

    def _one(self, connection: socket.socket, stream: BinaryIO) -> bool:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                return False
            head += line
        exchange = Exchange(head[:-4], port=self.port)
        with self._lock:
            self.seen.append(exchange)
        answer = self.answer(exchange)
        if not answer.early:
            exchange.body = _body(exchange, stream, answer.drop_after)
        if answer.drop_after is not None:
            return False
        if answer.wait_for is not None:
            answer.wait_for.wait(30)
        connection.sendall(answer.bytes())
        return not answer.early

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join(5)
        for connection in self._sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)


def _body(exchange: Exchange, stream: BinaryIO, most: int | None) -> bytes:
    if exchange.header("transfer-encoding") == "chunked":
        return b"".join(iter(lambda: _chunk(stream), b""))
    left = int(exchange.header("content-length") or 0)
    left = left if most is None else min(left, most)
    kept = bytearray()
    while left:
        piece = stream.read(min(left, 1 << 20))
        if not piece:
            raise OSError("the client went away")
        left -= len(piece)
        kept += piece[: max(BODY_KEPT - len(kept), 0)]
    return bytes(kept)


def _chunk(stream: BinaryIO) -> bytes:
    size = int(stream.readline().split(b";")[0], 16)
    data: bytes = stream.read(size)
    stream.readline()
    return data
