"""The emulator's time: the real one, plus what a test has added."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Clock"]


class Clock:
    """Seconds since 1970 that a test may move; ``frozen`` keeps it from moving by itself."""

    def __init__(self, *, frozen: bool = False, source: Callable[[], float] = time.time) -> None:
        self._source: Callable[[], float] = source
        self._added = 0.0
        if frozen:
            now = source()
            self._source = lambda: now

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return self._source() + self._added

    @property
    def milliseconds(self) -> int:
        """The time in milliseconds since 1970."""
        return int(self.now() * 1000)

    def advance(self, seconds: float) -> None:
        """Move time on.

        Raises:
            ValueError: a negative number of seconds.
        """
        if seconds < 0:
            raise ValueError(f"time cannot go back by {-seconds:g} seconds: give a positive number")
        self._added += seconds
