"""The emulator's time: the real one, plus what a test has added."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Clock"]

END_OF_9999 = 253_402_300_799


class Clock:
    """The emulator's time, which a test may move on.

    Args:
        frozen: whether it only moves by ``advance``.
        source: returns the real time in seconds since 1970.
    """

    def __init__(self, *, frozen: bool = False, source: Callable[[], float] = time.time) -> None:
        self._source: Callable[[], float] = source
        self._added = 0.0
        if frozen:
            now = source()
            self._source = lambda: now

    def now(self) -> float:
        """Return the emulator's time in seconds since 1970."""
        return self._source() + self._added

    @property
    def milliseconds(self) -> int:
        """Return the emulator's time in milliseconds since 1970."""
        return int(self.now() * 1000)

    def advance(self, seconds: float) -> None:
        """Move the emulator's time on.

        Raises:
            ValueError: it is not a number, is negative, or leads beyond the year 9999.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise ValueError(f"advance must be a number of seconds (got {type(seconds).__name__})")
        if seconds < 0:
            raise ValueError("time cannot go back: give a positive number of seconds")
        if not seconds <= END_OF_9999 - self.now():
            raise ValueError("time cannot go beyond the year 9999: give fewer seconds")
        self._added += seconds
