"""One file of many: what is sent to whoever uploads it, and what comes back. All of it can be pickled."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from uuid import uuid4

from pydantic import BaseModel

from ...api import Call
from ...errors import ApiError
from ...not_given import NOT_GIVEN
from ...package import Package
from ...request_flow import drive, drive_async
from ...session import AsyncSession, SyncSession

from ..pointers import built, find
from ..protocol import UploadProtocol
from ..start import OpenedUpload
from .outcomes import Done, Outcome
from .pickling import Loan

__all__ = ["Target", "Task", "data_of", "upload_one", "upload_one_async"]

_GONE = frozenset({400, 404, 410, 422})

Steps = Generator[Any, Any, Outcome[Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """The method that uploads one file, and its protocol, by their names in the generated package."""

    resource: str
    method: str
    protocol: str

    def declared(self, package: Package) -> UploadProtocol:
        found: UploadProtocol = getattr(import_module(f"{package.module}._uploads"), self.protocol)
        return found


@dataclass(frozen=True, slots=True)
class Task:
    """One file. ``file`` is its absolute path, ``arguments`` are of the method, ``done`` is what is known of it.

    ``key`` differs from that of any other task, for executors that give the same answer to the same question.
    """

    path: str
    file: str
    arguments: Mapping[str, Any]
    done: Done | None = None
    key: str = field(default_factory=lambda: uuid4().hex)


def upload_one(loan: Loan, target: Target, task: Task) -> Outcome[Any]:
    """Upload a file, unless the server still has it. What goes wrong is in the outcome."""
    with loan as session:
        return drive(_steps(session, target, task), lambda step: step())


async def upload_one_async(session: AsyncSession, target: Target, task: Task) -> Outcome[Any]:
    """The same for asyncio."""
    return await drive_async(_steps(session, target, task), lambda step: step())


def _steps(session: SyncSession | AsyncSession, target: Target, task: Task) -> Steps:
    """Each step is a function to call; what it gives is awaited by the async client."""
    try:
        protocol, stamp = target.declared(session.api.package), _stamp(task.file)
        if task.done is not None and task.done[:2] == stamp and (yield from _is_there(session, protocol, task.done)):
            return Outcome(task.path, "skipped", None, task.done.record_id)
        upload = getattr(getattr(session, target.resource), target.method)
        result = yield lambda: upload(task.file, **task.arguments)
        return _uploaded(protocol, task, result, stamp)
    except Exception as error:
        return Outcome(task.path, "failed", error=error)


def data_of(result: Any) -> Any:
    """What a call gave, as JSON."""
    return result.model_dump(mode="json", by_alias=True) if isinstance(result, BaseModel) else result


def _stamp(file: str) -> tuple[int, int] | None:
    """Size and time of change; None if there is no such file, which the upload tells of."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _is_there(session: SyncSession | AsyncSession, protocol: UploadProtocol, done: Done) -> Generator[Any, Any, bool]:
    """Whether the server still has what an earlier run sent. Without a ``poll`` that run is believed."""
    poll, known = protocol.poll, OpenedUpload({}, done.record_id, None, ()).known
    if poll is None:
        return True
    call = Call(poll.operation, known(poll.parameters), built(known(poll.body)) if poll.body else NOT_GIVEN)
    try:
        record = find((yield lambda: session.send(call)).json(), poll.record)
    except ApiError as error:
        if error.status_code not in _GONE:
            raise
        return False
    return _state(protocol, record) == (True, done.moved)


def _state(protocol: UploadProtocol, record: Any) -> tuple[bool, Any]:
    """Whether a record says that its content is there, and the field that changes with the content."""
    poll = protocol.poll
    if poll is None:
        return True, None
    return find(record, poll.done.pointer) == poll.done.equals, find(record, poll.moved) if poll.moved else None


def _uploaded(protocol: UploadProtocol, task: Task, result: Any, stamp: tuple[int, int] | None) -> Outcome[Any]:
    data = data_of(result)
    record = data if protocol.poll is None else find(data, protocol.poll.record)
    record_id = find(record, protocol.response.record_id)
    is_there, moved = _state(protocol, record)
    done = None
    if stamp is not None and stamp == _stamp(task.file) and is_there and record_id is not None:
        done = Done(*stamp, record_id, moved)
    return Outcome(task.path, "uploaded", result, record_id, done=done)
