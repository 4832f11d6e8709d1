"""The state of an upload that is in the journal, held by one process at a time."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from ...api import Call

from ..errors import SourceChangedError, UploadError, UploadInProgressError
from ..job import Job
from ..plan import Part
from ..start import read_start_response
from ..upload_state import UploadState
from .journal import Entry, Journal
from .lease import LeaseHeldError, lease
from .state_dir import state_dir
from .upload_key import canonical_json, describe, file_fingerprint, lease_name, start_json, upload_key

__all__ = ["in_progress_error", "journaled_state"]


@contextmanager
def journaled_state(job: Job, start: Call) -> Iterator[UploadState]:
    """Yield the state of an upload, kept in the journal and locked by a lease; one in memory if there is no journal.

    Raises:
        UploadInProgressError: another thread or process works on it.
        SourceChangedError: the file has changed since it was begun.
        UploadError: the lease cannot be locked.
    """
    logger = logging.getLogger(job.api.package.module)
    try:
        journal = Journal(state_dir(job.api.package.module))
    except (OSError, sqlite3.Error) as error:
        logger.warning("uploads are not kept in the journal, and cannot be resumed: %s", error)
        yield UploadState()
        return
    target = start_json(job, start)
    key = upload_key(job, target)
    entry = Entry(
        key=key,
        lease=lease_name(job, start, key),
        path=canonical_json(job.source.path),
        fingerprint=file_fingerprint(job),
        target=target,
        shown=describe(job, start),
        lengths=canonical_json([part.length for part in job.parts]),
        started=time.time(),
        expires=None,
        pid=os.getpid(),
    )
    with closing(journal), _leased(journal, entry):
        yield _JournaledState(journal, entry, job, logger)


@contextmanager
def _leased(journal: Journal, entry: Entry) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(lease(journal.folder, entry.lease))
        except LeaseHeldError:
            raise in_progress_error(journal.find(entry.key), entry.key) from None
        except (OSError, sqlite3.Error) as error:
            raise UploadError(f"the lease in {journal.folder} cannot be locked: {error}") from None
        yield


def in_progress_error(entry: Entry | None, key: str) -> UploadInProgressError:
    """Return the error for an upload that is in progress; ``entry`` is None if the lease is held for another file."""
    holder = "another process or thread" if entry is None else f"process {entry.pid}"
    file = "another file for the same record" if entry is None else json.loads(entry.path)
    return UploadInProgressError(f"{holder} is uploading {file}: wait for it or end it, then call again", key)


class _JournaledState(UploadState):
    """Reads an upload from the journal, and writes its changes there. Errors of the journal end no upload."""

    def __init__(self, journal: Journal, entry: Entry, job: Job, logger: logging.Logger) -> None:
        super().__init__()
        self.key = entry.key
        self._journal, self._entry, self._logger = journal, entry, logger
        self._lifetime = job.protocol.part_request.url_lifetime_seconds
        self._is_kept = True
        try:
            old = journal.find(entry.key)
            if old is not None:
                self._read(old, job)
        except (ValueError, sqlite3.Error) as error:
            self.was_begun, self.opened, self.response, self.lengths, self.checksums = True, None, None, None, {}
            logger.warning("upload %s cannot be read from the journal: %s", entry.key, error)

    def _read(self, old: Entry, job: Job) -> None:
        if old.response is None:
            self.was_begun = True
            return
        self.checksums = self._journal.parts(old.key)
        if old.fingerprint != self._entry.fingerprint:
            raise SourceChangedError(self._changed(old))
        self._entry = replace(old, pid=self._entry.pid)
        self._journal.take_over(old.key)
        self.response = json.loads(old.response)
        self.opened = read_start_response(job.protocol.response, self.response)
        self.lengths = tuple(json.loads(old.lengths))
        self.is_completed = bool(old.is_completed)

    def _changed(self, old: Entry) -> str:
        when = datetime.fromtimestamp(old.started).astimezone().isoformat(" ", "minutes")
        progress = f"{len(self.checksums)} of {len(json.loads(old.lengths))} parts are stored"
        return (
            f"the file was changed after its upload began at {when} ({progress}), so the upload cannot be resumed: "
            f"call uploads.forget({old.key!r}), or give resume=False, to start again"
        )

    @property
    def is_expired(self) -> bool:
        """Whether the part URLs are too old."""
        return self._entry.expires is not None and time.time() >= self._entry.expires

    def begin(self, makes_record: bool = True) -> None:
        """Write that a start is made, if it makes a record: a later call then knows of it."""
        self._entry = replace(self._entry, started=time.time(), expires=None, response=None, is_completed=0)
        if makes_record:
            self._is_kept = self._write(lambda: self._journal.write(self._entry))

    def keep(self, response: Any, parts: tuple[Part, ...]) -> None:
        """Write the response to the start, and the parts."""
        super().keep(response, parts)
        started = self._entry.started
        self._entry = replace(
            self._entry,
            expires=None if self._lifetime is None else started + self._lifetime,
            response=canonical_json(response),
            lengths=canonical_json([part.length for part in parts]),
        )
        self._is_kept = self._write(lambda: self._journal.write(self._entry))

    def stored(self, part: Part, checksum: int | None) -> None:
        """Write a part, unless the start could not be written: it would count as a part of an older upload."""
        super().stored(part, checksum)
        if self._is_kept:
            self._write(lambda: self._journal.stored(self.key or "", part.number, checksum))

    def completed(self) -> None:
        """Write that the server has accepted the completion."""
        super().completed()
        if self._is_kept:
            self._write(lambda: self._journal.completed(self.key or ""))

    def mark_damaged(self) -> None:
        """Write that the stored content is damaged."""
        self._write(lambda: self._journal.mark_damaged(self.key or ""))

    def forget(self) -> None:
        """Delete the upload from the journal."""
        self._write(lambda: self._journal.forget(self.key or ""))

    def _write(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except sqlite3.Error as error:
            self._logger.warning("upload %s cannot be written to the journal: %s", self.key, error)
            return False
        return True
