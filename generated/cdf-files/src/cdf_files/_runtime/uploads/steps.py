"""The conversation of an upload, without input and output: a generator of steps that a driver performs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from ..absent import NOT_GIVEN
from ..api import Call
from ..errors import ApiError, InvalidResponse, ResponseError, TransportError
from ..response import Response
from ..retries import backoff, retry_after
from .errors import UploadError, UploadNotConfirmed
from .parts import TRIES
from .pointers import built, find
from .protocol import LateVisibility, Poll, UploadProtocol, Wait
from .start import Opened, read_opened

__all__ = ["Ask", "Pause", "Send", "Step", "Steps", "conversation"]

_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Ask:
    """Make this call; its reply is the answer to the step."""

    call: Call


@dataclass(frozen=True, slots=True)
class Send:
    """Send every part to its URL, then verify that the source is what it was."""

    opened: Opened


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds."""

    seconds: float


Step = Ask | Send | Pause
Steps = Generator[Step, Any, Any]


Clock = Callable[[], float]


def conversation(protocol: UploadProtocol, start: Call, wait: bool, clock: Clock = time.monotonic) -> Steps:
    """Start, send, complete, confirm. Returns the last record that the server gave.

    Raises:
        ApiError: a call failed. UploadError: the upload did.
    """
    started = yield from _started(protocol, start, clock)
    opened = read_opened(protocol.reply, _data(started))
    try:
        yield Send(opened)
        yield from _completed(protocol, opened)
        if protocol.poll is None:
            return started.parsed
        return (yield from _confirmed(protocol.poll, opened, wait, clock))
    except UploadError as error:
        error.record_id = opened.record_id
        raise


def _data(response: Response[Any]) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _started(protocol: UploadProtocol, start: Call, clock: Clock) -> Steps:
    existing = protocol.start_existing
    late = existing.late_visibility if existing is not None and existing.operation is start.operation else None
    delays = _delays(late.wait, clock) if late is not None else iter(())
    while True:
        try:
            return (yield Ask(start))
        except ResponseError as error:
            delay = next(delays, None)
            if late is None or delay is None or not _is_late(late, start, error):
                raise
        yield Pause(delay)


def _is_late(late: LateVisibility, start: Call, error: ResponseError) -> bool:
    sent = json.dumps(start.body, default=str)
    named = any(f'"{name}":' in sent for name in late.identifiers)
    seen = late.evidence is None or find(_json(error.content), late.evidence) is not None
    return named and seen and error.status_code in late.statuses


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _delays(wait: Wait, clock: Clock) -> Iterator[float]:
    """Delays until the deadline would pass."""
    end = clock() + wait.deadline
    delay = wait.initial_delay
    while clock() + delay <= end:
        yield delay
        delay = min(delay * wait.factor, wait.maximum_delay or delay * wait.factor)


def _transient(error: ApiError) -> bool:
    return isinstance(error, TransportError) or (isinstance(error, ResponseError) and error.status_code in _TRANSIENT)


def _asked_for(error: ApiError) -> float:
    return retry_after(error.headers) if isinstance(error, ResponseError) else 0.0


def _completed(protocol: UploadProtocol, opened: Opened) -> Steps:
    """Complete; after a lost reply look first, and take a refusal of the repetition for success if the look says so."""
    call = Call(protocol.complete.operation, {}, built(opened.known(protocol.complete.body)), any_success=True)
    for attempt in count(1):
        try:
            return (yield Ask(call))
        except InvalidResponse:
            return None  # it is a success, and nothing is read from it
        except ApiError as error:
            again = _transient(error) and protocol.complete.repeat != "never" and attempt < TRIES
            if not again and attempt == 1:
                raise
            pause = max(backoff(attempt), _asked_for(error))
            failure = error
        if protocol.poll is not None and (yield from _looked(protocol.poll, opened)):
            return None
        if not again:
            raise failure
        yield Pause(pause)


def _poll_call(poll: Poll, opened: Opened) -> Call:
    body = built(opened.known(poll.body)) if poll.body else NOT_GIVEN
    return Call(poll.operation, opened.known(poll.parameters), body)


def _looked(poll: Poll, opened: Opened) -> Steps:
    """One look that may fail: whether the content is there."""
    try:
        response = yield Ask(_poll_call(poll, opened))
    except ApiError:
        return False
    return _done(poll, opened, _data(response))


def _done(poll: Poll, opened: Opened, reply: Any) -> bool:
    """Whether the record says so, and if it said so of older content already, whether it has moved since."""
    record = find(reply, poll.record)
    if not _says(poll, record):
        return False
    old = poll.moved is not None and _says(poll, opened.record)
    return not old or find(record, poll.moved or "") != find(opened.record, poll.moved or "")


def _says(poll: Poll, record: Any) -> bool:
    value = find(record, poll.done.pointer)
    return type(value) is type(poll.done.equals) and bool(value == poll.done.equals)


def _confirmed(poll: Poll, opened: Opened, wait: bool, clock: Clock) -> Steps:
    call, delays = _poll_call(poll, opened), _delays(poll.wait, clock)
    while True:
        asked_for = 0.0
        try:
            response = yield Ask(call)
        except ApiError as error:
            if not wait or not _transient(error):
                raise
            asked_for = _asked_for(error)
        else:
            if not wait or _done(poll, opened, _data(response)):
                return response.parsed
        delay = next(delays, None)
        if delay is None:
            raise UploadNotConfirmed(f"not confirmed within {poll.wait.deadline:g} s of the completion")
        yield Pause(max(delay, asked_for))
