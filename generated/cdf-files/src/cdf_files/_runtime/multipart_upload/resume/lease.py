"""Leases: locks that the system releases when their holder ends, however it ends.

A lease is SQLite's lock on an empty database: that works alike on every system and between threads, and no child
process inherits it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from .state_dir import private_file

__all__ = ["LeaseHeldError", "lease"]


class LeaseHeldError(Exception):
    """Raised when another thread or process holds the lease."""


@contextmanager
def lease(folder: Path, name: str) -> Iterator[None]:
    """Hold the lease of a name in a folder while the ``with`` statement runs.

    Raises:
        LeaseHeldError: another thread or process holds it.
        OSError, sqlite3.Error: the folder cannot be written.
    """
    path = folder / f"{name}.lock"
    with closing(_lock(path)):
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()


def _lock(path: Path) -> sqlite3.Connection:
    """Return a connection that holds the lock of the file at the path now, not of one just removed."""
    while True:
        private_file(path)
        before = _inode(path)
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            if _is_locked(connection, path, before):
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()


def _is_locked(connection: sqlite3.Connection, path: Path, before: int | None) -> bool:
    """Lock, and return whether the file is still at the path. Raises: LeaseHeldError."""
    try:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise LeaseHeldError from None
        raise
    return before is not None and before == _inode(path)


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None
