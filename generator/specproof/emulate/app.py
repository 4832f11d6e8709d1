"""The API as an ASGI application: route, authorise, judge the request, ask the behaviour, judge the reply."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from specproof.emulate.behaviour import Behaviour, Call, Problem, Receive, Refusal, Reply, Scope, Send
from specproof.emulate.check import Checker, Incoming, Rejected
from specproof.emulate.credentials import presented
from specproof.emulate.examples import example_reply, unhandled
from specproof.emulate.recorder import ENTRY, entry_of
from specproof.emulate.routes import Match, Routes
from specproof.emulate.wire import Disconnected, TooLarge, Undecodable, headers_of, read, send_reply, unpacked
from specproof.oracle.decode import Query
from specproof.oracle.operations import Operation, operations, security_schemes

__all__ = ["Api", "Limits", "create_app"]

NOT_IMPLEMENTED = 501
FINER_THAN_400 = frozenset({413, 415})


@dataclass(frozen=True, slots=True)
class Limits:
    """``body`` is the largest request body in bytes, packed or not."""

    body: int = 64 << 20


def create_app(document: Mapping[str, Any], behaviour: Behaviour, limits: Limits | None = None) -> Api:
    """The API of an effective document (bundled, overlaid, not upgraded) under a behaviour."""
    return Api(document, behaviour, limits or Limits())


class Api:
    """Requests that the document refuses never reach a handler; replies that it refuses become 500."""

    def __init__(self, document: Mapping[str, Any], behaviour: Behaviour, limits: Limits) -> None:
        self._document, self._behaviour, self._limits = document, behaviour, limits
        self._operations = operations(document)
        self._routes = Routes(self._operations)
        self._schemes = security_schemes(document)
        self._checker = Checker(document)
        unknown = set(behaviour.handlers) - {operation.id for operation in self._operations}
        if unknown:
            raise ValueError(f"handlers for operations that the document does not have: {', '.join(sorted(unknown))}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            reply = await self._answer(scope, receive)
        except Disconnected:
            return
        await send_reply(send, reply, head=scope["method"] == "HEAD")

    @property
    def operation_ids(self) -> frozenset[str]:
        return frozenset(operation.id for operation in self._operations)

    def label(self, scope: Scope) -> str:
        """The operationId of a request, for journal and faults."""
        found = self._routes.find(scope["method"], _raw_path(scope))
        return found.operation.id if isinstance(found, Match) else ""

    async def _answer(self, scope: Scope, receive: Receive) -> Reply:
        found = self._routes.find(scope["method"], _raw_path(scope))
        if not isinstance(found, Match):
            return self.refused(_no_route(scope, found))
        try:
            call = await self._accepted(found, scope, receive)
        except Refusal as refusal:
            return self._turned_away(found.operation, scope, refusal.problem)
        try:
            reply = await self._behave(call)
        except Refusal as refusal:
            reply = self._behaviour.refuse(refusal.problem)
        except Exception:
            return self._fault(scope, f"the handler of {call.operation.id} failed:\n{traceback.format_exc()}")
        return self._judged(found.operation, scope, self._behaviour.finish(reply))

    async def _accepted(self, match: Match, scope: Scope, receive: Receive) -> Call:
        headers = headers_of(scope)
        credentials = self._credentials(match, scope, headers)
        body = await self._read(scope, receive, headers)
        try:
            incoming = Incoming(scope["query_string"].decode("latin-1"), headers, body)
            return self._checker.call(match, incoming, credentials)
        except Rejected as rejected:
            raise Refusal(rejected.status, str(rejected)) from rejected

    def _turned_away(self, operation: Operation, scope: Scope, problem: Problem) -> Reply:
        """Refused before any handler: the document judges the reply only where it foresees it."""
        if problem.status in FINER_THAN_400 and operation.response(problem.status) is None:
            problem = replace(problem, status=400)
        reply = self.refused(problem)
        return self._judged(operation, scope, reply) if operation.response(problem.status) else reply

    def refused(self, problem: Problem) -> Reply:
        """An error in the API's own words."""
        return self._behaviour.finish(self._behaviour.refuse(problem))

    def _credentials(self, match: Match, scope: Scope, headers: Mapping[str, str]) -> Mapping[str, str]:
        """What was presented; refused when no alternative is complete (OpenAPI 3.1, 4.8.30)."""
        alternatives = match.operation.security
        wanted = frozenset[str]().union(*alternatives)
        query = Query(scope["query_string"].decode("latin-1"))
        found = presented(self._schemes, wanted, headers, query, Query.of_cookies(headers.get("cookie", "")))
        if alternatives and not any(alternative <= set(found) for alternative in alternatives):
            raise Refusal(401, "no credentials that this operation takes", headers={"www-authenticate": "Bearer"})
        if self._behaviour.authorise is not None:
            self._behaviour.authorise(match.operation, found)
        return found

    async def _read(self, scope: Scope, receive: Receive, headers: Mapping[str, str]) -> bytes:
        try:
            body = await read(receive, self._limits.body)
            if ENTRY in scope:
                entry_of(scope).digest = hashlib.sha256(body).hexdigest()
            return unpacked(body, headers.get("content-encoding", ""), self._limits.body)
        except TooLarge as error:
            raise Refusal(413, f"the body is over {self._limits.body} bytes") from error
        except Undecodable as error:
            raise Refusal(400, str(error)) from error

    async def _behave(self, call: Call) -> Reply:
        handler = self._behaviour.handlers.get(call.operation.id)
        if handler is not None:
            return await handler(call)
        example = example_reply(self._document, call.operation)
        return example or self._behaviour.refuse(unhandled(call.operation))

    def _judged(self, operation: Operation, scope: Scope, reply: Reply) -> Reply:
        """The reply, unless the document does not allow it: then the emulator is at fault and says so."""
        if reply.status == NOT_IMPLEMENTED:
            return reply
        faults = self._checker.faults(operation, reply)
        if not faults:
            return reply
        return self._fault(scope, f"the emulator's reply {reply.status} breaks the document: {'; '.join(faults)}")

    def _fault(self, scope: Scope, text: str) -> Reply:
        if ENTRY in scope:
            entry_of(scope).notes.append(text)
        return self.refused(Problem(500, text))


def _raw_path(scope: Scope) -> str:
    raw = scope.get("raw_path") or scope["path"].encode()
    return str(raw.decode("latin-1"))


def _no_route(scope: Scope, allowed: tuple[str, ...]) -> Problem:
    if allowed:
        return Problem(405, f"{scope['method']} is not declared here", headers={"allow": ", ".join(allowed)})
    return Problem(404, f"no path of the document matches {_raw_path(scope)}")
