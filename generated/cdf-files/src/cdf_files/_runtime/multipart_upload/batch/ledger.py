"""The ledger of confirmed uploads: a small SQLite database of the user, without secrets."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..resume.state_dir import private_file
from .outcomes import ConfirmedUpload

__all__ = ["Ledger", "arguments_digest"]

_TABLE = """
CREATE TABLE IF NOT EXISTS done (
    target TEXT, file TEXT, arguments TEXT, content TEXT NOT NULL, PRIMARY KEY (target, file)
) WITHOUT ROWID
"""


def arguments_digest(arguments: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an upload's arguments, which tells whether they changed without showing them."""
    return sha256(json.dumps(arguments, sort_keys=True, default=repr).encode()).hexdigest()


class Ledger:
    """Confirmed uploads of one method and server, in a SQLite database that processes may share.

    Args:
        path: of the database.
        target: method and server, as text.

    Raises:
        OSError, sqlite3.Error: the file cannot be made, read or written; so do all methods.
    """

    def __init__(self, path: Path, target: str) -> None:
        private_file(path)
        self._path, self._target = path, target
        self._execute(_TABLE)
        self.confirmed()

    def _execute(self, statement: str, *values: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(self._path, timeout=30)) as database, database:
            return database.execute(statement, values).fetchall()

    def confirmed(self) -> dict[tuple[str, str], ConfirmedUpload]:
        """Return all confirmed uploads, by absolute path and digest of the arguments."""
        rows = self._execute("SELECT file, arguments, content FROM done WHERE target = ?", self._target)
        return {(file, arguments): ConfirmedUpload(*json.loads(content)) for file, arguments, content in rows}

    def add(self, file: str, arguments: str, upload: ConfirmedUpload) -> None:
        """Add a confirmed upload, replacing an older one of the same file."""
        self._execute("REPLACE INTO done VALUES (?, ?, ?, ?)", self._target, file, arguments, json.dumps(upload))
