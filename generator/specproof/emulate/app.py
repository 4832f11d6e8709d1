"""The API as an ASGI application: route, authorise, validate the request, ask the behaviour, validate the response."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from specproof.emulate.asgi_messages import (
    BodyTooLargeError,
    DisconnectedError,
    UndecodableError,
    decompressed,
    headers_of,
    read_body,
    send_response,
)
from specproof.emulate.behaviour import Behaviour, Call, Problem, Receive, RefusalError, Response, Scope, Send
from specproof.emulate.check import Checker, IncomingRequest, RequestRejectedError, check_percent_encoding
from specproof.emulate.credentials import presented
from specproof.emulate.examples import example_response, no_handler
from specproof.emulate.recorder import ENTRY, entry_of
from specproof.emulate.routes import Match, Routes
from specproof.oracle.decode import MalformedError, Query
from specproof.oracle.operations import Operation, operations, security_schemes

__all__ = ["Api", "Limits", "create_app"]

NOT_IMPLEMENTED = 501
FINER_THAN_400 = frozenset({413, 415})


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the API. ``body``: bytes of the largest request body, counted both compressed and decompressed."""

    body: int = 64 << 20


def create_app(document: Mapping[str, Any], behaviour: Behaviour, limits: Limits | None = None) -> Api:
    """Return the ASGI application of an effective document (bundled, overlaid, not upgraded) under a behaviour.

    Raises:
        ValueError: the behaviour handles an operation that the document does not have.
    """
    return Api(document, behaviour, limits or Limits())


class Api:
    """ASGI application of the API: validates requests, calls the behaviour's handlers, validates responses.

    A request that the document rejects never reaches a handler; a response that it rejects becomes a 500.
    """

    def __init__(self, document: Mapping[str, Any], behaviour: Behaviour, limits: Limits) -> None:
        self._document, self._behaviour, self._limits = document, behaviour, limits
        self._operations = operations(document)
        self._routes = Routes(self._operations)
        self._schemes = security_schemes(document)
        self._checker = Checker(document)
        unknown = set(behaviour.handlers) - {operation.id for operation in self._operations}
        if unknown:
            names = ", ".join(sorted(unknown))
            raise ValueError(
                f"handlers for operations that the document does not have: {names}; name them by operationId"
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._respond(scope, receive)
        except DisconnectedError:
            return
        await send_response(send, response, head=scope["method"] == "HEAD")

    @property
    def operation_ids(self) -> frozenset[str]:
        """Return the operationIds of the document."""
        return frozenset(operation.id for operation in self._operations)

    def label(self, scope: Scope) -> str:
        """Return the operationId of a request, for journal and faults; empty if no operation matches."""
        match = self._routes.find(scope["method"], _raw_path(scope), scope["query_string"].decode("latin-1"))
        return match.operation.id if isinstance(match, Match) else ""

    async def _respond(self, scope: Scope, receive: Receive) -> Response:
        match = self._routes.find(scope["method"], _raw_path(scope), scope["query_string"].decode("latin-1"))
        if not isinstance(match, Match):
            return self.rejected(_no_route(scope, match))
        try:
            call = await self._accepted(match, scope, receive)
        except RefusalError as refusal:
            return self._refused(match.operation, scope, refusal.problem)
        try:
            response = await self._behave(call)
        except RefusalError as refusal:
            response = self._behaviour.refuse(refusal.problem)
        except Exception:
            return self._fault(scope, f"the handler of {call.operation.id} failed:\n{traceback.format_exc()}")
        return self._validated(match.operation, scope, self._behaviour.finish(response))

    async def _accepted(self, match: Match, scope: Scope, receive: Receive) -> Call:
        headers, query = headers_of(scope), scope["query_string"].decode("latin-1")
        for name, text in (("path", _raw_path(scope)), ("query", query)):
            try:
                check_percent_encoding(text)
            except MalformedError as error:
                raise RefusalError(400, f"the {name}: {error}") from error
        credentials = self._credentials(match, scope, headers)
        body = await self._read(scope, receive, headers)
        try:
            incoming = IncomingRequest(query, headers, body)
            return self._checker.call(match, incoming, credentials)
        except RequestRejectedError as rejected:
            raise RefusalError(rejected.status, str(rejected)) from rejected

    def _refused(self, operation: Operation, scope: Scope, problem: Problem) -> Response:
        """The response to a request that no handler sees; validated only if its status is declared."""
        if problem.status in FINER_THAN_400 and operation.response(problem.status) is None:
            problem = replace(problem, status=400)
        response = self.rejected(problem)
        return self._validated(operation, scope, response) if operation.response(problem.status) else response

    def rejected(self, problem: Problem) -> Response:
        """Return the API's error response for a problem."""
        return self._behaviour.finish(self._behaviour.refuse(problem))

    def _credentials(self, match: Match, scope: Scope, headers: Mapping[str, str]) -> Mapping[str, str]:
        """The credentials of a request. Raises: RefusalError, if no alternative is complete (OpenAPI 3.1, 4.8.30)."""
        alternatives = match.operation.security
        wanted = frozenset[str]().union(*alternatives)
        query = Query(scope["query_string"].decode("latin-1"))
        credentials = presented(self._schemes, wanted, headers, query, Query.of_cookies(headers.get("cookie", "")))
        if alternatives and not any(alternative <= set(credentials) for alternative in alternatives):
            needed = " or ".join(sorted(" and ".join(sorted(one)) for one in alternatives))
            text = f"no credentials that this operation takes; send {needed}"
            raise RefusalError(401, text, headers={"www-authenticate": "Bearer"})
        if self._behaviour.authorise is not None:
            self._behaviour.authorise(match.operation, credentials)
        return credentials

    async def _read(self, scope: Scope, receive: Receive, headers: Mapping[str, str]) -> bytes:
        try:
            body = await read_body(receive, self._limits.body)
            if ENTRY in scope:
                entry_of(scope).digest = hashlib.sha256(body).hexdigest()
            return decompressed(body, headers.get("content-encoding", ""), self._limits.body)
        except BodyTooLargeError as error:
            raise RefusalError(413, f"the body is over {self._limits.body} bytes") from error
        except UndecodableError as error:
            raise RefusalError(400, str(error)) from error

    async def _behave(self, call: Call) -> Response:
        handler = self._behaviour.handlers.get(call.operation.id)
        if handler is not None:
            return await handler(call)
        example = example_response(self._document, call.operation)
        return example or self._behaviour.refuse(no_handler(call.operation))

    def _validated(self, operation: Operation, scope: Scope, response: Response) -> Response:
        """The response, or a 500 that says why the document rejects it."""
        if response.status == NOT_IMPLEMENTED:
            return response
        faults = self._checker.faults(operation, response)
        if not faults:
            return response
        return self._fault(scope, f"the emulator's response {response.status} breaks the document: {'; '.join(faults)}")

    def _fault(self, scope: Scope, text: str) -> Response:
        if ENTRY in scope:
            entry_of(scope).notes.append(text)
        return self.rejected(Problem(500, text))


def _raw_path(scope: Scope) -> str:
    raw = scope.get("raw_path") or scope["path"].encode()
    return str(raw.decode("latin-1"))


def _no_route(scope: Scope, allowed: tuple[str, ...]) -> Problem:
    if allowed:
        return Problem(405, f"{scope['method']} is not declared here", headers={"allow": ", ".join(allowed)})
    return Problem(404, f"no path of the document matches {_raw_path(scope)}")
