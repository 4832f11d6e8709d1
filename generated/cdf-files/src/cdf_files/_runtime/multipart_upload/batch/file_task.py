"""One file of many, as a task that can be pickled."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from uuid import uuid4

from pydantic import BaseModel

from ...errors import ApiError
from ...package import Package
from ...pointers import find
from ...request_flow import drive, drive_async
from ...session import AsyncSession, SyncSession

from ..protocol import UploadProtocol
from ..start import OpenedUpload
from ..upload_protocol.calls import has_content, poll_call
from .outcomes import ConfirmedUpload, Outcome
from .pickling import PicklableSession

__all__ = ["FileTask", "MethodRef", "to_json", "upload_one", "upload_one_async"]

_GONE = frozenset({400, 404, 410, 422})

Session = SyncSession | AsyncSession
Steps = Generator[Any, Any, Outcome[Any]]


@dataclass(frozen=True, slots=True)
class MethodRef:
    """Names, in the package, of a resource, of its method that uploads one file, and of the protocol constant."""

    resource: str
    method: str
    protocol: str

    def protocol_of(self, package: Package) -> UploadProtocol:
        """Return the upload protocol, imported from the package."""
        protocol: UploadProtocol = getattr(import_module(f"{package.module}._uploads"), self.protocol)
        return protocol


@dataclass(frozen=True, slots=True)
class FileTask:
    """One file to upload, as data that can be pickled.

    Args:
        path: of the file, as the caller wrote it.
        file: its absolute path.
        arguments: of the method.
        done: what the ledger remembers of its upload; None if nothing.
        key: different for each task, for executors that return one result for equal tasks.
    """

    path: str
    file: str
    arguments: Mapping[str, Any]
    done: ConfirmedUpload | None = None
    key: str = field(default_factory=lambda: uuid4().hex)


def upload_one(client: PicklableSession, method: MethodRef, task: FileTask) -> Outcome[Any]:
    """Upload one file, unless the server still has its content; an error is in the outcome, not raised."""
    with client as session:
        return drive(_steps(session, method, task), lambda step: step())


async def upload_one_async(session: AsyncSession, method: MethodRef, task: FileTask) -> Outcome[Any]:
    """Upload one file on asyncio, as ``upload_one`` does."""
    return await drive_async(_steps(session, method, task), lambda step: step())


def _steps(session: Session, method: MethodRef, task: FileTask) -> Steps:
    """Yield functions to call; the async client awaits their results."""
    try:
        protocol, stamp = method.protocol_of(session.api.package), _stamp(task.file)
        if task.done is not None and task.done[:2] == stamp and (yield from _is_there(session, protocol, task.done)):
            return Outcome(task.path, "skipped", None, task.done.record_id)
        upload = getattr(getattr(session, method.resource), method.method)
        result = yield lambda: upload(task.file, **task.arguments)
        return _uploaded(protocol, task, result, stamp)
    except Exception as error:
        return Outcome(task.path, "failed", error=error)


def to_json(result: Any) -> Any:
    """Return the result of a call as JSON data; one that is no model is returned unchanged."""
    return result.model_dump(mode="json", by_alias=True) if isinstance(result, BaseModel) else result


def _stamp(file: str) -> tuple[int, int] | None:
    """Return size and time of change; None if there is no such file, which the upload reports."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _is_there(session: Session, protocol: UploadProtocol, done: ConfirmedUpload) -> Generator[Any, Any, bool]:
    """Return whether the server still has what an earlier run sent; True without a ``poll`` to ask."""
    poll = protocol.poll
    if poll is None:
        return True
    call = poll_call(poll, OpenedUpload({}, done.record_id, None, ()))
    try:
        record = find((yield lambda: session.send(call)).json(), poll.record)
    except ApiError as error:
        if error.status_code not in _GONE:
            raise
        return False
    return _content_state(protocol, record) == (True, done.moved)


def _content_state(protocol: UploadProtocol, record: Any) -> tuple[bool, Any]:
    """Return whether a record has its content, and the field that changes with the content."""
    poll = protocol.poll
    if poll is None:
        return True, None
    return has_content(poll, record), find(record, poll.moved) if poll.moved else None


def _uploaded(protocol: UploadProtocol, task: FileTask, result: Any, stamp: tuple[int, int] | None) -> Outcome[Any]:
    data = to_json(result)
    record = data if protocol.poll is None else find(data, protocol.poll.record)
    record_id = find(record, protocol.response.record_id)
    is_there, moved = _content_state(protocol, record)
    done = None
    if stamp is not None and stamp == _stamp(task.file) and is_there and record_id is not None:
        done = ConfirmedUpload(*stamp, record_id, moved)
    return Outcome(task.path, "uploaded", result, record_id, done=done)
