"""What the methods of resources call, with the session of either client; that for asyncio has to await it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..operation import NOTHING
from ..session import AsyncSession, SyncSession

from .drivers.async_driver import upload_async
from .drivers.sync_driver import upload_sync
from .options import UploadOptions
from .protocol import UploadProtocol
from .resume_api import discard_async, discard_sync, resume_async, resume_sync
from .source import UploadSource

__all__ = ["run_discard", "run_resume", "run_upload"]


def run_upload(
    session: SyncSession | AsyncSession,
    protocol: UploadProtocol,
    source: UploadSource,
    *,
    fields: Mapping[str, Any] | None = None,
    identifiers: Mapping[str, Any] | None = None,
    arguments: Mapping[str, Any] = NOTHING,
    options: UploadOptions,
) -> Any:
    """Upload a file and return the record, or its awaitable with an async session. Raises: as ``upload_sync``."""
    given: dict[str, Any] = {"fields": fields, "identifiers": identifiers, "arguments": arguments, "options": options}
    if isinstance(session, AsyncSession):
        return upload_async(session, protocol, source, **given)
    return upload_sync(session, protocol, source, **given)


def run_resume(session: SyncSession | AsyncSession, protocol: UploadProtocol, key: str, options: UploadOptions) -> Any:
    """Finish an unfinished upload and return the record, or its awaitable. Raises: as ``resume_sync``."""
    if isinstance(session, AsyncSession):
        return resume_async(session, protocol, key, options)
    return resume_sync(session, protocol, key, options)


def run_discard(session: SyncSession | AsyncSession, protocol: UploadProtocol, key: str) -> Any:
    """Delete the record of an unfinished upload, or return that as an awaitable. Raises: as ``discard_sync``."""
    if isinstance(session, AsyncSession):
        return discard_async(session, protocol, key)
    return discard_sync(session, protocol, key)
