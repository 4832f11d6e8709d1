"""The store over real sockets: byte for byte URLs, the manners of each cloud, whole or not at all."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from specproof.emulate import FLAVORS, Behaviour, Context, Emulator, Options, Origin, Piece, Source, Storage, Target

Document = Callable[..., dict[str, Any]]


@dataclass
class Shelf:
    """A store with one slot, and the URLs that lead to it."""

    emulator: Emulator
    storage: Storage
    base: str
    pieces: list[Piece] = field(default_factory=list)
    alive: bool = True

    def put_url(self, **changes: Any) -> str:
        target = {"limit": 1000, "expires": self.emulator.clock.now() + 60, "label": "slot", **changes}
        return self.storage.link(self.base, "s", Target(self.pieces.append, lambda: self.alive, **target))

    def get_url(self) -> str:
        return self.storage.link(self.base, "g", Source(tuple(self.pieces), "text/x", self.emulator.clock.now() + 60))


def send(method: str, url: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, str, bytes]:
    """Exactly these headers and Host: the library adds none."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.putrequest(method, url.split(parts.netloc, 1)[1], skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(body)
    reply = connection.getresponse()
    found = reply.status, reply.headers.get("content-type", ""), reply.read()
    connection.close()
    return found


def put(url: str, body: bytes = b"abc", **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return send("PUT", url, {"Content-Length": str(len(body)), **named}, body)[0]


@contextmanager
def shelf(document: Document, tmp_path: Path, flavor: str, strict: bool = False) -> Iterator[Shelf]:
    made: list[Shelf] = []

    def create(context: Context) -> Behaviour:
        storage = Storage(
            context.contents, context.clock, FLAVORS[flavor], strict=strict, dead=410, private=("x-mine-",)
        )
        made.append(Shelf(emulator, storage, context.url("storage")))
        return Behaviour(origins={"storage": Origin(storage, storage.label)})

    emulator = Emulator(document({}), create, Options(contents=tmp_path))
    with emulator:
        yield made[0]


CHUNKED = (b"3\r\nabc\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked"})
MANNERS = {
    # success, no length, Content-Type, Authorization
    "aws": (200, 501, 200, 400),
    "azure": (201, 411, 201, 403),
    "gcp": (200, 200, 403, 400),
    "private-link": (200, 411, 200, 200),
}


@pytest.mark.parametrize("flavor", MANNERS)
def test_manners(document: Document, tmp_path: Path, flavor: str) -> None:
    success, no_length, typed, authorised = MANNERS[flavor]
    with shelf(document, tmp_path, flavor) as one:
        assert put(one.put_url()) == success
        assert send("PUT", one.put_url(), CHUNKED[1], CHUNKED[0])[0] == no_length
        assert put(one.put_url(), Content_Type="text/plain") == typed
        assert put(one.put_url(), Authorization="Bearer t") == authorised
        assert put(one.put_url(typed=True), Content_Type="text/plain") == success
        assert len(one.pieces) == 2 + (no_length < 300) + (typed < 300) + (authorised < 300)
        assert {piece.path.read_bytes() for piece in one.pieces} == {b"abc"}


@pytest.mark.parametrize("flavor", MANNERS)
def test_strict_refuses_every_breach(document: Document, tmp_path: Path, flavor: str) -> None:
    with shelf(document, tmp_path, flavor, strict=True) as one:
        assert put(one.put_url()) in (200, 201)
        assert send("PUT", one.put_url(), CHUNKED[1], CHUNKED[0])[0] == 400
        for header in ("Content_Type", "Authorization", "Cookie", "X_Mine_Sdk"):
            assert put(one.put_url(), **{header: "x"}) == 400
        assert len(one.pieces) == 1
        assert len(one.emulator.journal.notes) == 5


def test_a_url_counts_byte_for_byte(document: Document, tmp_path: Path) -> None:
    with shelf(document, tmp_path, "aws") as one:
        url = one.put_url()
        path, _, query = url.partition("?")
        assert "%2B" in query
        for altered in (
            url + "&x=1",
            url.replace("%2B", "+"),
            url.replace("%2B", "%2b"),
            path,
            path + "?" + "&".join(sorted(query.split("&"))),
            path.replace("/s/", "/%73/") + "?" + query,
        ):
            assert put(altered) == 403, altered
        status, media_type, body = send("PUT", url + "&x", {"Content-Length": "0"})
        assert (status, media_type, b"<Code>" in body) == (403, "application/xml", True)
        assert put(url) == 200


def test_dead_urls_and_sizes(document: Document, tmp_path: Path) -> None:
    with shelf(document, tmp_path, "aws") as one:
        url = one.put_url()
        one.alive = False
        assert put(url) == 410
        one.alive = True
        one.emulator.clock.advance(61)
        assert put(url) == 410
        assert put(one.put_url(limit=2)) == 400
        assert send("PUT", one.put_url(limit=2), {"Content-Length": "2"}, b"ab")[0] == 200
        assert put(one.put_url(least=4)) == 400
        assert put(one.put_url(least=3)) == 200
        assert send("GET", one.put_url(), {})[0] == 405
        assert len(list(one.emulator.contents.iterdir())) == 2


def test_a_put_broken_off_changes_nothing(document: Document, tmp_path: Path) -> None:
    with shelf(document, tmp_path, "aws") as one:
        parts = urlsplit(one.put_url())
        with socket.create_connection((parts.hostname, parts.port or 0)) as raw:
            raw.sendall(
                f"PUT {parts.path}?{parts.query} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nabc".encode()
            )
        assert put(one.put_url()) == 200
        broken = one.emulator.journal.select(declared=900)
        assert [(entry.received, entry.status) for entry in broken] == [(3, None)]
        assert len(one.pieces) == 1


def test_reading_back(document: Document, tmp_path: Path) -> None:
    with shelf(document, tmp_path, "azure") as one:
        assert [put(one.put_url(), text) for text in (b"abc", b"", b"def")] == [201] * 3
        url = one.get_url()
        assert send("GET", url, {}) == (200, "text/x", b"abcdef")
        assert send("GET", url, {"Range": "bytes=2-3"}) == (206, "text/x", b"cd")
        assert send("GET", url, {"Range": "bytes=4-"}) == (206, "text/x", b"ef")
        assert send("HEAD", url, {}) == (200, "text/x", b"")
        one.pieces[0].path.unlink()
        assert send("GET", url, {})[0] == 404
        labels = [entry.label for entry in one.emulator.journal]
        assert labels == ["slot"] * 3 + ["download"] * 5


@pytest.mark.parametrize(
    ("wanted", "status", "content"),
    [
        ("bytes=3-1", 200, b"abcdef"),
        ("bytes=0-" + "9" * 5000, 206, b"abcdef"),
        ("bytes=" + "9" * 5000 + "-", 200, b"abcdef"),
        ("bytes=" + "0" * 5000 + "2-" + "0" * 5000 + "3", 206, b"cd"),
        ("bytes=9-1", 200, b"abcdef"),
    ],
)
def test_ranges_that_are_wrong_or_long(
    document: Document, tmp_path: Path, wanted: str, status: int, content: bytes
) -> None:
    with shelf(document, tmp_path, "aws") as one:
        assert put(one.put_url(), b"abcdef") == 200
        assert send("GET", one.get_url(), {"Range": wanted}) == (status, "text/x", content)
