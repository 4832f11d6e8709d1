"""Cutting files into parts: the known vectors, and what must hold for any limits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specproof.extensions.multipart_upload.runtime.errors import UploadRefusedError
from specproof.extensions.multipart_upload.runtime.plan import plan
from specproof.extensions.multipart_upload.runtime.protocol import PartLimits

MIB = 2**20
STRICT = PartLimits(1, 250, 5 * MIB + 1, 4000 * MIB - 1, 50 * MIB, 0, 1_048_575_999_750)
LAX = PartLimits(1, 250, 5 * MIB, 4000 * MIB, 50 * MIB, 0, 1_048_576_000_000)


@pytest.mark.parametrize("limits", [STRICT, LAX], ids=["strict", "lax"])
@pytest.mark.parametrize(
    ("size", "count", "each", "last"),
    [
        (0, 1, 0, 0),
        (1, 1, 1, 1),
        (5_242_880, 1, 5_242_880, 5_242_880),
        (52_428_800, 1, 52_428_800, 52_428_800),
        (52_428_801, 2, 52_428_800, 1),
        (125_829_120, 3, 52_428_800, 20_971_520),
        (13_107_200_000, 250, 52_428_800, 52_428_800),
        (13_107_200_001, 250, 52_428_801, 52_428_552),
        (1_000_000_000_000, 250, 4_000_000_000, 4_000_000_000),
        (1_048_575_999_750, 250, 4_194_303_999, 4_194_303_999),
    ],
)
def test_vectors(limits: PartLimits, size: int, count: int, each: int, last: int) -> None:
    parts = plan(limits, size)
    assert len(parts) == count
    assert {part.length for part in parts[:-1]} <= {each}
    assert parts[-1].length == last


def test_the_largest_file() -> None:
    assert {part.length for part in plan(LAX, 1_048_576_000_000)} == {4_194_304_000}
    with pytest.raises(UploadRefusedError, match="more than the 1,048,575,999,750"):
        plan(STRICT, 1_048_576_000_000)
    with pytest.raises(UploadRefusedError, match="more than the 1,048,576,000,000"):
        plan(LAX, 1_048_576_000_001)


@pytest.mark.parametrize(
    ("size", "part_size", "parts", "message"),
    [
        (
            100 * MIB,
            5 * MIB,
            None,
            "part_size must be at least 5,242,881 and at most 4,194,303,999 bytes (got 5,242,880)",
        ),
        (100 * MIB, 4000 * MIB, None, "part_size"),
        (100 * MIB, 0, None, "part_size"),
        (100 * MIB, -1, None, "part_size"),
        (100 * MIB, None, 0, "parts must be 1 to 250 (got 0)"),
        (100 * MIB, None, 251, "parts must be 1 to 250 (got 251)"),
        (100 * MIB, None, 200, "a file of 104,857,600 bytes cannot be cut with parts 200"),
        (2000 * MIB, 6 * MIB, None, "cannot be cut with part_size 6,291,456"),
        (100 * MIB, 10 * MIB, 9, "part_size 10,485,760 with parts 9"),
        (0, None, 2, "cannot be cut"),
        (8000 * MIB, None, 2, "cannot be cut"),
    ],
)
def test_wishes_that_break_a_limit(size: int, part_size: int | None, parts: int | None, message: str) -> None:
    """U10."""
    with pytest.raises(UploadRefusedError, match=re.escape(message)):
        plan(STRICT, size, part_size, parts)


def test_wishes_that_hold() -> None:
    assert [part.length for part in plan(STRICT, 64 * MIB, 8 * MIB)] == [8 * MIB] * 8
    assert [part.length for part in plan(STRICT, 64 * MIB, None, 8)] == [8 * MIB] * 8
    assert [part.length for part in plan(STRICT, 64 * MIB, 8 * MIB, 8)] == [8 * MIB] * 8
    assert [part.length for part in plan(STRICT, 5 * MIB + 2, None, 2)] == [5 * MIB + 1, 1]
    assert [part.length for part in plan(PartLimits(1, 250), 9, None, 4)] == [3, 2, 2, 2]


@st.composite
def limits_and_size(draw: st.DrawFn) -> tuple[PartLimits, int]:
    count_minimum = draw(st.integers(1, 3))
    minimum = draw(st.integers(0, 60))
    limits = PartLimits(
        count_minimum,
        draw(st.integers(count_minimum, 12)),
        minimum,
        draw(st.none() | st.integers(max(minimum, 1), 200)),
        draw(st.none() | st.integers(1, 100)),
        draw(st.none() | st.integers(0, minimum)),
        draw(st.none() | st.integers(0, 2000)),
    )
    return limits, draw(st.integers(0, 2000))


def possible(limits: PartLimits, size: int, counts: range) -> bool:
    """By brute thought: some count lets every part be inside its bounds."""
    if limits.total_maximum is not None and size > limits.total_maximum:
        return False
    last = limits.minimum if limits.last_minimum is None else limits.last_minimum
    for count in counts:
        smallest = last if count == 1 else (count - 1) * max(limits.minimum, 1) + max(last, 1)
        largest = size if limits.maximum is None else count * limits.maximum
        if smallest <= size <= largest:
            return True
    return False


@given(limits_and_size(), st.none() | st.integers(1, 12), st.none() | st.integers(1, 200))
def test_what_always_holds(drawn: tuple[PartLimits, int], count: int | None, part_size: int | None) -> None:
    limits, size = drawn
    try:
        parts = plan(limits, size, part_size, count)
    except UploadRefusedError:
        if part_size is None:
            wanted = range(limits.count_minimum, limits.count_maximum + 1)
            assert not possible(
                limits, size, wanted if count is None else range(count, count + 1) if count in wanted else range(0)
            )
        return
    assert sum(part.length for part in parts) == size
    assert [part.number for part in parts] == list(range(len(parts)))
    assert [part.offset for part in parts] == [sum(before.length for before in parts[:at]) for at in range(len(parts))]
    assert limits.count_minimum <= len(parts) <= limits.count_maximum
    assert count in {None, len(parts)}
    assert limits.total_maximum is None or size <= limits.total_maximum
    assert all(part.length <= limits.maximum for part in parts if limits.maximum is not None)
    assert all(part.length >= max(limits.minimum, 1) for part in parts[:-1])
    assert part_size is None or all(part.length == part_size for part in parts[:-1])
    last = limits.minimum if limits.last_minimum is None else limits.last_minimum
    assert parts[-1].length >= (max(last, 1) if len(parts) > 1 else last)
