"""The faults of a running emulator: for each request, only the first that is due strikes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from specproof.core.location import Pointer
from specproof.emulate.behaviour import ASGIApp, Origin, Receive, Scope, Send
from specproof.emulate.clock import Clock
from specproof.emulate.faults.exchange import Exchange
from specproof.emulate.faults.plan import Fault, ObservedRequest, Plan
from specproof.emulate.faults.plan_reader import plan_of
from specproof.emulate.faults.tally import Tally
from specproof.emulate.recorder import ENTRY, entry_of
from specproof.emulate.settings import suggestion

__all__ = ["Faults", "MisplacedFaultError"]

_MOST_COUNTED = 10_000  # paths and labels whose attempts are remembered


class MisplacedFaultError(ValueError):
    """A fault names an origin that this emulator does not have; ``pointer`` is its JSON pointer in the faults file."""

    def __init__(self, pointer: Pointer, text: str, hint: str) -> None:
        self.pointer, self.text, self.hint = pointer, text, hint
        super().__init__(f"{pointer}: {text}; {hint}")


@dataclass(slots=True, eq=False)
class _Rule:
    fault: Fault
    seed: str
    tally: Tally

    def is_due(self, request: ObservedRequest, declared: int) -> bool:
        """Return whether the fault strikes a request that its selector matches; counts it in any case."""
        self.tally.match()
        spent = self.fault.times is not None and self.tally.struck >= self.fault.times
        meant = not spent and self.fault.match.falls_on(self.tally.matched, request, self.seed)
        return meant and self.fault.effect.is_due(self.tally, declared)

    def let_pass(self, declared: int) -> None:
        self.tally.passed += 1
        self.tally.passed_bytes += declared
        self.tally.running += 1

    def as_dict(self) -> dict[str, Any]:
        return {**self.fault.declared, "matched": self.tally.matched, "struck": self.tally.struck}


@dataclass(slots=True)
class _State:
    """What a new plan resets."""

    rules: tuple[_Rule, ...] = ()
    seed: int = 0
    attempts: dict[tuple[str, ...], int] = field(default_factory=dict)

    def count(self, key: tuple[str, ...]) -> int:
        """Return how many requests this key had, this one among them. Keys that are not used longest are forgotten."""
        self.attempts[key] = self.attempts.pop(key, 0) + 1
        if len(self.attempts) > _MOST_COUNTED:
            del self.attempts[next(iter(self.attempts))]
        return self.attempts[key]


class Faults:
    """The faults of a running emulator, which can be changed from any thread.

    Attributes:
        configure: called with the settings that come with faults; None if the behaviour takes none.
    """

    def __init__(self, clock: Clock, operations: Collection[str]) -> None:
        self._clock, self._operations = clock, operations
        self._origins: tuple[str, ...] = ()
        self._state = _State()
        self.configure: Callable[[Mapping[str, Any]], object] | None = None

    def replace(self, data: Any) -> dict[str, Any]:
        """Replace all faults, and count requests anew; return the new faults as ``as_dict`` does.

        Args:
            data: a ``Plan``, the content of a faults file, or a list of faults.

        Raises:
            ValueError: the data is not valid; the faults stay as they were.
        """
        plan = self._checked(data)
        self._configure(plan)
        self._state = _State(self._rules(plan, plan.seed, 0), plan.seed)
        return self.as_dict()

    def add(self, data: Any) -> dict[str, Any]:
        """Add faults behind the present ones; return all as ``as_dict`` does. A seed in the data is ignored.

        Args:
            data: a ``Plan``, the content of a faults file, or a list of faults.

        Raises:
            ValueError: the data is not valid; the faults stay as they were.
        """
        plan = self._checked(data)
        self._configure(plan)
        old = self._state
        rules = self._rules(plan, old.seed, len(old.rules))
        self._state = _State((*old.rules, *rules), old.seed, old.attempts)
        return self.as_dict()

    def clear(self) -> dict[str, Any]:
        """Remove all faults; return the empty list of them as ``as_dict`` does."""
        self._state = _State(seed=self._state.seed)
        return self.as_dict()

    def as_dict(self) -> dict[str, Any]:
        """Return seed and faults as they were written, each with how many requests it ``matched`` and ``struck``."""
        return {"seed": self._state.seed, "faults": [rule.as_dict() for rule in self._state.rules]}

    def _checked(self, data: Any) -> Plan:
        plan = data if isinstance(data, Plan) else plan_of(data, self._operations)
        for index, name in plan.origins:
            if self._origins and name not in self._origins:
                pointer = Pointer(("faults", str(index), "match", "origin"))
                raise MisplacedFaultError(pointer, f"no origin {name!r}", suggestion(name, self._origins))
        return plan

    def _configure(self, plan: Plan) -> None:
        if plan.settings and self.configure is None:
            raise ValueError(
                "/settings: this behaviour takes no settings while it runs; its Behaviour has no configure"
            )
        if plan.settings and self.configure is not None:
            self.configure(plan.settings)

    def _rules(self, plan: Plan, seed: int, first: int) -> tuple[_Rule, ...]:
        now = self._clock.now
        return tuple(_Rule(fault, f"{seed}/{index}", Tally(now)) for index, fault in enumerate(plan.faults, first))

    def wrapped(self, name: str, origin: Origin) -> ASGIApp:
        """Return the application of an origin wrapped so that these faults apply to its requests.

        Args:
            name: the origin's name in selectors.
        """
        self._origins = tuple(sorted({*self._origins, name}))

        async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
            exchange = Exchange(origin.app, scope, receive, send, origin.refuse)
            await self._under_faults(exchange, name, origin.label(scope))

        return faulty

    async def _under_faults(self, exchange: Exchange, origin: str, label: str) -> None:
        state = self._state
        method, path = exchange.scope["method"], exchange.scope["path"]
        keys = ((origin, method, path), (origin, method, "label", label))
        request = ObservedRequest(origin, method, label, *map(state.count, keys))
        rules = [rule for rule in state.rules if rule.fault.match.matches(request)]
        due = [rule for rule in rules if rule.is_due(request, exchange.declared)]
        struck = due[0] if due else None
        passing = [rule for rule in rules if rule is not struck]
        for rule in passing:
            rule.let_pass(exchange.declared)
        try:
            await self._struck(exchange, struck)
        finally:
            for rule in passing:
                rule.tally.running -= 1
            for rule in rules:
                rule.tally.answered += 1

    async def _struck(self, exchange: Exchange, rule: _Rule | None) -> None:
        if rule is None:
            await exchange.proceed()
            return
        rule.tally.struck += 1
        if ENTRY in exchange.scope:
            entry_of(exchange.scope).fault = rule.fault.name
        await rule.fault.effect.strike(exchange, rule.tally)
