"""Resuming and discarding an upload that is known by its key alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from specproof.runtime.api import Api, Call
from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.pointers import build, find
from specproof.runtime.session import AsyncSession, SyncSession

from .drivers.async_driver import upload_async
from .drivers.sync_driver import upload_sync
from .options import DEFAULTS, UploadOptions
from .protocol import UploadProtocol
from .resume.journal import Entry
from .resume.listing import find_entry, forget_after
from .start import read_start_response

__all__ = ["discard_async", "discard_sync", "resume_async", "resume_sync"]


def resume_sync(session: SyncSession, protocol: UploadProtocol, key: str, options: UploadOptions = DEFAULTS) -> Any:
    """Finish the unfinished upload with a key, by the arguments of the call that began it, and return the record.

    Raises:
        InvalidArgumentError: there is no such upload, or it belongs to another server or protocol.
        UploadError, ClientError: as ``upload_sync``.
    """
    path, arguments = _first_call(session.api, protocol, key)
    return upload_sync(session, protocol, path, **arguments, options=options)


async def resume_async(
    session: AsyncSession, protocol: UploadProtocol, key: str, options: UploadOptions = DEFAULTS
) -> Any:
    """Finish an unfinished upload on asyncio, as ``resume_sync``."""
    path, arguments = await asyncio.to_thread(_first_call, session.api, protocol, key)
    return await upload_async(session, protocol, path, **arguments, options=options)


def discard_sync(session: SyncSession, protocol: UploadProtocol, key: str) -> None:
    """Delete the record that an unfinished upload made, and the upload from the journal.

    Raises:
        InvalidArgumentError: there is no such upload, or its record existed before it or has its content by now.
        UploadInProgressError: it is in progress. ClientError: the server refused.
    """
    with _discard_call(session.api, protocol, key) as call:
        session.send(call)


async def discard_async(session: AsyncSession, protocol: UploadProtocol, key: str) -> None:
    """Delete the record of an unfinished upload on asyncio, as ``discard_sync``."""
    with _discard_call(session.api, protocol, key) as call:
        await session.send(call)


@contextmanager
def _discard_call(api: Api, protocol: UploadProtocol, key: str) -> Iterator[Call]:
    """Give the call that deletes the record; the upload is forgotten when the ``with`` statement ends well."""
    entry, start = _find(api, key)
    rule, new = protocol.discard, protocol.start_new
    overwrites = new.overwrite is not None and start["arguments"].get(new.overwrite[0]) == new.overwrite[1]
    if rule is None or start["operation"] != new.operation.id or overwrites or entry.is_completed:
        raise InvalidArgumentError(
            "key", f"upload {key!r} made no record of its own that can be deleted: {entry.shown}"
        )
    if entry.response is None:
        raise InvalidArgumentError("key", f"the record of upload {key!r} is not known: {entry.shown}")
    opened = read_start_response(protocol.response, json.loads(entry.response))
    with forget_after(api.package.module, key):
        yield Call(rule.operation, {}, build({**opened.known(rule.body), **rule.constants}), any_success=True)


def _find(api: Api, key: str) -> tuple[Entry, dict[str, Any]]:
    """Return the upload and its start (``upload_key.start_json``). Raises: InvalidArgumentError."""
    entry = find_entry(api.package.module, key)
    if entry is None:
        raise InvalidArgumentError("key", f"there is no unfinished upload {key!r}")
    start = json.loads(entry.target)
    if start["base"] != api.base.root + api.base.path:
        raise InvalidArgumentError("key", f"upload {key!r} goes to another server: {entry.shown}")
    return entry, start


def _first_call(api: Api, protocol: UploadProtocol, key: str) -> tuple[str, dict[str, Any]]:
    """Return the path and the other arguments of the call that began an upload. Raises: InvalidArgumentError."""
    entry, start = _find(api, key)
    existing = protocol.start_existing
    if existing is not None and start["operation"] == existing.operation.id:
        arguments = {"identifiers": find(start["body"], existing.target)}
    elif start["operation"] == protocol.start_new.operation.id:
        arguments = {"fields": start["body"]}
    else:
        raise InvalidArgumentError("key", f"upload {key!r} was begun by another operation: {entry.shown}")
    return json.loads(entry.path), {**arguments, "arguments": start["arguments"]}
