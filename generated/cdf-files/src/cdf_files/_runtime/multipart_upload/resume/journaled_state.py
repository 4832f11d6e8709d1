"""An upload's own page in the journal, held by one process at a time."""

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
from .state_dir import state_folder
from .upload_key import canonical, fingerprint, key_of, lease_of, shown, target_of

__all__ = ["in_progress", "journaled_state"]


@contextmanager
def journaled_state(job: Job, start: Call) -> Iterator[UploadState]:
    """The memory of one upload: its page in the journal, or one that lasts as long as the call if there is no journal.

    Raises:
        UploadInProgressError: another thread or process is at it.
        SourceChangedError: it was begun with the file as it was before.
    """
    logger = logging.getLogger(job.api.package.module)
    try:
        journal = Journal(state_folder(job.api.package.module))
    except (OSError, sqlite3.Error) as error:
        logger.warning("uploads are not remembered: %s", error)
        yield UploadState()
        return
    target = target_of(job, start)
    key = key_of(job, target)
    began = time.time()
    entry = Entry(
        key=key,
        lease=lease_of(job, start, key),
        path=canonical(job.source.path),
        fingerprint=fingerprint(job),
        target=target,
        shown=shown(job, start),
        lengths=canonical([part.length for part in job.parts]),
        started=began,
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
            raise in_progress(journal.find(entry.key), entry.key) from None
        except (OSError, sqlite3.Error) as error:
            raise UploadError(f"no lock can be had in {journal.folder}: {error}") from None
        yield


def in_progress(entry: Entry | None, key: str) -> UploadInProgressError:
    """What to tell who finds the lease taken; ``entry`` is None where the lease is held for another file."""
    who = "another process or thread" if entry is None else f"process {entry.pid}"
    what = "another file for the same record" if entry is None else json.loads(entry.path)
    return UploadInProgressError(f"{who} is uploading {what}: wait for it or end it, then call again", key)


class _JournaledState(UploadState):
    """What the journal says of this upload, and what is to be added. Trouble with the journal ends no upload."""

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
            self.was_begun, self.opened, self.reply, self.lengths, self.checksums = True, None, None, None, {}
            logger.warning("what is remembered of upload %s cannot be read: %s", entry.key, error)

    def _read(self, old: Entry, job: Job) -> None:
        if old.reply is None:
            self.was_begun = True
            return
        self.checksums = self._journal.parts(old.key)
        if old.fingerprint != self._entry.fingerprint:
            raise SourceChangedError(self._changed(old))
        self._entry = replace(old, pid=self._entry.pid)
        self._journal.taken_over(old.key)
        self.reply = json.loads(old.reply)
        self.opened = read_start_response(job.protocol.response, self.reply)
        self.lengths = tuple(json.loads(old.lengths))
        self.is_completed = bool(old.is_completed)

    def _changed(self, old: Entry) -> str:
        when = datetime.fromtimestamp(old.started).astimezone().isoformat(" ", "minutes")
        done = f"{len(self.checksums)} of {len(json.loads(old.lengths))} parts are stored"
        return (
            f"the file was changed after its upload began at {when} ({done}), so that it cannot be gone on with: "
            f"uploads.forget({old.key!r}), or resume=False for this call, starts anew"
        )

    @property
    def is_expired(self) -> bool:
        return self._entry.expires is not None and time.time() >= self._entry.expires

    def begin(self, makes_record: bool = True) -> None:
        self._entry = replace(self._entry, started=time.time(), expires=None, reply=None, is_completed=0)
        if makes_record:
            self._is_kept = self._tried(lambda: self._journal.write(self._entry))

    def keep(self, reply: Any, parts: tuple[Part, ...]) -> None:
        super().keep(reply, parts)
        started = self._entry.started
        self._entry = replace(
            self._entry,
            expires=None if self._lifetime is None else started + self._lifetime,
            reply=canonical(reply),
            lengths=canonical([part.length for part in parts]),
        )
        self._is_kept = self._tried(lambda: self._journal.write(self._entry))

    def stored(self, part: Part, checksum: int | None) -> None:
        """Not noted where the start could not be: it would count as a part of an older upload."""
        super().stored(part, checksum)
        if self._is_kept:
            self._tried(lambda: self._journal.stored(self.key or "", part.number, checksum))

    def completed(self) -> None:
        super().completed()
        if self._is_kept:
            self._tried(lambda: self._journal.completed(self.key or ""))

    def spoil(self) -> None:
        self._tried(lambda: self._journal.spoil(self.key or ""))

    def forget(self) -> None:
        self._tried(lambda: self._journal.forget(self.key or ""))

    def _tried(self, write: Callable[[], None]) -> bool:
        try:
            write()
        except sqlite3.Error as error:
            self._logger.warning("upload %s is not remembered: %s", self.key, error)
            return False
        return True
