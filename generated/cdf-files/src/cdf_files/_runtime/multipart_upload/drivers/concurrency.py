"""The number of parts that are sent at once, adapted to what the storage accepts."""

from __future__ import annotations

from ..parts import Attempt

__all__ = ["ConcurrencyLimit"]

_TOO_MANY = frozenset({429, 503})


class ConcurrencyLimit:
    """Number of parts that may be sent at once: halved by a response 429 or 503, then raised slowly (AIMD).

    Not thread-safe: its owner holds a lock.

    Args:
        maximum: largest number, which is also the first.
    """

    def __init__(self, maximum: int) -> None:
        self._maximum = self._limit = float(maximum)
        self._active = self._halvings = 0

    @property
    def has_room(self) -> bool:
        """Whether one more part may be sent now."""
        return self._active < int(self._limit)

    def acquire(self) -> int:
        """Count a part as being sent; return a ticket to give to ``release``."""
        self._active += 1
        return self._halvings

    def release(self, ticket: int, attempt: Attempt) -> None:
        """Count a part as ended, and adapt the limit. Of overlapping requests, only the first refused one halves it."""
        self._active -= 1
        if attempt.response is None or attempt.response.status_code not in _TOO_MANY:
            self._limit = min(self._limit + 1 / self._limit, self._maximum)
        elif ticket == self._halvings:
            self._halvings += 1
            self._limit = max(self._limit / 2, 1.0)
