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
    """A response; ``body`` is a JSON value, or bytes sent as they are under ``media_type``, or ``NO_BODY``."""

    status: int
    body: Any = NO_BODY
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Problem:
    """A request that is refused; ``details`` are for the API's own error body, such as the offending identifiers."""

    status: int
    message: str
    details: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusalError(Exception):
    """Raised by a handler to answer with the API's error body."""

    def __init__(self, status: int, message: str, *, headers: Mapping[str, str] | None = None, **details: Any) -> None:
        super().__init__(message)
        self.problem = Problem(status, message, details, headers or {})


@dataclass(frozen=True, slots=True)
class Call:
    """A request that the document accepts, decoded. A parameter that was not sent is not in its mapping.

    ``variables`` are the server variables in the path, ``headers`` the declared ones by lower-case name,
    ``raw_headers`` all of them; ``credentials`` are by security scheme. ``body`` is None when
    there is none.
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
    """A second server beside the API, on a port of its own.

    ``label`` names a request for journal and faults, ``part 0`` and so on where it is one of many parts; ``refuse``
    writes an error as this server does.
    """

    app: ASGIApp
    label: Callable[[Scope], str] = lambda scope: ""
    refuse: Callable[[Problem], Response] = _plain_refusal


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Handlers by operationId, and what else the API does beyond its document.

    ``authorise(operation, credentials)`` runs before the request is validated; its credentials may be none, and
    it raises ``RefusalError`` to reject the caller. ``origins`` are served on ports of their own, ``mounts``
    by the API's origin below a path prefix such as ``/proxy/``. ``refuse`` writes the error body, ``finish`` may add
    headers to any response. ``admin`` handlers take and give JSON at ``/_emulator/<name>`` of the admin origin.
    ``configure`` takes new values of settings while the emulator runs and gives all of them; None takes none.
    ``close`` frees what was opened.
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
    """What ``create(context)`` in an ``emulator.py`` gets.

    ``url`` gives the base URL (``http://host:port``) of an origin by name, bound at once if it was not; ``contents``
    is a folder for stored bytes; ``settings`` are the user's, by name, unread.
    """

    document: Mapping[str, Any]
    url: Callable[[str], str]
    contents: Path
    clock: Clock
    journal: Journal
    settings: Mapping[str, Any] = field(default_factory=dict)
