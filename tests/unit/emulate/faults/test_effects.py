"""Every effect as a client meets it, and what the server did meanwhile."""

from __future__ import annotations

import http.client
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from specproof.emulate import Clock

from .conftest import Server, Start

BROKEN = (http.client.RemoteDisconnected, http.client.BadStatusLine, ConnectionError, BrokenPipeError)
LARGE = bytes(range(256)) * 4096


def broken(server: Server, **sent: Any) -> None:
    with pytest.raises(BROKEN):
        server.send(**sent)


def test_throttle_says_when_to_come_back(start: Start) -> None:
    server = start({"throttle": {"retry_after": 7, "message": "too fast"}, "times": 1})
    answer = server.send()
    assert (answer.status, answer.headers["retry-after"]) == (429, "7")
    assert json.loads(answer.body) == {"message": "too fast"}
    assert server.kept == []
    assert server.send().status == 200


def test_throttle_with_a_date_or_without_a_word(start: Start) -> None:
    server = start({"match": {"nth": 1}, "throttle": {"retry_after": 30, "as_date": True}}, {"throttle": {}})
    until = parsedate_to_datetime(server.send().headers["retry-after"])
    assert abs(until.timestamp() - time.time() - 30) < 20
    assert "retry-after" not in server.send().headers


def test_a_limit_per_second_counts_what_it_refuses(start: Start) -> None:
    clock = Clock(frozen=True)
    server = start({"throttle": {"per_second": 2}}, clock=clock)
    assert [server.send().status for _ in range(4)] == [200, 200, 429, 429]
    clock.advance(1.1)
    assert [server.send().status for _ in range(3)] == [200, 200, 429]


def test_a_limit_at_once(start: Start) -> None:
    server = start(
        {"match": {"method": "GET"}, "throttle": {"at_once": 1}},
        {"match": {"method": "GET"}, "times": 1, "late": {"others": 2, "at_most": 8}},
    )
    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(server.send, "GET", None)
        while not server.emulator.journal.select(method="GET"):
            time.sleep(0.01)
        assert server.send("GET", None).status == 429
        assert server.send("GET", None).status == 429
        assert held.result().status == 200
    assert server.send("GET", None).status == 200


@pytest.mark.parametrize(("when", "kept"), [("early", []), ("before", []), ("after", [b"hello world"])])
def test_an_outage_before_or_after_the_effect(start: Start, when: str, kept: list[bytes]) -> None:
    server = start({"unavailable": {"status": 504, "when": when, "retry_after": 3}})
    answer = server.send()
    assert (answer.status, answer.headers["retry-after"], server.kept) == (504, "3", kept)


def test_errors_are_in_the_words_of_their_origin(start: Start) -> None:
    server = start({"unavailable": {}})
    assert server.put(0).body == b"<Error/>"
    assert json.loads(server.send().body) == {"message": "The service cannot answer now"}


@pytest.mark.parametrize(
    ("reply", "status", "media_type", "body"),
    [
        ({"status": 400, "body": {"error": "a word"}}, 400, "application/json", b'{"error":"a word"}'),
        ({"status": 500, "body": "<html>", "media_type": "text/html"}, 500, "text/html", b"<html>"),
        ({"status": 502}, 502, "text/plain; charset=utf-8", b""),
        ({"status": 200, "body": []}, 200, "application/json", b"[]"),
    ],
)
def test_a_reply_word_for_word(start: Start, reply: Any, status: int, media_type: str, body: bytes) -> None:
    answer = start({"reply": reply}).send()
    assert (answer.status, answer.headers["content-type"], answer.body) == (status, media_type, body)


def test_a_reply_may_lead_elsewhere(start: Start) -> None:
    answer = start({"reply": {"status": 307, "headers": {"Location": "http://x.example/"}}}).put(1)
    assert (answer.status, answer.headers["location"]) == (307, "http://x.example/")


def test_a_quota_of_requests_and_one_of_bytes(start: Start) -> None:
    server = start({"match": {"operation": "keep"}, "quota": {"requests": 2}}, {"quota": {"bytes": 30, "status": 413}})
    assert [server.send().status for _ in range(3)] == [200, 200, 403]
    assert [server.put(0, b"12345678").status for _ in range(2)] == [413, 413]
    assert server.kept == [b"hello world"] * 2


@pytest.mark.parametrize("after", [0, 5, "half", "body", 70_000])
def test_dropped_before_anything_is_done(start: Start, after: int | str) -> None:
    server = start({"drop": {"after": after}, "times": 2})
    broken(server, body=LARGE[:100_000])
    with pytest.raises(BROKEN):
        server.put(0, LARGE[:100_000])
    assert server.kept == []
    assert [(entry.status, entry.fault) for entry in server.emulator.journal] == [(None, "drop")] * 2
    assert server.put(0).status == 201


def test_dropped_after_so_many_bytes(start: Start) -> None:
    server = start({"drop": {"after": 200_000}})
    with pytest.raises(BROKEN):
        server.put(0, LARGE)
    (entry,) = server.emulator.journal
    assert 200_000 <= entry.received < len(LARGE)


def test_dropped_after_the_effect(start: Start) -> None:
    server = start({"drop": {"after": "effect"}})
    broken(server)
    with pytest.raises(BROKEN):
        server.put(0, b"bytes")
    broken(server, method="GET", body=None)
    assert server.kept == [b"hello world", b"bytes"]


@pytest.mark.parametrize(
    ("after", "got"), [("half", b"01234"), (3, b"012"), (0, b"")], ids=["half", "three", "headers alone"]
)
def test_a_reply_cut_short(start: Start, after: int | str, got: bytes) -> None:
    server = start({"truncate": {"after": after}})
    with pytest.raises(http.client.IncompleteRead) as caught:
        server.send()
    assert (caught.value.partial, server.kept) == (got, [b"hello world"])


def test_a_slow_reader_and_a_slow_writer(start: Start) -> None:
    server = start(
        {"match": {"operation": "keep"}, "slow": {"bytes_per_second": 110, "stall": 0.1}},
        {"match": {"operation": "look"}, "slow": {"bytes_per_second": 100, "side": "replying", "stall": 0.1}},
    )
    for method, body in (("POST", b"hello world"), ("GET", None)):
        began = time.monotonic()
        assert server.send(method, body).body == b"0123456789"
        assert time.monotonic() - began >= 0.2


def test_a_stall_ends_when_the_caller_leaves(start: Start) -> None:
    server = start({"slow": {"stall": 600, "side": "replying"}})
    connection = http.client.HTTPConnection(server.emulator.base_url.removeprefix("http://"), timeout=0.2)
    connection.request("GET", "/keep")
    with pytest.raises(TimeoutError):
        connection.getresponse()
    connection.close()
    server.emulator.faults.clear()
    end = time.monotonic() + 10
    while server.send("GET", None) and server.emulator.journal.select()[-1].at_once > 1:
        assert time.monotonic() < end
    assert server.emulator.journal.select()[0].status is None


def test_one_byte_turned_over(start: Start) -> None:
    server = start(
        {"match": {"operation": "keep"}, "corrupt": {"byte": 1}},
        {"match": {"operation": "look"}, "corrupt": {"byte": 2, "side": "replying"}},
        {"match": {"origin": "parts"}, "corrupt": {"byte": len(LARGE) - 1}},
    )
    server.send(body=b"abc")
    server.put(0, LARGE)
    server.put(0, LARGE[:-1])
    assert server.kept == [bytes((ord("a"), ord("b") ^ 0xFF, ord("c"))), LARGE[:-1] + b"\0", LARGE[:-1]]
    assert server.send("GET", None).body == bytes((ord("0"), ord("1"), ord("2") ^ 0xFF)) + b"3456789"


def test_replies_in_another_order(start: Start) -> None:
    server = start({"match": {"part": 0}, "times": 1, "late": {"at_most": 8}}, {"match": {"part": 1}, "late": {}})
    server.emulator.faults.replace([{"match": {"origin": "parts"}, "times": 1, "late": {"others": 2, "at_most": 8}}])
    order: list[int] = []

    def put(part: int) -> None:
        server.put(part)
        order.append(part)

    first = threading.Thread(target=put, args=(0,))
    first.start()
    while not server.kept:
        time.sleep(0.01)
    put(1)
    put(2)
    first.join()
    assert order == [1, 2, 0]


def test_a_late_reply_does_not_wait_for_ever(start: Start) -> None:
    assert start({"late": {"at_most": 0.1}}).send().status == 200
