"""Going on with an upload that is known by its key alone, or taking back what it made."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..api import Api, Call
from ..errors import InvalidArgumentError
from ..session import AsyncSession, SyncSession

from .drivers.async_driver import upload_async
from .drivers.sync_driver import upload_sync
from .options import DEFAULTS, UploadOptions
from .pointers import built, find
from .protocol import UploadProtocol
from .resume.journal import Entry
from .resume.listing import entry_of, held
from .start import read_start_response

__all__ = ["discard_async", "discard_sync", "resume_async", "resume_sync"]


def resume_sync(session: SyncSession, protocol: UploadProtocol, key: str, options: UploadOptions = DEFAULTS) -> Any:
    """Finish an upload that the journal knows, as the call did that began it.

    Raises:
        InvalidArgumentError: there is no such upload, or it belongs to another server or protocol.
        UploadError, ClientError: as ``upload_sync``.
    """
    path, values = _begun(session.api, protocol, key)
    return upload_sync(session, protocol, path, **values, options=options)


async def resume_async(
    session: AsyncSession, protocol: UploadProtocol, key: str, options: UploadOptions = DEFAULTS
) -> Any:
    """As ``resume_sync``, for asyncio."""
    path, values = await asyncio.to_thread(_begun, session.api, protocol, key)
    return await upload_async(session, protocol, path, **values, options=options)


def discard_sync(session: SyncSession, protocol: UploadProtocol, key: str) -> None:
    """Delete the record that an unfinished upload made, and forget the upload.

    Raises:
        InvalidArgumentError: there is no such upload, or its record was there before it or has its content by now.
        UploadInProgressError: it is under way. ClientError: the server refused.
    """
    with discarding(session.api, protocol, key) as call:
        session.send(call)


async def discard_async(session: AsyncSession, protocol: UploadProtocol, key: str) -> None:
    """As ``discard_sync``, for asyncio."""
    with discarding(session.api, protocol, key) as call:
        await session.send(call)


@contextmanager
def discarding(api: Api, protocol: UploadProtocol, key: str) -> Iterator[Call]:
    """The call that deletes the record; the upload is forgotten when the ``with`` statement ends well."""
    entry, target = _known(api, key)
    rule, start = protocol.discard, protocol.start_new
    overwrites = start.overwrite is not None and target["arguments"].get(start.overwrite[0]) == start.overwrite[1]
    if rule is None or target["operation"] != start.operation.id or overwrites or entry.is_completed:
        raise InvalidArgumentError(
            "key", f"upload {key!r} made no record of its own that can be deleted: {entry.shown}"
        )
    if entry.reply is None:
        raise InvalidArgumentError("key", f"the record of upload {key!r} is not known: {entry.shown}")
    opened = read_start_response(protocol.response, json.loads(entry.reply))
    with held(api.package.module, key):
        yield Call(rule.operation, {}, built({**opened.known(rule.body), **rule.constants}), any_success=True)


def _known(api: Api, key: str) -> tuple[Entry, dict[str, Any]]:
    """The upload, and what its start was given. Raises: InvalidArgumentError, if it is none of this server's."""
    entry = entry_of(api.package.module, key)
    if entry is None:
        raise InvalidArgumentError("key", f"no upload {key!r} is remembered")
    target = json.loads(entry.target)
    if target["base"] != api.base.root + api.base.path:
        raise InvalidArgumentError("key", f"upload {key!r} goes to another server: {entry.shown}")
    return entry, target


def _begun(api: Api, protocol: UploadProtocol, key: str) -> tuple[str, dict[str, Any]]:
    """The path, and what the start was given."""
    entry, target = _known(api, key)
    again = protocol.start_existing
    if again is not None and target["operation"] == again.operation.id:
        values = {"identifiers": find(target["body"], again.target)}
    elif target["operation"] == protocol.start_new.operation.id:
        values = {"fields": target["body"]}
    else:
        raise InvalidArgumentError("key", f"upload {key!r} was begun in another way: {entry.shown}")
    return json.loads(entry.path), {**values, "arguments": target["arguments"]}
