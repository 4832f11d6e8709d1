"""The conversation of an upload, without input and output: a generator of steps that a driver performs."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from ...api import Call
from ...errors import ApiError, InvalidResponseError, ResponseError
from ...not_given import NOT_GIVEN
from ...retries import backoff

from ..errors import ContentDiffersError, PartFailedError, SourceChangedError, UploadError, UploadNotConfirmedError
from ..parts import TRIES
from ..pointers import built, find
from ..protocol import Download, Poll, Wait
from ..sending import Job
from ..start import Opened
from ..steps import Ask, Do, Fetch, Pause, Send, Steps
from .opening import begun, is_there
from .replies import Clock, asked_for, data, delays, is_transient

__all__ = ["upload_flow"]

_DEAD_URL = frozenset({403, 404, 410})
_NO_UPLOAD = frozenset({400, 404, 410, 422})
_SETTLING = Wait(0.5, 2.0, None, 15.0)


def upload_flow(job: Job, start: Call, clock: Clock = time.monotonic) -> Steps:
    """Start or go on, send, complete, confirm, verify. Returns the last record that the server gave.

    Raises:
        ApiError: a call failed. UploadError: the upload did.
    """
    memory = job.memory
    opened: Opened
    if memory.opened is None:
        opened = yield from begun(job, start, clock)
    elif memory.is_expired and not memory.is_completed:
        opened = yield from _reopened(job, start, memory.opened, clock)
    else:
        opened = memory.opened
        job.tell(f"going on with upload {memory.key}: {len(memory.checksums)} of {len(job.parts)} parts are stored")
    try:
        return (yield from _finished(job, start, opened, clock))
    except ApiError as error:
        if isinstance(error, UploadError):
            error.record_id = opened.record_id
        if not isinstance(error, SourceChangedError | ContentDiffersError):
            error.add_note(_what_next(job, opened))
        raise


def _what_next(job: Job, opened: Opened) -> str:
    """How far the upload came, and what calling again does."""
    memory, total = job.memory, len(job.parts)
    state = "it is completed" if memory.is_completed else f"{len(memory.checksums)} of {total} parts are stored"
    again = "goes on from there" if memory.key is not None else "starts anew"
    return f"record {opened.record_id}: {state}; the same call {again}"


def _reopened(job: Job, start: Call, old: Opened, clock: Clock) -> Steps:
    from ..resume import reopened

    return (yield from reopened(job, start, old, clock))


def _finished(job: Job, start: Call, opened: Opened, clock: Clock) -> Steps:
    try:
        whole = yield from _handed_in(job, opened, clock)
    except ApiError as error:
        if job.memory.opened is None or not _is_over(error):
            raise
        opened = yield from _reopened(job, start, opened, clock)
        whole = yield from _handed_in(job, opened, clock)
    record = job.memory.reply
    if job.protocol.poll is not None:
        record = yield from _confirmed(job.protocol.poll, job, opened, clock)
    if job.options.verify and job.protocol.download is not None:
        yield from _verified(job.protocol.download, job, opened, whole)
    yield Do(job.memory.forget)
    return record


def _is_over(error: ApiError) -> bool:
    """Whether the server takes nothing more for the upload that an earlier call began: no part, or no completion."""
    if isinstance(error, PartFailedError):
        return error.status_code in _DEAD_URL
    return isinstance(error, ResponseError) and error.status_code in _NO_UPLOAD


def _handed_in(job: Job, opened: Opened, clock: Clock) -> Steps:
    """Send what is missing and complete, as far as that was not done; gives the file's SHA-256 (``Job.whole``)."""
    is_repetition = opened is job.memory.opened and not job.missing(opened)
    yield Send(opened)
    whole = yield Do(job.whole)
    if not job.memory.is_completed:
        yield from _completed(job, opened, clock, is_repetition)
        yield Do(job.memory.completed)
    return whole


def _completed(job: Job, opened: Opened, clock: Clock, is_repetition: bool) -> Steps:
    """Complete; after a lost reply look first, and take a refusal of the repetition for success if the look says so."""
    rule = job.protocol.complete
    call = Call(rule.operation, {}, built(opened.known(rule.body)), any_success=True)
    if is_repetition and (yield from _looked(job, opened)):
        return None
    for attempt in count(2 if is_repetition else 1):
        try:
            return (yield Ask(call))
        except InvalidResponseError:
            return None  # it is a success, and nothing is read from it
        except ApiError as error:
            again = is_transient(error) and rule.repeat != "never" and attempt < TRIES
            if not again and attempt == 1:
                raise
            pause = max(backoff(attempt), asked_for(error))
            failure = error
        if (yield from _looked(job, opened)):
            return None
        if not again:
            yield from _settled(job, opened, failure, clock)
            return None
        yield Pause(pause)
    return None


def _settled(job: Job, opened: Opened, failure: ApiError, clock: Clock) -> Steps:
    """A repetition was refused: an earlier one may have worked, and the content be on its way.

    Of what an earlier call began that is waited for longer, since all would be sent anew afterwards.
    """
    poll = job.protocol.poll
    wait = _SETTLING if poll is None or job.memory.opened is None else poll.wait
    for delay in delays(wait, clock) if not is_transient(failure) else ():
        yield Pause(delay)
        if (yield from _looked(job, opened)):
            return
    raise failure


def _poll_call(poll: Poll, opened: Opened) -> Call:
    body = built(opened.known(poll.body)) if poll.body else NOT_GIVEN
    return Call(poll.operation, opened.known(poll.parameters), body)


def _looked(job: Job, opened: Opened) -> Steps:
    """One look that may fail: whether the content is there."""
    poll = job.protocol.poll
    if poll is None:
        return False
    try:
        response = yield Ask(_poll_call(poll, opened))
    except ApiError:
        return False
    return _done(poll, job, opened, data(response))


def _done(poll: Poll, job: Job, opened: Opened, reply: Any) -> bool:
    """Whether the record says so, and if it said so of older content already, whether it has moved since."""
    record = find(reply, poll.record)
    if not is_there(job, record):
        return False
    old = poll.moved is not None and is_there(job, opened.record)
    return not old or find(record, poll.moved or "") != find(opened.record, poll.moved or "")


def _confirmed(poll: Poll, job: Job, opened: Opened, clock: Clock) -> Steps:
    call, pauses, wait = _poll_call(poll, opened), delays(poll.wait, clock), job.options.wait
    while True:
        at_least = 0.0
        try:
            response = yield Ask(call)
        except ApiError as error:
            if not wait or not is_transient(error):
                raise
            at_least = asked_for(error)
        else:
            if not wait or _done(poll, job, opened, data(response)):
                return response.parsed
        delay = next(pauses, None)
        if delay is None:
            raise UploadNotConfirmedError(f"not confirmed within {poll.wait.deadline:g} s of the completion")
        yield Pause(max(delay, at_least))


def _verified(download: Download, job: Job, opened: Opened, whole: str) -> Steps:
    """Read the content back, with a new URL each time. Raises: ContentDiffersError."""
    arguments = dict([download.extended]) if download.extended is not None else {}
    call = Call(download.operation, arguments, built(opened.known(download.body)))
    for attempt in count(1):
        try:
            response = yield Ask(call)
            found = yield Fetch(job.download(find(data(response), download.url)))
        except ApiError as error:
            if not is_transient(error) or attempt >= TRIES:
                raise
            pause = max(backoff(attempt), asked_for(error))
        else:
            if found != whole:
                yield Do(job.memory.spoil)
                raise ContentDiffersError(whole, found)
            return
        yield Pause(pause)
