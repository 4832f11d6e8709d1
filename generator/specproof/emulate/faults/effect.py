"""What a fault does to a request."""

from __future__ import annotations

from abc import ABC, abstractmethod

from specproof.emulate.faults.exchange import Exchange
from specproof.emulate.faults.tally import Tally

__all__ = ["Effect"]


class Effect(ABC):
    """The effect of a fault; its fields are the keys of the effect in a faults file."""

    __slots__ = ()

    def due(self, tally: Tally, declared: int) -> bool:
        """Return whether it strikes a request whose body has ``declared`` bytes, given the requests so far."""
        return True

    @abstractmethod
    async def strike(self, exchange: Exchange, tally: Tally) -> None:
        """Handle the request in place of the application, or let the application handle it in part."""
