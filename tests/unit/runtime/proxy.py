"""A forward proxy as a process of its own: absolute targets and CONNECT; prints its port, then a line a request."""

from __future__ import annotations

import re
import socket
import threading
from contextlib import suppress
from typing import BinaryIO
from urllib.parse import urlsplit


def head_of(stream: BinaryIO) -> bytes:
    return b"".join(iter(stream.readline, b"\r\n")) + b"\r\n"


def length_of(head: bytes) -> int:
    found = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    return int(found[1]) if found else 0


def serve(client: socket.socket) -> None:
    with suppress(OSError), client, client.makefile("rb") as asked:
        while len(head := head_of(asked)) > len(b"\r\n"):
            method, target, rest = head.split(b" ", 2)
            print(method.decode(), target.decode().partition("?")[0], flush=True)
            if method == b"CONNECT":
                return tunnel(client, target.decode())
            path = b"/" + target.split(b"/", 3)[3]
            address = urlsplit(target.decode())
            with socket.create_connection((address.hostname, address.port)) as server, server.makefile("rb") as told:
                server.sendall(b" ".join((method, path, rest)) + asked.read(length_of(head)))
                reply = head_of(told)
                client.sendall(reply + told.read(length_of(reply)))


def tunnel(client: socket.socket, target: str) -> None:
    host, _, port = target.partition(":")
    with socket.create_connection((host, int(port))) as server:
        client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        back = threading.Thread(target=pump, args=(server, client))
        back.start()
        pump(client, server)
        back.join()


def pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


with socket.create_server(("127.0.0.1", 0)) as listening:
    print(listening.getsockname()[1], flush=True)
    while True:
        threading.Thread(target=serve, args=(listening.accept()[0],), daemon=True).start()
