"""When a request is sent again, and after which wait."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from .errors import TransportError
from .operation import Operation
from .raw_response import RawResponse

__all__ = ["Retries", "RetryState", "backoff", "retry_after"]

_IDEMPOTENT = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT", "QUERY", "TRACE"})


@dataclass(frozen=True, slots=True)
class Retries:
    """How often and how patiently a client repeats what is safe to repeat.

    Safe is an operation that is idempotent, by its method (RFC 9110, section 9.2.2) or because the document says so
    (``x-idempotent``), and any other one of which nothing was sent. A body that cannot be read again is sent once.

    Args:
        attempts: how often a request is sent in all.
        first_delay: seconds; the bound of the first wait, doubled for each further one. Waits are random below it.
        longest_delay: seconds; where the doubling ends.
        longest_retry_after: seconds; the most of what a server asks for in Retry-After that is obeyed.
        deadline: seconds for a whole call, its attempts and waits together; None for no such limit. No wait begins that
            would end after it.
        statuses: what is repeated of an idempotent operation.
        refusals: what is repeated of any operation: statuses by which this server says that it did nothing.
    """

    attempts: int = 4
    first_delay: float = 0.5
    longest_delay: float = 30.0
    longest_retry_after: float = 60.0
    deadline: float | None = None
    statuses: frozenset[int] = frozenset({408, 425, 429, 500, 502, 503, 504})
    refusals: frozenset[int] = frozenset()


_ONCE = Retries(attempts=1)


class RetryState:
    """Counts the attempts of one call, and decides whether and when there is another one."""

    def __init__(
        self, retries: Retries | None, operation: Operation, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._retries = retries or _ONCE
        declared = operation.idempotent
        self._is_idempotent = operation.method in _IDEMPOTENT if declared is None else declared
        self._clock, self._made = clock, 0
        self._end = None if self._retries.deadline is None else clock() + self._retries.deadline

    def left(self) -> float | None:
        """Return the seconds until the deadline, or None without one."""
        return None if self._end is None else max(self._end - self._clock(), 0.0)

    def delay(self, outcome: RawResponse | TransportError) -> float | None:
        """Return the seconds to wait before the next attempt, or None if there is none; counts one attempt."""
        self._made += 1
        rules = self._retries
        if self._made >= rules.attempts or not self._is_safe(outcome):
            return None
        asked = retry_after(outcome.headers, rules.longest_retry_after) if isinstance(outcome, RawResponse) else 0.0
        delay = max(backoff(self._made, rules.first_delay, rules.longest_delay), asked)
        left = self.left()
        return delay if left is None or delay < left else None

    def _is_safe(self, outcome: RawResponse | TransportError) -> bool:
        if isinstance(outcome, TransportError):
            return self._is_idempotent or outcome.nothing_sent
        statuses = self._retries.statuses if self._is_idempotent else frozenset[int]()
        return outcome.status_code in statuses | self._retries.refusals


def backoff(attempts: int, first: float = 1.0, longest: float = 60.0) -> float:
    """Return random seconds below a bound that doubles with each attempt; ``attempts`` counts those made."""
    return random.uniform(0, min(first * 2 ** min(attempts - 1, 64), longest))


def retry_after(headers: Mapping[str, str], longest: float = 60.0) -> float:
    """Return the seconds that Retry-After asks for, by number or date (RFC 9110, section 10.2.3); 0 without it."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), longest)
    from email.utils import parsedate_to_datetime  # slow, and few servers send dates

    try:
        until = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return 0.0
    left = until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)
    return min(max(left.total_seconds(), 0.0), longest)
