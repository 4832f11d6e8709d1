"""What an upload asks its driver to do, and how long it goes on asking."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any

from ..api import Call
from ..errors import ApiError, ResponseError, TransportError
from ..request import Request
from ..response import Response
from ..retries import retry_after
from .pointers import find
from .protocol import Wait
from .start import Opened

__all__ = [
    "Ask",
    "Clock",
    "Do",
    "Fetch",
    "Pause",
    "Send",
    "Step",
    "Steps",
    "asked_for",
    "data",
    "delays",
    "is_transient",
    "says",
]

_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Ask:
    """Make this call; its reply is the answer to the step."""

    call: Call


@dataclass(frozen=True, slots=True)
class Send:
    """Send every part that is not stored yet to its URL."""

    opened: Opened


@dataclass(frozen=True, slots=True)
class Fetch:
    """Read the content; the answer is its SHA-256."""

    request: Request


@dataclass(frozen=True, slots=True)
class Do:
    """Do this, which reads or writes files; what it gives is the answer."""

    work: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds."""

    seconds: float


Step = Ask | Send | Fetch | Do | Pause
Steps = Generator[Step, Any, Any]


def data(response: Response[Any]) -> Any:
    """The JSON of a reply, or None."""
    try:
        return response.json()
    except ValueError:
        return None


def says(error: ResponseError, statuses: tuple[int, ...], evidence: str | None) -> bool:
    """Whether a refusal is the one that a protocol tells of."""
    try:
        body = json.loads(error.content)
    except ValueError:
        body = None
    return error.status_code in statuses and (evidence is None or find(body, evidence) is not None)


def delays(wait: Wait, clock: Clock) -> Iterator[float]:
    """Delays until the deadline would pass."""
    end = clock() + wait.deadline
    delay = wait.initial_delay
    while clock() + delay <= end:
        yield delay
        delay = min(delay * wait.factor, wait.maximum_delay or delay * wait.factor)


def is_transient(error: ApiError) -> bool:
    """Whether another try may go better."""
    return isinstance(error, TransportError) or (isinstance(error, ResponseError) and error.status_code in _TRANSIENT)


def asked_for(error: ApiError) -> float:
    """Seconds that the server wants to be left alone."""
    return retry_after(error.headers) if isinstance(error, ResponseError) else 0.0
