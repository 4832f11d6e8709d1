"""What responses say, whether to retry, and when."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from specproof.runtime.errors import ApiError, ClientError, TransportError
from specproof.runtime.pointers import find
from specproof.runtime.response import Response
from specproof.runtime.retries import backoff, retry_after

from ..protocol import Wait

__all__ = ["Clock", "is_transient", "json_data", "matches", "poll_delays", "retry_after_seconds", "retry_delay"]

_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})

Clock = Callable[[], float]
"""Seconds that never go back, such as ``time.monotonic``."""


def json_data(response: Response[Any]) -> Any:
    """Return the JSON data of a response, or None if it has none."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def matches(error: ApiError, statuses: tuple[int, ...], evidence: str | None) -> bool:
    """Whether an error response has one of the statuses and, in its body, a value at the JSON pointer ``evidence``."""
    try:
        body = json.loads(error.content)
    except (ValueError, RecursionError):
        body = None
    return error.status_code in statuses and (evidence is None or find(body, evidence) is not None)


def poll_delays(wait: Wait, clock: Clock) -> Iterator[float]:
    """Yield the seconds to wait before each poll; ends when the next poll would be after the deadline."""
    end = clock() + wait.deadline
    delay = wait.initial_delay
    while clock() + delay <= end:
        yield delay
        delay = min(delay * wait.factor, wait.maximum_delay or delay * wait.factor)


def is_transient(error: ClientError) -> bool:
    """Whether the same call may succeed if it is made again."""
    return isinstance(error, TransportError) or (isinstance(error, ApiError) and error.status_code in _TRANSIENT)


def retry_after_seconds(error: ClientError) -> float:
    """Return the seconds in the Retry-After header of an error response; 0 if there is none."""
    return retry_after(error.headers) if isinstance(error, ApiError) else 0.0


def retry_delay(attempt: int, error: ClientError) -> float:
    """Return the seconds to wait after a failed attempt, counted from 1: its backoff, or Retry-After if longer."""
    return max(backoff(attempt), retry_after_seconds(error))
