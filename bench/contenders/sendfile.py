"""The least that can be done: a thread a socket, a head, sendfile, a status. Arguments: URL, file, part, workers."""

from __future__ import annotations

import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from measured import measured

_, storage, path, part_size, workers = sys.argv
size, part, count = os.path.getsize(path), int(part_size), int(workers)
address = (urlsplit(storage).hostname, urlsplit(storage).port)


def lane(first: int) -> None:
    with socket.create_connection(address) as connection, open(path, "rb") as file:
        for number in range(first, -(-size // part), count):
            at, end = number * part, min((number + 1) * part, size)
            head = f"PUT /sent/{number} HTTP/1.1\r\nHost: storage\r\nContent-Length: {end - at}\r\n\r\n"
            connection.sendall(head.encode())
            while at < end:
                at += os.sendfile(connection.fileno(), file.fileno(), at, end - at)
            if b" 20" not in connection.recv(65536):
                raise SystemExit("a part was refused")


with measured(), ThreadPoolExecutor(count) as pool:
    list(pool.map(lane, range(count)))
