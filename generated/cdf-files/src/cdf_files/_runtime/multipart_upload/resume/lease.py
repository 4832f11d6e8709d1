"""One upload at a time: a lock that the system takes back when its holder dies, however it dies.

The lock is SQLite's own on an empty database, since it works alike on every system and between threads, and no child
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
    """Somebody holds the lease."""


@contextmanager
def lease(folder: Path, name: str) -> Iterator[None]:
    """Hold the lease of this name while the ``with`` statement runs.

    Raises:
        LeaseHeldError: another thread or process holds it.
        OSError, sqlite3.Error: the folder cannot be written.
    """
    path = folder / f"{name}.lock"
    with closing(_held(path)):
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()


def _held(path: Path) -> sqlite3.Connection:
    """A connection that holds the lock of the file that stands at the path now, not of one just removed."""
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
    """Whether the lock is held; not if the last holder removed its file meanwhile. Raises: LeaseHeldError."""
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
