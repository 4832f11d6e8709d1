"""Opening an upload: starts whose response was lost, records that appear late, records that exist already."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any

from specproof.runtime.api import Call
from specproof.runtime.errors import ApiError, ClientError, TransportError
from specproof.runtime.pointers import find

from ..errors import UploadResponseInvalidError, UploadStartUnknownError
from ..job import Job
from ..parts import MAX_ATTEMPTS
from ..protocol import LateVisibility, StartExisting
from ..start import read_start_response, record_identity
from ..steps import MakeCall, Pause, RunBlocking, Steps
from .calls import has_content, start_existing, with_part_count
from .responses import Clock, is_transient, json_data, matches, poll_delays, retry_delay

__all__ = ["open_upload", "start_of_same_record"]

_TOO_MANY = 429


def open_upload(job: Job, start: Call, clock: Clock) -> Steps:
    """Make the start call until it succeeds, and return the ``OpenedUpload``, which the job's state keeps too.

    A start that may have succeeded is repeated only if that creates no second record. A conflict after it then means
    that it did: the upload takes that record, unless the record has content and so belongs to somebody else.

    Raises:
        UploadStartUnknownError: it may have succeeded, and cannot be repeated. ClientError: it was refused.
    """
    if job.state.was_begun and not _is_repeatable(job, start):
        job.notify("an earlier start of this upload got no response: it may have left a record without content")
    yield RunBlocking(partial(job.state.begin, _creates_record(job, start)))
    try:
        response = yield from _start(job, start, clock)
    except ClientError as error:
        if _is_conflict(job, error) or not (job.state.was_begun or job.state.opened):
            yield RunBlocking(job.state.forget)
        raise
    data = json_data(response)
    opened = read_start_response(job.protocol.response, data)
    try:
        job.part_urls(opened)
    except UploadResponseInvalidError as error:
        error.record_id = opened.record_id
        raise
    yield RunBlocking(partial(job.state.keep, data, job.parts))
    return opened


def start_of_same_record(job: Job, start: Call, record: Any = None) -> Call | None:
    """Return the call that opens a new upload for the record of a start, or None if nothing identifies the record."""
    entry = job.protocol.start_existing
    if entry is None:
        return None
    known = {name: value for name in entry.identifiers if (value := find(record, f"/{name}")) is not None}
    identity = record_identity(job.protocol, start)
    known |= {name: value for name, value in identity.items() if name in entry.identifiers}
    if not known:
        return None
    name, value = next(reversed(known.items()))
    call = start_existing(job.protocol, job.api.package, {name: value}, {})
    return with_part_count(job.protocol, call, len(job.parts))


def _start(job: Job, start: Call, clock: Clock) -> Steps:
    entry, is_new = job.protocol.start_existing, _creates_record(job, start)
    late = _late_visibility(entry, start)
    late_delays: Iterator[float] = iter(()) if late is None else poll_delays(late.wait, clock)
    for attempt in count(1):
        try:
            return (yield MakeCall(start))
        except ClientError as error:
            if is_new and job.state.was_begun and _is_conflict(job, error):
                return (yield from _adopt_record(job, start, error, clock))
            job.state.was_begun |= is_new and _may_have_succeeded(error)
            is_late = late is not None and isinstance(error, ApiError) and matches(error, late.statuses, late.evidence)
            delay = next(late_delays, None) if is_late else _retry_delay(job, start, error, attempt)
            if delay is None:
                raise
        yield Pause(delay)
    return None


def _creates_record(job: Job, start: Call) -> bool:
    entry = job.protocol.start_existing
    return entry is None or start.operation is not entry.operation


def _retry_delay(job: Job, start: Call, error: ClientError, attempt: int) -> float | None:
    """Return the seconds until the start is made again, or None if it is not. Raises: UploadStartUnknownError."""
    if not is_transient(error):
        return None
    if _is_repeatable(job, start) or (isinstance(error, TransportError) and error.nothing_sent):
        return retry_delay(attempt, error) if attempt < MAX_ATTEMPTS else None
    if not _may_have_succeeded(error):
        return None
    raise UploadStartUnknownError(
        f"{error}: a record may have been made for it, without content; look for it before you upload again"
        f"{_advice(job)}"
    ) from error


def _advice(job: Job) -> str:
    names = ", ".join(pointer[1:] for pointer in job.protocol.start_new.fields.identity)
    return f" (with {names} it could have been found, and the upload resumed)" if names else ""


def _is_repeatable(job: Job, start: Call) -> bool:
    protocol = job.protocol
    entry, new = protocol.start_existing, protocol.start_new
    if entry is not None and start.operation is entry.operation:
        return entry.repeat != "never"
    overwrites = new.overwrite is not None and start.arguments.get(new.overwrite[0]) == new.overwrite[1]
    is_identified = overwrites or bool(record_identity(protocol, start))
    return new.repeat == "safe" or (new.repeat == "identified" and is_identified)


def _may_have_succeeded(error: ClientError) -> bool:
    """Whether the server may have done what it was asked, though no success was reported."""
    if isinstance(error, TransportError):
        return not error.nothing_sent
    return is_transient(error) and not (isinstance(error, ApiError) and error.status_code == _TOO_MANY)


def _late_visibility(entry: StartExisting | None, start: Call) -> LateVisibility | None:
    """Return the rule for identifiers that the server may know only later, if the start has one of them."""
    if entry is None or entry.late_visibility is None or start.operation is not entry.operation:
        return None
    identifiers = find(start.body, entry.target) or {}
    return entry.late_visibility if set(entry.late_visibility.identifiers) & set(identifiers) else None


def _is_conflict(job: Job, error: ClientError) -> bool:
    conflict = job.protocol.start_new.conflict
    if conflict is None or not isinstance(error, ApiError):
        return False
    return matches(error, conflict.statuses, conflict.evidence)


def _adopt_record(job: Job, start: Call, conflict: ClientError, clock: Clock) -> Steps:
    """Open the record that the lost start has made. Raises: ClientError, the conflict, if the record has content."""
    call = start_of_same_record(job, start)
    if call is None or job.protocol.poll is None:
        raise conflict
    response = yield from _start(job, call, clock)
    if has_content(job.protocol.poll, read_start_response(job.protocol.response, json_data(response)).record):
        raise conflict
    job.notify("the record was made by an earlier start whose response was lost: the upload continues with it")
    return response
