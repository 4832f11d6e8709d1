"""What earlier runs have uploaded: a small database of the user's, without secrets."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..resume.state_dir import private_file
from .outcomes import Done

__all__ = ["Ledger", "digest"]

_TABLE = """
CREATE TABLE IF NOT EXISTS done (
    target TEXT, file TEXT, arguments TEXT, content TEXT NOT NULL, PRIMARY KEY (target, file)
) WITHOUT ROWID
"""


def digest(arguments: Mapping[str, Any]) -> str:
    """What differs when the arguments of an upload do, and tells nothing of them."""
    return sha256(json.dumps(arguments, sort_keys=True, default=repr).encode()).hexdigest()


class Ledger:
    """Remembers by target and absolute path. Several processes may use it at once.

    Raises:
        OSError, sqlite3.Error: the file cannot be made, read or written.
    """

    def __init__(self, path: Path, target: str) -> None:
        private_file(path)
        self._path, self._target = path, target
        self._ask(_TABLE)
        self.known()

    def _ask(self, statement: str, *values: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(self._path, timeout=30)) as database, database:
            return database.execute(statement, values).fetchall()

    def known(self) -> dict[tuple[str, str], Done]:
        """All that was done for the target, by path and digest of the arguments."""
        rows = self._ask("SELECT file, arguments, content FROM done WHERE target = ?", self._target)
        return {(file, arguments): Done(*json.loads(content)) for file, arguments, content in rows}

    def note(self, file: str, arguments: str, done: Done) -> None:
        self._ask("REPLACE INTO done VALUES (?, ?, ?, ?)", self._target, file, arguments, json.dumps(done))
