"""Bytes on disk: hashed while they arrive, stored completely or not at all, concatenated when they are read."""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from specproof.emulate.asgi_messages import BodyTooLargeError, DisconnectedError
from specproof.emulate.behaviour import Receive

__all__ = ["Piece", "read_pieces", "receive_piece", "remove_pieces"]

RECEIVED = 4 << 20
READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of stored bytes: its ``length`` in bytes, and its SHA-256 (``digest``) in hexadecimal."""

    path: Path
    length: int
    digest: str


class _Writer:
    """Hashes and writes batches in a worker thread while the next one arrives; at most two batches are in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()
        self._pending: asyncio.Future[None] | None = None
        self.length = 0

    def _work(self, chunks: Sequence[bytes]) -> None:
        for chunk in chunks:
            self._hash.update(chunk)
        self._file.writelines(chunks)

    async def put(self, chunks: Sequence[bytes]) -> None:
        await self.settle()
        self.length += sum(map(len, chunks))
        self._pending = asyncio.get_running_loop().run_in_executor(None, self._work, chunks)

    async def settle(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            await pending

    def digest(self) -> str:
        return self._hash.hexdigest()


async def receive_piece(receive: Receive, folder: Path, limit: int) -> Piece:
    """Store a request body in a new file of ``folder``; if that fails no file is left behind.

    Raises:
        DisconnectedError: the client disconnected first.
        BodyTooLargeError: the body is longer than ``limit`` bytes.
        OSError: the file cannot be written.
    """
    path = folder / secrets.token_hex(12)
    with path.open("xb", buffering=0) as file:
        writer = _Writer(file)
        try:
            await _copy(receive, writer, limit)
        except BaseException:
            await writer.settle()
            path.unlink(missing_ok=True)
            raise
    return Piece(path, writer.length, writer.digest())


async def _copy(receive: Receive, writer: _Writer, limit: int) -> None:
    chunks: list[bytes] = []
    size = total = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise DisconnectedError
        more = message.get("more_body", False)
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        total += len(chunks[-1])
        if total > limit:
            raise BodyTooLargeError
        if size >= RECEIVED or not more:
            await writer.put(chunks)
            chunks, size = [], 0
    await writer.settle()


async def read_pieces(pieces: Sequence[Piece], start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
    """Yield in batches the bytes from ``start`` up to ``stop`` (excluded) of the concatenated pieces; None: to the end.

    The files are opened before the first batch, so that pieces that are deleted meanwhile are read to their end.

    Raises:
        OSError: a file cannot be read, or has become shorter.
    """
    loop = asyncio.get_running_loop()
    files = [piece.path.open("rb", buffering=0) for piece in pieces]
    try:
        offset = 0
        for piece, file in zip(pieces, files, strict=True):
            begin = max(start - offset, 0)
            end = piece.length if stop is None else min(stop - offset, piece.length)
            offset += piece.length
            while begin < end:
                batch = await loop.run_in_executor(None, os.pread, file.fileno(), min(READ, end - begin), begin)
                if not batch:
                    raise OSError(f"{piece.path.name} is shorter than it was")
                begin += len(batch)
                yield batch
    finally:
        for file in files:
            file.close()


def remove_pieces(pieces: Sequence[Piece]) -> None:
    """Delete the files of these pieces; those that do not exist are ignored."""
    for piece in pieces:
        piece.path.unlink(missing_ok=True)
