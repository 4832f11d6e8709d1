from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from specproof.emulate import (
    BodyTooLargeError,
    DisconnectedError,
    Message,
    Piece,
    Receive,
    read_pieces,
    receive_piece,
    remove_pieces,
)


def messages(chunks: Iterable[bytes | None]) -> Receive:
    """A receive that gives chunk after chunk; None is a client that leaves."""
    pending = list(chunks)

    async def receive() -> Message:
        chunk = pending.pop(0)
        if chunk is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunk, "more_body": bool(pending)}

    return receive


def stored(folder: Path, *chunks: bytes | None, limit: int = 1 << 30) -> Piece:
    return asyncio.run(receive_piece(messages(chunks), folder, limit))


def read(pieces: list[Piece], start: int = 0, stop: int | None = None) -> bytes:
    async def collect() -> bytes:
        return b"".join([batch async for batch in read_pieces(pieces, start, stop)])

    return asyncio.run(collect())


@pytest.mark.parametrize("sizes", [[0], [1], [5 << 20, 5 << 20, 1], [100_000] * 60])
def test_bytes_and_digest(tmp_path: Path, sizes: list[int]) -> None:
    chunks = [os.urandom(size) for size in sizes]
    piece = stored(tmp_path, *chunks)
    whole = b"".join(chunks)
    assert (piece.length, piece.digest) == (len(whole), hashlib.sha256(whole).hexdigest())
    assert piece.path.read_bytes() == whole


def test_nothing_is_left_of_what_breaks_off(tmp_path: Path) -> None:
    with pytest.raises(DisconnectedError):
        stored(tmp_path, b"x" * (9 << 20), b"y", None)
    with pytest.raises(BodyTooLargeError):
        stored(tmp_path, b"x" * 10, b"y", b"z", limit=10)
    assert list(tmp_path.iterdir()) == []


def test_pieces_are_joined_and_cut(tmp_path: Path) -> None:
    pieces = [stored(tmp_path, text) for text in (b"abc", b"", b"defgh", b"i")]
    whole = b"abcdefghi"
    assert read(pieces) == whole
    for start in range(len(whole) + 1):
        for stop in range(start, len(whole) + 1):
            assert read(pieces, start, stop) == whole[start:stop]


def test_removing_twice_is_no_error(tmp_path: Path) -> None:
    piece = stored(tmp_path, b"x")
    remove_pieces([piece, piece])
    assert not piece.path.exists()
