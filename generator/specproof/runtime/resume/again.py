"""Going on with an upload that is known by its key alone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from ..api import Api
from ..errors import InvalidArgument
from ..session import AsyncSession, SyncSession
from ..uploads.options import DEFAULTS, UploadOptions
from ..uploads.pointers import find
from ..uploads.protocol import UploadProtocol
from ..uploads.tasks import upload_async
from ..uploads.threads import upload_sync
from .listing import entry_of

__all__ = ["resume_async", "resume_sync"]


def resume_sync(session: SyncSession, protocol: UploadProtocol, key: str, options: UploadOptions = DEFAULTS) -> Any:
    """Finish an upload that the journal knows, as the call did that began it.

    Raises:
        InvalidArgument: there is no such upload, or it belongs to another server or protocol.
        UploadError, ApiError: as ``upload_sync``.
    """
    path, values = _begun(session.api, protocol, key)
    return upload_sync(session, protocol, path, **values, options=options)


async def resume_async(
    session: AsyncSession, protocol: UploadProtocol, key: str, options: UploadOptions = DEFAULTS
) -> Any:
    """As ``resume_sync``, for asyncio."""
    path, values = await asyncio.to_thread(_begun, session.api, protocol, key)
    return await upload_async(session, protocol, path, **values, options=options)


def _begun(api: Api, protocol: UploadProtocol, key: str) -> tuple[str, dict[str, Any]]:
    """The path, and what the start was given."""
    entry = entry_of(api.package.module, key)
    if entry is None:
        raise InvalidArgument("key", f"no upload {key!r} is remembered")
    target = json.loads(entry.target)
    if target["base"] != api.base.root + api.base.path:
        raise InvalidArgument("key", f"upload {key!r} goes to another server: {entry.shown}")
    again = protocol.start_existing
    if again is not None and target["operation"] == again.operation.id:
        values = {"identifiers": find(target["body"], again.target)}
    elif target["operation"] == protocol.start_new.operation.id:
        values = {"fields": target["body"]}
    else:
        raise InvalidArgument("key", f"upload {key!r} was begun in another way: {entry.shown}")
    return json.loads(entry.path), {**values, "arguments": target["arguments"]}
