"""How many parts are on their way, and how fast: by what the storage bears and the caller wants."""

from __future__ import annotations

from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime import options as options_module
from specproof.extensions.multipart_upload.runtime.drivers.pace import Pace
from specproof.extensions.multipart_upload.runtime.options import TransferMeter, UploadOptions, UploadProgress
from specproof.extensions.multipart_upload.runtime.parts import Outcome
from specproof.runtime.raw_response import Headers, RawResponse
from specproof.runtime.url import parse_url

URL = parse_url("https://h/p")


def outcome(status: int | None) -> Outcome:
    return Outcome(URL, 0, None if status is None else RawResponse(status, Headers(), b""))


def room(pace: Pace) -> int:
    """How many more may go."""
    count = 0
    while pace.has_room:
        pace.enter()
        count += 1
    return count


def test_as_many_as_there_are_workers() -> None:
    assert room(Pace(5)) == 5


@pytest.mark.parametrize("status", [429, 503])
def test_half_as_many_after_a_refusal(status: int) -> None:
    pace = Pace(8)
    tickets = [pace.enter() for _ in range(8)]
    for ticket in tickets:
        pace.leave(ticket, outcome(status))
    assert room(pace) == 4


def test_never_less_than_one() -> None:
    pace = Pace(2)
    for _ in range(9):
        pace.leave(pace.enter(), outcome(429))
    assert room(pace) == 1


@pytest.mark.parametrize("status", [200, 403, None])
def test_one_more_with_each_round_that_went_well(status: int | None) -> None:
    pace = Pace(8)
    pace.leave(pace.enter(), outcome(429))
    for expected in (5, 6, 7, 8, 8):
        for ticket in [pace.enter() for _ in range(expected)]:
            pace.leave(ticket, outcome(status))
        grown = room(pace)
        assert expected - 1 <= grown <= min(expected + 1, 8)
        for _ in range(grown):
            pace.leave(0, outcome(403))


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
