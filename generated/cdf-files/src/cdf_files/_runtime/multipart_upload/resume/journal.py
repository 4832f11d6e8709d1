"""The journal of unfinished uploads: SQLite with a write-ahead log, consistent after every kill, shared by processes.

It holds part URLs and upload ids, which are secrets: only the user may read the folder and its files.
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
_TIMEOUT, _PAUSE = 10.0, 0.02  # seconds


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One unfinished upload, as a row of the journal. Texts other than ``key``, ``lease`` and ``shown`` are JSON.

    Attributes:
        key: digest of the file's path and ``target``.
        lease: name of the lease that its uploader holds.
        fingerprint: of the file when the upload began.
        target: base URL, operation, arguments and body of the start.
        shown: where the upload goes, for people, without secrets.
        lengths: bytes of each part.
        started, expires: seconds since 1970; ``expires`` is when the part URLs end, None if they do not.
        pid: of the process that worked on it last.
        response: to the start, in the column ``reply``; None if there was none, and a record may exist all the same.
        is_completed: whether the server has accepted the completion.
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
    response: str | None = None
    is_completed: int = 0


_COLUMNS = ", ".join({"response": "reply"}.get(field.name, field.name) for field in fields(Entry))
_MARKS = ", ".join("?" for _ in fields(Entry))


class Journal:
    """The unfinished uploads of one package. Safe to share between threads and processes.

    Raises:
        OSError, sqlite3.Error: the folder cannot be written, or the file is not a journal; so do all methods.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "uploads-1.sqlite3"
        private_file(path)
        self.folder = folder
        self._lock = Lock()
        self._database = sqlite3.connect(path, timeout=_TIMEOUT, isolation_level=None, check_same_thread=False)
        try:
            self._prepare()
            self._rows(f"SELECT {_COLUMNS} FROM uploads LIMIT 0")
        except sqlite3.Error:
            self._database.close()
            raise

    def _prepare(self) -> None:
        """Create the tables. SQLite's timeout covers neither the change to WAL nor its clean-up by the last process."""
        end = time.monotonic() + _TIMEOUT
        while True:
            try:
                self._database.executescript(_SCHEMA)
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
            time.sleep(_PAUSE)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def find(self, key: str) -> Entry | None:
        """Return the upload with a key, or None."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM uploads WHERE key = ?", key)
        return Entry(*rows[0]) if rows else None

    def entries(self) -> list[Entry]:
        """Return all unfinished uploads, the oldest first."""
        return [Entry(*row) for row in self._rows(f"SELECT {_COLUMNS} FROM uploads ORDER BY started, key")]

    def parts(self, key: str) -> dict[int, int | None]:
        """Return the numbers of the stored parts, each with its CRC-32, or None if that was not computed."""
        return dict(self._rows("SELECT number, checksum FROM parts WHERE key = ?", key))

    def write(self, entry: Entry) -> None:
        """Write an upload that has no stored parts yet, replacing an older one with its key."""
        with self._transaction():
            self._database.execute("DELETE FROM parts WHERE key = ?", (entry.key,))
            self._database.execute(f"INSERT OR REPLACE INTO uploads VALUES ({_MARKS})", astuple(entry))

    def stored(self, key: str, number: int, checksum: int | None) -> None:
        """Add a part that the storage has stored to an upload."""
        self._rows("INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", key, number, checksum)

    def completed(self, key: str) -> None:
        """Mark an upload as completed."""
        self._rows("UPDATE uploads SET is_completed = 1 WHERE key = ?", key)

    def mark_damaged(self, key: str) -> None:
        """Mark an upload as expired and not completed, because its stored content is damaged."""
        self._rows("UPDATE uploads SET is_completed = 0, expires = 0 WHERE key = ?", key)

    def take_over(self, key: str) -> None:
        """Write that this process works on an upload now."""
        self._rows("UPDATE uploads SET pid = ? WHERE key = ?", os.getpid(), key)

    def forget(self, key: str) -> None:
        """Delete an upload from the journal; do nothing if it is not there."""
        with self._transaction():
            for table in ("parts", "uploads"):
                self._database.execute(f"DELETE FROM {table} WHERE key = ?", (key,))

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            with self._database:
                yield
