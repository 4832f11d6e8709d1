"""``/_emulator/<name>`` on an origin of its own: journal, clock, and what a behaviour adds. JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from specproof.emulate.behaviour import Problem, Receive, Refusal, Reply, Scope, Send
from specproof.emulate.clock import Clock
from specproof.emulate.journal import Journal
from specproof.emulate.wire import Undecodable, json_value, read, send_reply

__all__ = ["Admin"]

PREFIX = "/_emulator/"
LIMIT = 16 << 20


class Admin:
    """``GET`` or ``DELETE journal``, ``GET clock``, ``POST clock {"advance": s}``, ``POST <behaviour's own>``."""

    def __init__(self, journal: Journal, clock: Clock, extra: Mapping[str, Callable[[Any], Any]]) -> None:
        self._journal, self._clock = journal, clock
        self._extra = extra

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
        match method, name:
            case "GET", "journal":
                return self._journal.as_dict()
            case "DELETE", "journal":
                self._journal.clear()
                return {}
            case "GET", "clock":
                return {"now": self._clock.now()}
            case "POST", "clock":
                self._clock.advance(value["advance"])
                return {"now": self._clock.now()}
            case "POST", _ if name in self._extra:
                return self._extra[name](value)
        raise Refusal(404, f"no {method} {name}; there are: journal, clock, {', '.join(sorted(self._extra))}")


def _error(problem: Problem) -> Reply:
    return Reply(problem.status, {"error": problem.message, **problem.details})
