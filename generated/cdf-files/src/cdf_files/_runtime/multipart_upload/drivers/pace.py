"""How many parts are on their way at once, by what the storage bears."""

from __future__ import annotations

from ..parts import Outcome

__all__ = ["Pace"]

_TOO_MUCH = frozenset({429, 503})


class Pace:
    """Halved when the storage says that it is too much, then more by one with each round that went well.

    Not safe to share by itself: its owner holds a lock.
    """

    def __init__(self, workers: int) -> None:
        self._most = self._now = float(workers)
        self._active = self._halved = 0

    @property
    def has_room(self) -> bool:
        return self._active < int(self._now)

    def enter(self) -> int:
        """One more is on its way. Gives a ticket, to be handed in when it is over."""
        self._active += 1
        return self._halved

    def leave(self, ticket: int, outcome: Outcome) -> None:
        """It is over. Refusals of requests that were under way at the last halving do not halve again."""
        self._active -= 1
        if outcome.reply is None or outcome.reply.status_code not in _TOO_MUCH:
            self._now = min(self._now + 1 / self._now, self._most)
        elif ticket == self._halved:
            self._halved += 1
            self._now = max(self._now / 2, 1.0)
