"""What a fault does to a request."""

from __future__ import annotations

from abc import ABC, abstractmethod

from specproof.emulate.faults.exchange import Exchange
from specproof.emulate.faults.tally import Tally

__all__ = ["Effect"]


class Effect(ABC):
    """What a fault does to a request; the fields are the keys of the effect in a faults file."""

    __slots__ = ()

    def is_due(self, tally: Tally, declared: int) -> bool:
        """Return whether the effect applies to the request.

        Args:
            tally: counts of the requests so far.
            declared: Content-Length of the request in bytes, 0 without one.
        """
        return True

    @abstractmethod
    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        """Handle a request in place of the application, or around it."""
