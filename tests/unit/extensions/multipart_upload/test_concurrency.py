"""How many parts are on their way, and how fast: by what the storage bears and the caller wants."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime import options as options_module
from specproof.extensions.multipart_upload.runtime.drivers.concurrency import ConcurrencyLimit
from specproof.extensions.multipart_upload.runtime.options import TransferMeter, UploadOptions, UploadProgress
from specproof.extensions.multipart_upload.runtime.parts import Attempt
from specproof.runtime.raw_response import Headers, RawResponse
from specproof.runtime.url import parse_url

URL = parse_url("https://h/p")


def attempt(status: int | None) -> Attempt:
    return Attempt(URL, 0, None if status is None else RawResponse(status, Headers(), b""))


def room(limit: ConcurrencyLimit) -> int:
    """How many more may go."""
    count = 0
    while limit.has_room:
        limit.acquire()
        count += 1
    return count


def test_as_many_as_there_are_workers() -> None:
    assert room(ConcurrencyLimit(5)) == 5


@pytest.mark.parametrize("status", [429, 503])
def test_half_as_many_after_a_refusal(status: int) -> None:
    limit = ConcurrencyLimit(8)
    tickets = [limit.acquire() for _ in range(8)]
    for ticket in tickets:
        limit.release(ticket, attempt(status))
    assert room(limit) == 4


def test_never_less_than_one() -> None:
    limit = ConcurrencyLimit(2)
    for _ in range(9):
        limit.release(limit.acquire(), attempt(429))
    assert room(limit) == 1


@pytest.mark.parametrize("status", [200, 403, None])
def test_one_more_with_each_round_that_went_well(status: int | None) -> None:
    limit = ConcurrencyLimit(8)
    limit.release(limit.acquire(), attempt(429))
    for expected in (5, 6, 7, 8, 8):
        for ticket in [limit.acquire() for _ in range(expected)]:
            limit.release(ticket, attempt(status))
        grown = room(limit)
        assert expected - 1 <= grown <= min(expected + 1, 8)
        for _ in range(grown):
            limit.release(0, attempt(403))


class _Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(options_module, "time", made)
    return made


def test_a_bandwidth_is_kept_by_waiting(clock: _Clock) -> None:
    tally = TransferMeter(UploadOptions(bandwidth=1000), 10_000, 2)
    assert tally.add(500) == 0.5
    assert tally.add(500) == 1.0
    clock.now += 5
    assert tally.add(1000) == 1.0
    assert tally.add(-1000) == 0.0
    assert tally.add(0, stored=1) == 0.0


def test_without_a_bandwidth_nobody_waits() -> None:
    tally = TransferMeter(UploadOptions(), 10, 1)
    assert tally.add(10) == 0.0
    assert not tally.has_callback


def test_a_restart_is_told(clock: _Clock) -> None:
    seen: list[Any] = []
    tally = TransferMeter(UploadOptions(bandwidth=1, progress=seen.append), 10, 2)
    assert tally.has_callback
    tally.add(3)
    tally.restart(5, 1, "again")
    tally.add(1)
    assert seen == [UploadProgress(3, 10, 0, 2), UploadProgress(5, 10, 1, 2, "again"), UploadProgress(6, 10, 1, 2)]
