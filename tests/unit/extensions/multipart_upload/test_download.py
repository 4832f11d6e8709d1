"""The download of the command line: what is asked of the storage, and what becomes of a connection that breaks."""

from __future__ import annotations

import gzip
import itertools
import json
import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime.command.access import CommandFailedError
from specproof.extensions.multipart_upload.runtime.command.downloading import ContentDownload, download_url
from specproof.extensions.multipart_upload.runtime.protocol import Download
from specproof.runtime import retries
from specproof.runtime.errors import ConnectionFailedError
from specproof.runtime.session import SyncSession
from tests.unit.extensions.multipart_upload.sample import COMPLETE, PROTOCOL
from tests.unit.runtime.sample.operations import PACKAGE
from tests.unit.runtime.wire import Answer, Exchange, Server

CONTENT = bytes(range(256)) * 400
RULES = Download(COMPLETE, {"/items/0/id": "recordId"}, "/items/0/url")


class Storage:
    """Gives the content, breaking off twice; ``answers`` are those to give before."""

    def __init__(self, api: Server, storage: Server, etag: str = '"one"', understands_ranges: bool = True) -> None:
        self.storage, self.etag, self.understands_ranges = storage, etag, understands_ranges
        self.breaks, self.piece = 2, 30_000
        self.links = 0
        api.answer, storage.answer = self.link, self.content

    def link(self, exchange: Exchange) -> Answer:
        self.links += 1
        url = f"{self.storage.url}/content?signature=hidden{self.links}"
        return Answer(200, json.dumps({"items": [{"url": url}]}).encode(), {"Content-Type": "application/json"})

    def content(self, exchange: Exchange) -> Answer:
        begin = int((exchange.header("range") or "bytes=0-")[6:-1]) if self.understands_ranges else 0
        headers = {"ETag": self.etag, "Content-Length": str(len(CONTENT) - begin)}
        if begin:
            assert exchange.header("if-range") == self.etag
            headers["Content-Range"] = f"bytes {begin}-{len(CONTENT) - 1}/{len(CONTENT)}"
        self.breaks -= 1
        body = CONTENT[begin : begin + self.piece] if self.breaks >= 0 else CONTENT[begin:]
        return Answer(206 if begin else 200, body, headers, early=self.breaks >= 0)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retries.random, "uniform", lambda low, high: 0.0)


def fetched(api: Server, path: Path) -> tuple[int, bytes, list[Any]]:
    told: list[Any] = []
    with SyncSession(PACKAGE, base_url=f"{api.url}/v1", token="hidden-token") as session, path.open("w+b") as file:
        new_url = partial(download_url, session, PROTOCOL.part_request, RULES, 7)
        size = ContentDownload(session, new_url, file, lambda done, total: told.append((done, total))).run()
    return size, path.read_bytes(), told


def test_it_goes_on_where_it_broke_off(server: Server, storage: Server, tmp_path: Path, nothing_left: None) -> None:
    there = Storage(server, storage)
    size, content, told = fetched(server, tmp_path / "file")
    assert [json.loads(exchange.body) for exchange in server.seen] == [{"items": [{"id": 7}]}] * 3
    assert (size, content) == (len(CONTENT), CONTENT)
    assert [exchange.header("range") for exchange in storage.seen] == [None, "bytes=30000-", "bytes=60000-"]
    assert there.links == 3
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert all(exchange.header("authorization") is None for exchange in storage.seen)
    assert {exchange.header("accept-encoding") for exchange in storage.seen} == {"identity"}


@pytest.mark.parametrize(("etag", "understands_ranges"), [('W/"weak"', True), ("", True), ('"one"', False)])
def test_it_begins_again_where_it_cannot_be_sure(
    server: Server, storage: Server, tmp_path: Path, etag: str, understands_ranges: bool
) -> None:
    Storage(server, storage, etag, understands_ranges)
    assert fetched(server, tmp_path / "file")[:2] == (len(CONTENT), CONTENT)


def test_a_range_that_nobody_asked_for(server: Server, storage: Server, tmp_path: Path) -> None:
    there = Storage(server, storage)
    headers = {"Content-Range": f"bytes 5-9/{len(CONTENT)}"}
    storage.answer = lambda exchange: Answer(206, CONTENT[5:10], headers)
    with pytest.raises(CommandFailedError, match="206"):
        fetched(server, tmp_path / "file")
    assert there.links == 1


def test_a_part_in_place_of_the_whole(server: Server, storage: Server, tmp_path: Path) -> None:
    Storage(server, storage)
    storage.answer = lambda exchange: Answer(206, CONTENT[:10], {"Content-Range": f"bytes 0-9/{len(CONTENT)}"})
    with pytest.raises(CommandFailedError, match="206"):
        fetched(server, tmp_path / "file")


def test_less_than_the_rest(server: Server, storage: Server, tmp_path: Path) -> None:
    there = Storage(server, storage)

    def answer(exchange: Exchange) -> Answer:
        if not (begin := int((exchange.header("range") or "bytes=0-")[6:-1])):
            return there.content(exchange)
        return Answer(206, CONTENT[begin : begin + 9], {"Content-Range": f"bytes {begin}-{begin + 8}/{len(CONTENT)}"})

    storage.answer = answer
    with pytest.raises(CommandFailedError, match="206"):
        fetched(server, tmp_path / "file")


def test_coded_content_is_not_gone_on_with(server: Server, storage: Server, tmp_path: Path) -> None:
    """What a range counts are the bytes before they are decoded, what is counted here those after it."""
    there = Storage(server, storage)
    coded = gzip.compress(os.urandom(1) * 50_000 + CONTENT, 0)
    headers = {"ETag": '"one"', "Content-Encoding": "gzip", "Content-Length": str(len(coded))}
    answers = iter([Answer(200, coded[:70_000], headers, early=True), Answer(200, coded, headers)])
    storage.answer = lambda exchange: next(answers)
    assert fetched(server, tmp_path / "file")[1] == gzip.decompress(coded)
    assert [exchange.header("range") for exchange in storage.seen] == [None, None]
    assert there.links == 2


def test_it_gives_up_where_it_never_comes_further(server: Server, storage: Server, tmp_path: Path) -> None:
    Storage(server, storage)
    lengths = itertools.cycle([500, 400])
    storage.answer = lambda exchange: Answer(
        200, CONTENT[: next(lengths)], {"Content-Length": str(len(CONTENT))}, early=True
    )
    with pytest.raises(ConnectionFailedError):
        fetched(server, tmp_path / "file")
    assert len(storage.seen) == 7


def test_it_does_not_give_up_while_something_comes(server: Server, storage: Server, tmp_path: Path) -> None:
    there = Storage(server, storage)
    there.breaks, there.piece = 100, 5_000
    assert fetched(server, tmp_path / "file")[1] == CONTENT
    assert there.links == 21


def test_it_gives_up_in_the_end(server: Server, storage: Server, tmp_path: Path, nothing_left: None) -> None:
    there = Storage(server, storage)
    there.breaks, there.piece = 100, 0
    with pytest.raises(ConnectionFailedError) as raised:
        fetched(server, tmp_path / "file")
    assert "hidden" not in str(raised.value)
    storage.answer = lambda exchange: Answer(503)
    with pytest.raises(CommandFailedError, match="refused 6 times"):
        fetched(server, tmp_path / "file")


def test_a_busy_storage_is_asked_again(server: Server, storage: Server, tmp_path: Path) -> None:
    there = Storage(server, storage)
    answers = [Answer(503), Answer(429, headers={"Retry-After": "0"}), Answer(403)]
    storage.answer = lambda exchange: answers.pop(0) if answers else there.content(exchange)
    assert fetched(server, tmp_path / "file")[1] == CONTENT
    assert there.links == 6
