"""What replies say, whether to ask again, and how long."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from ...errors import ApiError, ClientError, TransportError
from ...response import Response
from ...retries import retry_after

from ..pointers import find
from ..protocol import Wait

__all__ = ["Clock", "asked_for", "data", "delays", "is_transient", "says"]

_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})

Clock = Callable[[], float]


def data(response: Response[Any]) -> Any:
    """The JSON of a reply, or None."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def says(error: ApiError, statuses: tuple[int, ...], evidence: str | None) -> bool:
    """Whether a refusal is the one that a protocol tells of."""
    try:
        body = json.loads(error.content)
    except (ValueError, RecursionError):
        body = None
    return error.status_code in statuses and (evidence is None or find(body, evidence) is not None)


def delays(wait: Wait, clock: Clock) -> Iterator[float]:
    """Delays until the deadline would pass."""
    end = clock() + wait.deadline
    delay = wait.initial_delay
    while clock() + delay <= end:
        yield delay
        delay = min(delay * wait.factor, wait.maximum_delay or delay * wait.factor)


def is_transient(error: ClientError) -> bool:
    """Whether another try may go better."""
    return isinstance(error, TransportError) or (isinstance(error, ApiError) and error.status_code in _TRANSIENT)


def asked_for(error: ClientError) -> float:
    """Seconds that the server wants to be left alone."""
    return retry_after(error.headers) if isinstance(error, ApiError) else 0.0
