"""What is known of unfinished uploads, in SQLite (write-ahead log): whole after every kill, read by other processes.

It holds part URLs and upload ids, which are secrets: the folder and its files belong to the user alone.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from threading import Lock
from typing import Any

from .state_dir import private_file

__all__ = ["Entry", "Journal"]

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS uploads (
    key TEXT PRIMARY KEY, lease TEXT, path TEXT, fingerprint TEXT, target TEXT, shown TEXT, lengths TEXT,
    started REAL, expires REAL, pid INTEGER, reply TEXT, is_completed INTEGER
);
CREATE TABLE IF NOT EXISTS parts (
    key TEXT, number INTEGER, checksum INTEGER, PRIMARY KEY (key, number)
) WITHOUT ROWID;
"""
_PATIENCE, _PAUSE = 10.0, 0.02  # seconds


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One upload. Texts other than ``key``, ``lease`` and ``shown`` are JSON.

    Attributes:
        key: of file and target.
        lease: name of the lock that its uploader holds.
        fingerprint: of the file when the upload began.
        target: base URL, operation, arguments and body of the start.
        shown: the same for people.
        lengths: bytes of each part.
        started, expires: seconds since 1970; ``expires`` is when the part URLs die, None if they do not.
        pid: of the process that worked on it last.
        reply: to the start; None if none came, so that a record may exist all the same.
        is_completed: whether the server has taken the completion.
    """

    key: str
    lease: str
    path: str
    fingerprint: str
    target: str
    shown: str
    lengths: str
    started: float
    expires: float | None
    pid: int
    reply: str | None = None
    is_completed: int = 0


_COLUMNS = ", ".join(field.name for field in fields(Entry))
_MARKS = ", ".join("?" for _ in fields(Entry))


class Journal:
    """The unfinished uploads of one package. Safe to share between threads and processes.

    Raises:
        OSError, sqlite3.Error: the folder cannot be written, or the file is no journal; so do all methods.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "uploads-1.sqlite3"
        private_file(path)
        self.folder = folder
        self._lock = Lock()
        self._database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
            self._rows(f"SELECT {_COLUMNS} FROM uploads LIMIT 0")
        except sqlite3.Error:
            self._database.close()
            raise

    def _prepare(self) -> None:
        """SQLite's own patience does not cover the change to WAL, nor what the last one to leave puts away."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self._database.executescript(_SCHEMA)
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
            time.sleep(_PAUSE)

    def close(self) -> None:
        self._database.close()

    def find(self, key: str) -> Entry | None:
        rows = self._rows(f"SELECT {_COLUMNS} FROM uploads WHERE key = ?", key)
        return Entry(*rows[0]) if rows else None

    def entries(self) -> list[Entry]:
        """The oldest first."""
        return [Entry(*row) for row in self._rows(f"SELECT {_COLUMNS} FROM uploads ORDER BY started, key")]

    def parts(self, key: str) -> dict[int, int | None]:
        """The parts that the storage has acknowledged, each with its CRC-32 where one was worked out."""
        return dict(self._rows("SELECT number, checksum FROM parts WHERE key = ?", key))

    def write(self, entry: Entry) -> None:
        """Remember an upload in place of any older one of this key, without parts."""
        with self._together():
            self._database.execute("DELETE FROM parts WHERE key = ?", (entry.key,))
            self._database.execute(f"INSERT OR REPLACE INTO uploads VALUES ({_MARKS})", astuple(entry))

    def stored(self, key: str, number: int, checksum: int | None) -> None:
        """A part that the storage has acknowledged."""
        self._rows("INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", key, number, checksum)

    def completed(self, key: str) -> None:
        self._rows("UPDATE uploads SET is_completed = 1 WHERE key = ?", key)

    def spoil(self, key: str) -> None:
        """What was sent is of no use: it is neither complete, nor can it be gone on with."""
        self._rows("UPDATE uploads SET is_completed = 0, expires = 0 WHERE key = ?", key)

    def taken_over(self, key: str) -> None:
        """This process works on it now."""
        self._rows("UPDATE uploads SET pid = ? WHERE key = ?", os.getpid(), key)

    def forget(self, key: str) -> None:
        with self._together():
            for table in ("parts", "uploads"):
                self._database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    @contextmanager
    def _together(self) -> Iterator[None]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            with self._database:
                yield
