"""The counts of one fault."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Tally"]


@dataclass(slots=True)
class Tally:
    """Counts of the requests that a fault's selector matches.

    ``struck`` of the ``matched`` ones met the fault, ``passed`` were let through with ``passed_bytes`` of declared
    bodies; ``answered`` are over, ``running`` are passed and not over.
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
        """Count a request that the selector matches."""
        self.matched += 1
        now = self.now()
        self._recent.append(now)
        while self._recent[0] <= now - 1:
            self._recent.popleft()

    def over(self, per_second: float | None, at_once: int | None) -> bool:
        """Whether the request that matched last is beyond a limit; refused ones count against the rate as well."""
        too_fast = per_second is not None and len(self._recent) > per_second
        return too_fast or (at_once is not None and self.running >= at_once)
