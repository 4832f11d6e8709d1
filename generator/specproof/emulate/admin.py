"""``/_emulator/<name>`` on an origin of its own, JSON in and out, for journal, clock, faults and settings.

``GET /_emulator/`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from specproof.emulate.asgi_messages import (
    BodyTooLargeError,
    DisconnectedError,
    json_value,
    read_body,
    send_response,
)
from specproof.emulate.behaviour import Behaviour, Problem, Receive, RefusalError, Response, Scope, Send
from specproof.emulate.clock import Clock
from specproof.emulate.faults import Faults
from specproof.emulate.journal import Journal

__all__ = ["PREFIX", "Admin"]

PREFIX = "/_emulator/"
LIMIT = 16 << 20

Handler = Callable[[Any], Any]


class Admin:
    """ASGI application of the admin origin: JSON requests to ``/_emulator/<name>`` for journal, faults and so on.

    A request that is not understood gets status 400 with a message, an unknown method or name 404.
    """

    def __init__(self, journal: Journal, clock: Clock, faults: Faults, behaviour: Behaviour) -> None:
        self._journal, self._clock, self._faults, self._behaviour = journal, clock, faults, behaviour
        self._handlers: Mapping[tuple[str, str], Handler] = {
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
            **{("POST", name): handler for name, handler in behaviour.admin.items()},
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(receive, LIMIT)
            value = json_value(body) if body else {}
            response = Response(200, self._handle(scope["method"], scope["path"].removeprefix(PREFIX), value))
        except RefusalError as refusal:
            response = _error(refusal.problem)
        except DisconnectedError:
            return
        except BodyTooLargeError:
            response = _error(Problem(413, f"the body is over {LIMIT} bytes"))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            response = _error(Problem(400, f"{type(error).__name__}: {error}"))
        await send_response(send, response)

    def _handle(self, method: str, name: str, value: Any) -> Any:
        handler = self._handlers.get((method, name))
        if handler is None:
            raise RefusalError(404, f"no {method} {PREFIX}{name}; there are: {', '.join(self._index()['addresses'])}")
        return handler(value)

    def _index(self) -> Mapping[str, Any]:
        return {"addresses": [f"{method} {PREFIX}{name}" for method, name in self._handlers]}

    def _forget(self, value: Any) -> Mapping[str, Any]:
        self._journal.clear()
        return {}

    def _advance(self, value: Any) -> Mapping[str, float]:
        self._clock.advance(value["advance"])
        return {"now": self._clock.now()}

    def _configure(self, value: Any) -> Mapping[str, Any]:
        if self._behaviour.configure is None:
            raise RefusalError(404, "this behaviour takes no settings while it runs; it has no configure")
        if not isinstance(value, Mapping):
            raise RefusalError(400, "settings must be an object, by name")
        return self._behaviour.configure(value)


def _several(value: Any) -> Any:
    """A list of faults, also for a single one."""
    return value if isinstance(value, list) or "faults" in value else [value]


def _error(problem: Problem) -> Response:
    return Response(problem.status, {"error": problem.message, **problem.details})
