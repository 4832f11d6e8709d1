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
from .journaled_state import in_progress
from .lease import LeaseHeldError, lease
from .state_dir import state_folder

__all__ = ["UnfinishedUpload", "entry_of", "forget_upload", "held", "unfinished_uploads"]


class UnfinishedUpload(NamedTuple):
    """An upload that was begun and not finished. Holds no secret.

    ``target`` says where it goes, ``bytes_done`` counts the bytes of stored parts, ``expires`` is when the server
    takes no more parts for it; going on with it then begins with the first part again.
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
    """The oldest first. Raises: UploadError, if the journal cannot be read."""
    with _journal(module) as journal:
        return [_remembered(entry, journal) for entry in journal.entries()]


def _remembered(entry: Entry, journal: Journal) -> UnfinishedUpload:
    lengths, done = json.loads(entry.lengths), journal.parts(entry.key)
    return UnfinishedUpload(
        key=entry.key,
        path=json.loads(entry.path),
        size=sum(lengths),
        target=entry.shown,
        started=datetime.fromtimestamp(entry.started, UTC),
        expires=None if entry.expires is None else datetime.fromtimestamp(entry.expires, UTC),
        parts=len(lengths),
        parts_done=len(done),
        bytes_done=sum(lengths[number] for number in done),
    )


def forget_upload(module: str, key: str) -> bool:
    """Remember an upload no longer; whether there was one. The server keeps what it has.

    Raises:
        UploadInProgressError: it is under way. UploadError: the journal cannot be read.
    """
    with held(module, key) as is_known:
        return is_known


@contextmanager
def held(module: str, key: str) -> Iterator[bool]:
    """Whether there is such an upload, with its lease held; it is forgotten when the ``with`` statement ends well.

    Raises:
        UploadInProgressError: it is under way. UploadError: the journal cannot be read.
    """
    with _journal(module) as journal, ExitStack() as stack:
        entry = journal.find(key)
        if entry is not None:
            try:
                stack.enter_context(lease(journal.folder, entry.lease))
            except LeaseHeldError:
                raise in_progress(entry, key) from None
        yield entry is not None
        journal.forget(key)


def entry_of(module: str, key: str) -> Entry | None:
    """What is known of an upload. Raises: UploadError, if the journal cannot be read."""
    with _journal(module) as journal:
        return journal.find(key)


@contextmanager
def _journal(module: str) -> Iterator[Journal]:
    try:
        with closing(Journal(state_folder(module))) as journal:
            yield journal
    except ClientError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise UploadError(f"the journal of uploads cannot be used: {error}") from None
