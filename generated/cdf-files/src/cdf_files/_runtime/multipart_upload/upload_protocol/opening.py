"""Opening an upload: a start whose reply may get lost, records that are seen late, records that are there already."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import Any

from ...api import Call
from ...errors import ApiError, ClientError, TransportError
from ...retries import backoff

from ..errors import UploadResponseInvalidError, UploadStartUnknownError
from ..job import Job
from ..parts import MAX_ATTEMPTS
from ..pointers import find
from ..protocol import StartExisting
from ..start import read_start_response, record_identity
from ..steps import Ask, Do, Pause, Steps
from .calls import counted, existing
from .responses import Clock, asked_for, data, delays, is_transient, says

__all__ = ["begun", "by_identity", "is_there"]

_TOO_MANY = 429


def begun(job: Job, start: Call, clock: Clock) -> Steps:
    """Ask for an upload until there is one; gives what was opened, which the job's memory keeps.

    A start that may have worked is repeated only if that makes no second record. Afterwards a conflict means that it
    had worked: the upload then goes on with that record, unless it has content, since then it is another one.

    Raises:
        UploadStartUnknownError: it may have worked, and cannot be repeated. ClientError: it was refused.
    """
    if job.state.was_begun and not _is_repeatable(job, start):
        job.tell("an earlier start of this upload was never answered: it may have left a record without content")
    yield Do(partial(job.state.begin, _makes_record(job, start)))
    try:
        response = yield from _started(job, start, clock)
    except ClientError as error:
        if _conflicts(job, error) or not (job.state.was_begun or job.state.opened):
            yield Do(job.state.forget)
        raise
    reply = data(response)
    opened = read_start_response(job.protocol.response, reply)
    try:
        job.urls(opened)
    except UploadResponseInvalidError as error:
        error.record_id = opened.record_id
        raise
    yield Do(partial(job.state.keep, reply, job.parts))
    return opened


def _started(job: Job, start: Call, clock: Clock) -> Steps:
    entry, is_new = job.protocol.start_existing, _makes_record(job, start)
    late = _late_delays(entry, start, clock)
    for attempt in count(1):
        try:
            return (yield Ask(start))
        except ClientError as error:
            if is_new and job.state.was_begun and _conflicts(job, error):
                return (yield from _taken_over(job, start, error, clock))
            job.state.was_begun |= is_new and _may_have_worked(error)
            pause = next(late, None) if _is_late(entry, start, error) else _pause(job, start, error, attempt)
            if pause is None:
                raise
        yield Pause(pause)
    return None


def _makes_record(job: Job, start: Call) -> bool:
    entry = job.protocol.start_existing
    return entry is None or start.operation is not entry.operation


def _pause(job: Job, start: Call, error: ClientError, attempt: int) -> float | None:
    """Seconds until the start is made again, or None if it is not. Raises: UploadStartUnknownError."""
    if not is_transient(error):
        return None
    may_be_repeated = _is_repeatable(job, start) or (isinstance(error, TransportError) and error.nothing_sent)
    if may_be_repeated:
        return max(backoff(attempt), asked_for(error)) if attempt < MAX_ATTEMPTS else None
    if not _may_have_worked(error):
        return None
    raise UploadStartUnknownError(
        f"{error}: a record may have been made for it, without content; look for it before you upload again"
        f"{_advice(job)}"
    ) from error


def _advice(job: Job) -> str:
    names = ", ".join(pointer[1:] for pointer in job.protocol.start_new.fields.identity)
    return f" (with {names} it could have been found, and the upload gone on with)" if names else ""


def _is_repeatable(job: Job, start: Call) -> bool:
    protocol = job.protocol
    entry, new = protocol.start_existing, protocol.start_new
    if entry is not None and start.operation is entry.operation:
        return entry.repeat != "never"
    overwrites = new.overwrite is not None and start.arguments.get(new.overwrite[0]) == new.overwrite[1]
    return new.repeat == "safe" or (
        new.repeat == "identified" and (overwrites or bool(record_identity(protocol, start)))
    )


def _may_have_worked(error: ClientError) -> bool:
    """Whether the server may have done what it was asked, though no good reply came."""
    if isinstance(error, TransportError):
        return not error.nothing_sent
    return is_transient(error) and not (isinstance(error, ApiError) and error.status_code == _TOO_MANY)


def _late_delays(entry: StartExisting | None, start: Call, clock: Clock) -> Any:
    late = entry.late_visibility if entry is not None and start.operation is entry.operation else None
    return delays(late.wait, clock) if late is not None else iter(())


def _is_late(entry: StartExisting | None, start: Call, error: ClientError) -> bool:
    late = entry.late_visibility if entry is not None and start.operation is entry.operation else None
    if entry is None or late is None or not isinstance(error, ApiError):
        return False
    named = find(start.body, entry.target) or {}
    return bool(set(late.identifiers) & set(named)) and says(error, late.statuses, late.evidence)


def _conflicts(job: Job, error: ClientError) -> bool:
    conflict = job.protocol.start_new.conflict
    return conflict is not None and isinstance(error, ApiError) and says(error, *_signs(conflict))


def _signs(conflict: Any) -> tuple[tuple[int, ...], str | None]:
    return conflict.statuses, conflict.evidence


def _taken_over(job: Job, start: Call, conflict: ClientError, clock: Clock) -> Steps:
    """Open the record that the lost start has made. Raises: ClientError, the conflict, if it is another's."""
    call = by_identity(job, start)
    if call is None or job.protocol.poll is None:
        raise conflict
    response = yield from _started(job, call, clock)
    if is_there(job, read_start_response(job.protocol.response, data(response)).record):
        raise conflict
    job.tell("the record was made by an earlier start whose reply was lost: the upload goes on with it")
    return response


def by_identity(job: Job, start: Call, record: Any = None) -> Call | None:
    """The call that opens a new upload for the record of a start, or None if nothing names the record."""
    entry = job.protocol.start_existing
    if entry is None:
        return None
    known = {name: value for name in entry.identifiers if (value := find(record, f"/{name}")) is not None}
    known |= {name: value for name, value in record_identity(job.protocol, start).items() if name in entry.identifiers}
    if not known:
        return None
    name, value = next(reversed(known.items()))
    return counted(job.protocol, existing(job.protocol, job.api.package, {name: value}, {}), len(job.parts))


def is_there(job: Job, record: Any) -> bool:
    """Whether the record says that it has content."""
    poll = job.protocol.poll
    value = None if poll is None else find(record, poll.done.pointer)
    return poll is not None and type(value) is type(poll.done.equals) and bool(value == poll.done.equals)
