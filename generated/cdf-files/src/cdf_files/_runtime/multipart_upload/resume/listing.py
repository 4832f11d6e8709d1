"""The unfinished uploads of a package, for people and for command lines."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from ...errors import ClientError

from ..errors import UploadError
from .journal import Entry, Journal
from .journaled_state import in_progress_error
from .lease import LeaseHeldError, lease
from .state_dir import state_dir

__all__ = ["UnfinishedUpload", "find_entry", "forget_after", "forget_upload", "unfinished_uploads"]


class UnfinishedUpload(NamedTuple):
    """An upload that was begun and not finished. Holds no secret.

    ``target`` says where it goes, ``bytes_done`` counts the bytes of stored parts, ``expires`` is when its part URLs
    end; resuming it then sends every part again.
    """

    key: str
    path: str
    size: int
    target: str
    started: datetime
    expires: datetime | None
    parts: int
    parts_done: int
    bytes_done: int


def unfinished_uploads(module: str) -> list[UnfinishedUpload]:
    """Return the unfinished uploads of a package, the oldest first.

    Raises:
        UploadError: the journal cannot be read.
    """
    with _journal(module) as journal:
        return [_unfinished_upload(entry, journal) for entry in journal.entries()]


def _unfinished_upload(entry: Entry, journal: Journal) -> UnfinishedUpload:
    lengths, stored = json.loads(entry.lengths), journal.parts(entry.key)
    return UnfinishedUpload(
        key=entry.key,
        path=json.loads(entry.path),
        size=sum(lengths),
        target=entry.shown,
        started=datetime.fromtimestamp(entry.started, UTC),
        expires=None if entry.expires is None else datetime.fromtimestamp(entry.expires, UTC),
        parts=len(lengths),
        parts_done=len(stored),
        bytes_done=sum(lengths[number] for number in stored),
    )


def forget_upload(module: str, key: str) -> bool:
    """Delete an upload from the journal, not from the server; return False if the journal does not have it.

    Raises:
        UploadInProgressError: it is in progress. UploadError: the journal cannot be read.
    """
    with forget_after(module, key) as is_known:
        return is_known


@contextmanager
def forget_after(module: str, key: str) -> Iterator[bool]:
    """Hold the lease of an upload, and delete it from the journal when the ``with`` statement ends without an error.

    Yields whether the journal has the upload.

    Raises:
        UploadInProgressError: it is in progress. UploadError: the journal cannot be read.
    """
    with _journal(module) as journal, ExitStack() as stack:
        entry = journal.find(key)
        if entry is not None:
            try:
                stack.enter_context(lease(journal.folder, entry.lease))
            except LeaseHeldError:
                raise in_progress_error(entry, key) from None
        yield entry is not None
        journal.forget(key)


def find_entry(module: str, key: str) -> Entry | None:
    """Return the upload with a key from the journal, or None if there is none.

    Raises:
        UploadError: the journal cannot be read.
    """
    with _journal(module) as journal:
        return journal.find(key)


@contextmanager
def _journal(module: str) -> Iterator[Journal]:
    try:
        with closing(Journal(state_dir(module))) as journal:
            yield journal
    except ClientError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise UploadError(f"the journal of uploads cannot be used: {error}") from None
