"""The flow of an upload: a generator of steps that a driver performs."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from ...api import Call
from ...errors import ApiError, ClientError, InvalidResponseError
from ...pointers import find

from ..errors import ContentDiffersError, PartFailedError, SourceChangedError, UploadError, UploadNotConfirmedError
from ..job import Job
from ..parts import MAX_ATTEMPTS
from ..protocol import Download, Poll, Wait
from ..start import OpenedUpload
from ..steps import FetchDigest, MakeCall, Pause, RunBlocking, SendParts, Steps
from .calls import complete_call, download_call, has_content, poll_call
from .opening import open_upload
from .reopening import reopen_upload
from .responses import Clock, is_transient, json_data, poll_delays, retry_after_seconds, retry_delay

__all__ = ["upload_flow"]

_DEAD_URL = frozenset({403, 404, 410})
_NO_UPLOAD = frozenset({400, 404, 410, 422})
_SETTLING = Wait(0.5, 2.0, None, 15.0)


def upload_flow(job: Job, start: Call, clock: Clock = time.monotonic) -> Steps:
    """Start or resume an upload, send, complete, confirm and verify it; return the record of the last response.

    Raises:
        ClientError: a call failed. UploadError: the upload did.
    """
    state = job.state
    opened: OpenedUpload
    if state.opened is None:
        opened = yield from open_upload(job, start, clock)
    elif state.is_expired and not state.is_completed:
        opened = yield from reopen_upload(job, start, state.opened, clock)
    else:
        opened = state.opened
        job.notify(f"resuming upload {state.key}: {len(state.checksums)} of {len(job.parts)} parts are stored")
    try:
        return (yield from _finish(job, start, opened, clock))
    except ClientError as error:
        if isinstance(error, UploadError):
            error.record_id = opened.record_id
        if not isinstance(error, SourceChangedError | ContentDiffersError):
            error.add_note(_next_call(job, opened))
        raise


def _next_call(job: Job, opened: OpenedUpload) -> str:
    """Say how far the upload is, and what the same call does next."""
    state, total = job.state, len(job.parts)
    progress = "it is completed" if state.is_completed else f"{len(state.checksums)} of {total} parts are stored"
    next_call = "resumes it" if state.key is not None else "starts again from the first part"
    return f"record {opened.record_id}: {progress}; the same call {next_call}"


def _finish(job: Job, start: Call, opened: OpenedUpload, clock: Clock) -> Steps:
    try:
        digest = yield from _send_and_complete(job, opened, clock)
    except ClientError as error:
        if job.state.opened is None or not _is_over(error):
            raise
        opened = yield from reopen_upload(job, start, opened, clock)
        digest = yield from _send_and_complete(job, opened, clock)
    record = job.state.response
    if job.protocol.poll is not None:
        record = yield from _confirm(job.protocol.poll, job, opened, clock)
    if job.options.verify and job.protocol.download is not None:
        yield from _verify(job.protocol.download, job, opened, digest)
    yield RunBlocking(job.state.forget)
    return record


def _is_over(error: ClientError) -> bool:
    """Whether the server takes no part and no completion for the upload that an earlier call began."""
    if isinstance(error, PartFailedError):
        return error.status_code in _DEAD_URL
    return isinstance(error, ApiError) and error.status_code in _NO_UPLOAD


def _send_and_complete(job: Job, opened: OpenedUpload, clock: Clock) -> Steps:
    """Send the missing parts and complete, unless that was done; return the file's SHA-256 (``Job.digest``)."""
    is_repetition = opened is job.state.opened and not job.missing_parts(opened)
    yield SendParts(opened)
    digest = yield RunBlocking(job.digest)
    if not job.state.is_completed:
        yield from _complete(job, opened, clock, is_repetition)
        yield RunBlocking(job.state.completed)
    return digest


def _complete(job: Job, opened: OpenedUpload, clock: Clock, is_repetition: bool) -> Steps:
    """Complete. After a lost response poll first; a refused repetition is a success if the content is there."""
    rule = job.protocol.complete
    call = complete_call(rule, opened)
    if is_repetition and (yield from _poll_once(job, opened)):
        return None
    for attempt in count(2 if is_repetition else 1):
        try:
            return (yield MakeCall(call))
        except InvalidResponseError:
            return None  # it is a success, and nothing is read from it
        except ClientError as error:
            is_retried = is_transient(error) and rule.repeat != "never" and attempt < MAX_ATTEMPTS
            if not is_retried and attempt == 1:
                raise
            delay, failure = retry_delay(attempt, error), error
        if (yield from _poll_once(job, opened)):
            return None
        if not is_retried:
            yield from _settle(job, opened, failure, clock)
            return None
        yield Pause(delay)
    return None


def _settle(job: Job, opened: OpenedUpload, failure: ClientError, clock: Clock) -> Steps:
    """Poll for a while after a refused repetition: an earlier completion may have worked, and the content be coming.

    An upload that an earlier call began is polled for longer, since all its parts would be sent again afterwards.
    """
    poll = job.protocol.poll
    wait = _SETTLING if poll is None or job.state.opened is None else poll.wait
    for delay in poll_delays(wait, clock) if not is_transient(failure) else ():
        yield Pause(delay)
        if (yield from _poll_once(job, opened)):
            return
    raise failure


def _poll_once(job: Job, opened: OpenedUpload) -> Steps:
    """Return whether the content is there; False if the poll fails."""
    poll = job.protocol.poll
    if poll is None:
        return False
    try:
        response = yield MakeCall(poll_call(poll, opened))
    except ClientError:
        return False
    return _is_done(poll, opened, json_data(response))


def _is_done(poll: Poll, opened: OpenedUpload, response: Any) -> bool:
    """Whether the record has content, and another one than it had at the start."""
    record = find(response, poll.record)
    if not has_content(poll, record):
        return False
    had_content = poll.moved is not None and has_content(poll, opened.record)
    return not had_content or find(record, poll.moved or "") != find(opened.record, poll.moved or "")


def _confirm(poll: Poll, job: Job, opened: OpenedUpload, clock: Clock) -> Steps:
    call, delays, wait = poll_call(poll, opened), poll_delays(poll.wait, clock), job.options.wait
    while True:
        at_least = 0.0
        try:
            response = yield MakeCall(call)
        except ClientError as error:
            if not wait or not is_transient(error):
                raise
            at_least = retry_after_seconds(error)
        else:
            if not wait or _is_done(poll, opened, json_data(response)):
                return response.parsed
        delay = next(delays, None)
        if delay is None:
            raise UploadNotConfirmedError(f"not confirmed within {poll.wait.deadline:g} s of the completion")
        yield Pause(max(delay, at_least))


def _verify(download: Download, job: Job, opened: OpenedUpload, digest: str) -> Steps:
    """Read the content back, with a new URL for each attempt. Raises: ContentDiffersError."""
    call = download_call(download, opened)
    for attempt in count(1):
        try:
            response = yield MakeCall(call)
            found = yield FetchDigest(job.download_request(find(json_data(response), download.url)))
        except ClientError as error:
            if not is_transient(error) or attempt >= MAX_ATTEMPTS:
                raise
            delay = retry_delay(attempt, error)
        else:
            if found != digest:
                yield RunBlocking(job.state.mark_damaged)
                raise ContentDiffersError(digest, found)
            return
        yield Pause(delay)
