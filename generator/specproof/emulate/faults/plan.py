"""A faults file as data: which requests meet which fault."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple

from specproof.emulate.faults.connection_faults import Corrupt, Drop, Late, Slow, Truncate
from specproof.emulate.faults.effect import Effect
from specproof.emulate.faults.response_faults import FixedResponse, Quota, Throttle, Unavailable
from specproof.emulate.settings import Range

__all__ = ["EFFECTS", "Fault", "ObservedRequest", "Plan", "Selector"]

Index = Annotated[int, Range(0)]
Ordinal = Annotated[int, Range(1)]

EFFECTS: Mapping[str, type[Effect]] = {
    "throttle": Throttle,
    "unavailable": Unavailable,
    "reply": FixedResponse,
    "quota": Quota,
    "drop": Drop,
    "slow": Slow,
    "truncate": Truncate,
    "corrupt": Corrupt,
    "late": Late,
}


class ObservedRequest(NamedTuple):
    """A request as selectors see it.

    Attributes:
        label: its operationId, or what another origin calls it, such as ``part 0``.
        attempt: number of the request among those with this method and path, from 1.
        seen: number of the request among those with this method and label, from 1.
    """

    origin: str
    method: str
    label: str
    attempt: int
    seen: int


def _among(value: Any, wanted: Any) -> bool:
    if wanted is None:
        return True
    return value in wanted if isinstance(wanted, list | tuple) else bool(value == wanted)


@dataclass(frozen=True, slots=True)
class Selector:
    """The requests that a fault applies to; a field that is None matches any.

    Attributes:
        operation: operationIds.
        origin: name of a server, such as ``api`` or ``storage``, also where it is mounted on another one's port.
        part: number of a part of an upload, from 0.
        attempt: number of the attempt at one URL, from 1.
        nth: number among the requests that match all other fields, from 1.
        skip: how many of those to let pass first.
        probability: of those that remain, 0 to 1.
    """

    operation: str | tuple[str, ...] | None = None
    origin: str | None = None
    method: str | tuple[str, ...] | None = None
    part: Index | tuple[Index, ...] | None = None
    attempt: Ordinal | tuple[Ordinal, ...] | None = None
    nth: Ordinal | tuple[Ordinal, ...] | None = None
    skip: Index = 0
    probability: Annotated[float, Range(0, 1)] = 1.0

    def matches(self, request: ObservedRequest) -> bool:
        """Return whether a request matches all fields except ``nth``, ``skip`` and ``probability``."""
        parts = self.part if isinstance(self.part, list | tuple) else (self.part,)
        return (
            _among(request.label, self.operation)
            and _among(request.origin, self.origin)
            and _among(request.method, self.method)
            and (self.part is None or request.label in [f"part {part}" for part in parts])
            and _among(request.attempt, self.attempt)
        )

    def falls_on(self, nth: int, request: ObservedRequest, seed: str) -> bool:
        """Return whether the fault applies to a request that matches, by ``nth``, ``skip`` and ``probability``.

        The choice depends on the seed, the label and how often that was seen, not on the order in which parallel
        requests arrive: the same seed gives the same faults.

        Args:
            nth: number of the request among those that match, from 1.
        """
        if not _among(nth, self.nth) or nth <= self.skip:
            return False
        if self.probability >= 1:
            return True
        drawn = random.Random(f"{seed}/{request.origin}/{request.method}/{request.label}/{request.seen}").random()
        return drawn < self.probability


@dataclass(frozen=True, slots=True)
class Fault:
    """An effect, and the requests that it applies to.

    Attributes:
        name: of the effect, such as ``throttle``.
        times: how often at most; None for no limit.
        declared: the fault as it was written.
    """

    name: str
    effect: Effect
    match: Selector = field(default_factory=Selector)
    times: int | None = None
    declared: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """All faults of an emulator, and the settings of its behaviour that come with them."""

    faults: tuple[Fault, ...] = ()
    seed: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def origins(self) -> Collection[tuple[int, str]]:
        """Return the origins that selectors name, each with the index of its fault."""
        return [
            (index, fault.match.origin) for index, fault in enumerate(self.faults) if fault.match.origin is not None
        ]
