"""The counts of one fault."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Tally"]


@dataclass(slots=True)
class Tally:
    """Counts of the requests that the selector of a fault matches.

    Attributes:
        now: returns the time in seconds.
        matched: all of them; ``struck``: those that the fault was applied to.
        passed: those that it was not; ``passed_bytes``: the sum of their Content-Length.
        answered: those that have ended.
        running: those passed that have not ended.
    """

    now: Callable[[], float]
    matched: int = 0
    struck: int = 0
    passed: int = 0
    passed_bytes: int = 0
    answered: int = 0
    running: int = 0
    _recent: deque[float] = field(default_factory=deque)

    def match(self) -> None:
        """Count one more request that the selector matches."""
        self.matched += 1
        now = self.now()
        self._recent.append(now)
        while self._recent[0] <= now - 1:
            self._recent.popleft()

    def exceeds(self, per_second: float | None, at_once: int | None) -> bool:
        """Return whether the request matched last exceeds a limit; None for no limit.

        Requests that were refused count against the rate, too.
        """
        too_fast = per_second is not None and len(self._recent) > per_second
        return too_fast or (at_once is not None and self.running >= at_once)
