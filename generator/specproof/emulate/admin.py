"""``/_emulator/<name>`` on an origin of its own, JSON in and out: journal, clock, faults, settings, what else there is.

A plain ``GET /_emulator/`` tells what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from specproof.emulate.behaviour import Behaviour, Problem, Receive, Refusal, Reply, Scope, Send
from specproof.emulate.clock import Clock
from specproof.emulate.faults import Faults
from specproof.emulate.journal import Journal
from specproof.emulate.wire import Undecodable, json_value, read, send_reply

__all__ = ["PREFIX", "Admin"]

PREFIX = "/_emulator/"
LIMIT = 16 << 20

Answer = Callable[[Any], Any]


class Admin:
    """Answers by method and name; what is refused is 400 with a sentence, what is not there 404."""

    def __init__(self, journal: Journal, clock: Clock, faults: Faults, behaviour: Behaviour) -> None:
        self._journal, self._clock, self._faults, self._behaviour = journal, clock, faults, behaviour
        self._answers: Mapping[tuple[str, str], Answer] = {
            ("GET", ""): lambda _: self._index(),
            ("GET", "journal"): lambda _: journal.as_dict(),
            ("DELETE", "journal"): self._forget,
            ("GET", "clock"): lambda _: {"now": clock.now()},
            ("POST", "clock"): self._advance,
            ("GET", "faults"): lambda _: faults.as_dict(),
            ("PUT", "faults"): faults.replace,
            ("POST", "faults"): lambda value: faults.add(_several(value)),
            ("DELETE", "faults"): lambda _: faults.clear(),
            ("GET", "settings"): lambda _: self._configure({}),
            ("POST", "settings"): self._configure,
            **{("POST", name): answer for name, answer in behaviour.admin.items()},
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read(receive, LIMIT)
        try:
            value = json_value(body) if body else {}
            reply = Reply(200, self._answer(scope["method"], scope["path"].removeprefix(PREFIX), value))
        except Refusal as refusal:
            reply = _error(refusal.problem)
        except (Undecodable, LookupError, TypeError, ValueError) as error:
            reply = _error(Problem(400, f"{type(error).__name__}: {error}"))
        await send_reply(send, reply)

    def _answer(self, method: str, name: str, value: Any) -> Any:
        answer = self._answers.get((method, name))
        if answer is None:
            raise Refusal(404, f"no {method} {PREFIX}{name}; there are: {', '.join(self._index()['addresses'])}")
        return answer(value)

    def _index(self) -> Mapping[str, Any]:
        return {"addresses": [f"{method} {PREFIX}{name}" for method, name in self._answers]}

    def _forget(self, value: Any) -> Mapping[str, Any]:
        self._journal.clear()
        return {}

    def _advance(self, value: Any) -> Mapping[str, float]:
        self._clock.advance(value["advance"])
        return {"now": self._clock.now()}

    def _configure(self, value: Any) -> Mapping[str, Any]:
        if self._behaviour.configure is None:
            raise Refusal(404, "this behaviour takes no settings while it runs")
        return self._behaviour.configure(value)


def _several(value: Any) -> Any:
    """One fault is as good as a list of one."""
    return value if isinstance(value, list) or "faults" in value else [value]


def _error(problem: Problem) -> Reply:
    return Reply(problem.status, {"error": problem.message, **problem.details})
