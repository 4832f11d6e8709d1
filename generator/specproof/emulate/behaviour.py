"""The interface of an ``emulator.py``: what an API does beyond its document."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from specproof.emulate.clock import Clock
from specproof.emulate.journal import Journal
from specproof.oracle.operations import Operation

__all__ = [
    "NO_BODY",
    "ASGIApp",
    "Behaviour",
    "Call",
    "Context",
    "Handler",
    "Message",
    "Origin",
    "Problem",
    "Receive",
    "RefusalError",
    "Response",
    "Scope",
    "Send",
]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

NO_BODY: Final = object()


@dataclass(frozen=True, slots=True)
class Response:
    """A response of a handler.

    Attributes:
        body: a JSON value; bytes, sent as they are; or ``NO_BODY``. A ``str`` under a media type that is not JSON is
            sent as text, without quotes, in the charset that it names.
        media_type: the Content-Type.
    """

    status: int
    body: Any = NO_BODY
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request is refused, to be written as an error response.

    Attributes:
        details: further members of the error body, such as the identifiers at fault.
        headers: of the response.
    """

    status: int
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusalError(Exception):
    """Raise it in a handler to respond with the API's error body."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None, **details: Any) -> None:
        super().__init__(message)
        self.problem = Problem(status, message, details, headers or {})


@dataclass(frozen=True, slots=True)
class Call:
    """A request that the document accepts, decoded. Parameters that were not sent are not in the mappings.

    Attributes:
        variables: server variables in the path, by name.
        headers: the declared ones by lower-case name; ``raw_headers`` has all of them, not decoded.
        credentials: security scheme -> token, key, or ``user:password``.
        body: None without a body.
    """

    operation: Operation
    variables: Mapping[str, str]
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    cookies: Mapping[str, Any]
    raw_headers: Mapping[str, str]
    credentials: Mapping[str, str]
    body: Any = None


Handler = Callable[[Call], Awaitable[Response]]


def _plain_refusal(problem: Problem) -> Response:
    return Response(problem.status, {"message": problem.message, **problem.details}, problem.headers)


@dataclass(frozen=True, slots=True)
class Origin:
    """A server beside the API, on a port of its own.

    Attributes:
        label: returns the name of a request for journal and faults; ``part 0``, ``part 1``, … for parts of an upload.
        refuse: returns the error response of this server for a problem.
    """

    app: ASGIApp
    label: Callable[[Scope], str] = lambda scope: ""
    refuse: Callable[[Problem], Response] = _plain_refusal


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What an API does beyond its document. All is optional; operations without a handler respond with their example.

    Attributes:
        handlers: operationId -> handler.
        authorise: called with operation and credentials before the request is validated; raises ``RefusalError`` to
            reject the caller. The credentials may be empty.
        refuse: returns the error response for a problem.
        finish: returns a response with headers added; called for every response.
        origins: name -> server on a port of its own.
        mounts: path prefix such as ``/proxy/`` -> server below it on the API's port.
        admin: name -> handler of ``POST /_emulator/<name>`` on the admin origin; it takes and returns JSON.
        configure: takes new values of settings while the emulator runs, and returns all settings; None: not possible.
        close: frees what was opened.
    """

    handlers: Mapping[str, Handler] = field(default_factory=dict)
    authorise: Callable[[Operation, Mapping[str, str]], None] | None = None
    refuse: Callable[[Problem], Response] = _plain_refusal
    finish: Callable[[Response], Response] = lambda response: response
    origins: Mapping[str, Origin] = field(default_factory=dict)
    mounts: Mapping[str, Origin] = field(default_factory=dict)
    admin: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    configure: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Context:
    """The argument of ``create(context)`` in an ``emulator.py``.

    Attributes:
        url: returns the base URL (``http://host:port``) of an origin by name, and binds its port if necessary.
        contents: folder for stored bytes.
        settings: those of the user by name, not validated.
    """

    document: Mapping[str, Any]
    url: Callable[[str], str]
    contents: Path
    clock: Clock
    journal: Journal
    settings: Mapping[str, Any] = field(default_factory=dict)
