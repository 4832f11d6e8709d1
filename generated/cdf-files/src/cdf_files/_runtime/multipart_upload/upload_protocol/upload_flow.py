"""The conversation of an upload, without input and output: a generator of steps that a driver performs."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from ...api import Call
from ...errors import ApiError, ClientError, InvalidResponseError
from ...not_given import NOT_GIVEN
from ...retries import backoff

from ..errors import ContentDiffersError, PartFailedError, SourceChangedError, UploadError, UploadNotConfirmedError
from ..job import Job
from ..parts import MAX_ATTEMPTS
from ..pointers import built, find
from ..protocol import Download, Poll, Wait
from ..start import OpenedUpload
from ..steps import Ask, Do, Fetch, Pause, Send, Steps
from .opening import begun, is_there
from .reopening import reopened
from .responses import Clock, asked_for, data, delays, is_transient

__all__ = ["upload_flow"]

_DEAD_URL = frozenset({403, 404, 410})
_NO_UPLOAD = frozenset({400, 404, 410, 422})
_SETTLING = Wait(0.5, 2.0, None, 15.0)


def upload_flow(job: Job, start: Call, clock: Clock = time.monotonic) -> Steps:
    """Start or go on, send, complete, confirm, verify. Returns the last record that the server gave.

    Raises:
        ClientError: a call failed. UploadError: the upload did.
    """
    state = job.state
    opened: OpenedUpload
    if state.opened is None:
        opened = yield from begun(job, start, clock)
    elif state.is_expired and not state.is_completed:
        opened = yield from reopened(job, start, state.opened, clock)
    else:
        opened = state.opened
        job.tell(f"going on with upload {state.key}: {len(state.checksums)} of {len(job.parts)} parts are stored")
    try:
        return (yield from _finished(job, start, opened, clock))
    except ClientError as error:
        if isinstance(error, UploadError):
            error.record_id = opened.record_id
        if not isinstance(error, SourceChangedError | ContentDiffersError):
            error.add_note(_what_next(job, opened))
        raise


def _what_next(job: Job, opened: OpenedUpload) -> str:
    """How far the upload came, and what calling again does."""
    state, total = job.state, len(job.parts)
    progress = "it is completed" if state.is_completed else f"{len(state.checksums)} of {total} parts are stored"
    next_call = "resumes it" if state.key is not None else "starts again from the first part"
    return f"record {opened.record_id}: {progress}; the same call {next_call}"


def _finished(job: Job, start: Call, opened: OpenedUpload, clock: Clock) -> Steps:
    try:
        whole = yield from _handed_in(job, opened, clock)
    except ClientError as error:
        if job.state.opened is None or not _is_over(error):
            raise
        opened = yield from reopened(job, start, opened, clock)
        whole = yield from _handed_in(job, opened, clock)
    record = job.state.reply
    if job.protocol.poll is not None:
        record = yield from _confirmed(job.protocol.poll, job, opened, clock)
    if job.options.verify and job.protocol.download is not None:
        yield from _verified(job.protocol.download, job, opened, whole)
    yield Do(job.state.forget)
    return record


def _is_over(error: ClientError) -> bool:
    """Whether the server takes nothing more for the upload that an earlier call began: no part, or no completion."""
    if isinstance(error, PartFailedError):
        return error.status_code in _DEAD_URL
    return isinstance(error, ApiError) and error.status_code in _NO_UPLOAD


def _handed_in(job: Job, opened: OpenedUpload, clock: Clock) -> Steps:
    """Send what is missing and complete, as far as that was not done; gives the file's SHA-256 (``Job.whole``)."""
    is_repetition = opened is job.state.opened and not job.missing(opened)
    yield Send(opened)
    whole = yield Do(job.whole)
    if not job.state.is_completed:
        yield from _completed(job, opened, clock, is_repetition)
        yield Do(job.state.completed)
    return whole


def _completed(job: Job, opened: OpenedUpload, clock: Clock, is_repetition: bool) -> Steps:
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
        except ClientError as error:
            again = is_transient(error) and rule.repeat != "never" and attempt < MAX_ATTEMPTS
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


def _settled(job: Job, opened: OpenedUpload, failure: ClientError, clock: Clock) -> Steps:
    """A repetition was refused: an earlier one may have worked, and the content be on its way.

    Of what an earlier call began that is waited for longer, since all would be sent anew afterwards.
    """
    poll = job.protocol.poll
    wait = _SETTLING if poll is None or job.state.opened is None else poll.wait
    for delay in delays(wait, clock) if not is_transient(failure) else ():
        yield Pause(delay)
        if (yield from _looked(job, opened)):
            return
    raise failure


def _poll_call(poll: Poll, opened: OpenedUpload) -> Call:
    body = built(opened.known(poll.body)) if poll.body else NOT_GIVEN
    return Call(poll.operation, opened.known(poll.parameters), body)


def _looked(job: Job, opened: OpenedUpload) -> Steps:
    """One look that may fail: whether the content is there."""
    poll = job.protocol.poll
    if poll is None:
        return False
    try:
        response = yield Ask(_poll_call(poll, opened))
    except ClientError:
        return False
    return _done(poll, job, opened, data(response))


def _done(poll: Poll, job: Job, opened: OpenedUpload, reply: Any) -> bool:
    """Whether the record says so, and if it said so of older content already, whether it has moved since."""
    record = find(reply, poll.record)
    if not is_there(job, record):
        return False
    old = poll.moved is not None and is_there(job, opened.record)
    return not old or find(record, poll.moved or "") != find(opened.record, poll.moved or "")


def _confirmed(poll: Poll, job: Job, opened: OpenedUpload, clock: Clock) -> Steps:
    call, pauses, wait = _poll_call(poll, opened), delays(poll.wait, clock), job.options.wait
    while True:
        at_least = 0.0
        try:
            response = yield Ask(call)
        except ClientError as error:
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


def _verified(download: Download, job: Job, opened: OpenedUpload, whole: str) -> Steps:
    """Read the content back, with a new URL each time. Raises: ContentDiffersError."""
    arguments = dict([download.extended]) if download.extended is not None else {}
    call = Call(download.operation, arguments, built(opened.known(download.body)))
    for attempt in count(1):
        try:
            response = yield Ask(call)
            found = yield Fetch(job.download(find(data(response), download.url)))
        except ClientError as error:
            if not is_transient(error) or attempt >= MAX_ATTEMPTS:
                raise
            pause = max(backoff(attempt), asked_for(error))
        else:
            if found != whole:
                yield Do(job.state.spoil)
                raise ContentDiffersError(whole, found)
            return
        yield Pause(pause)
