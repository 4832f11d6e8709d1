"""What one client knows without any connection: its package, its server, its credentials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .absent import NOT_GIVEN
from .address import Url, expand_server, parse_url
from .credentials import AsyncSecret, Credentials
from .errors import InvalidArgument
from .operation import Operation
from .package import Package
from .reply import RawReply
from .request import Request, authorize, prepare
from .response import Response, interpret

__all__ = ["Api", "Call"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call as a resource method makes it: an operation and what fills it. ``arguments`` by ``Parameter.key``."""

    operation: Operation
    arguments: Mapping[str, Any]
    body: Any = NOT_GIVEN
    media_type: str | None = None
    extra_headers: Mapping[str, str] | None = None


class Api:
    """Turns calls into requests and replies into results. Holds no connection; the repr shows the server alone.

    Args:
        variables: values of the server's variables.
        base_url: used in place of every server of the document.
        headers: sent with every request, before what a call adds.

    Raises:
        InvalidArgument: a server variable, the base URL or a credential's scheme is unusable.
    """

    def __init__(
        self,
        package: Package,
        *,
        variables: Mapping[str, str] | None = None,
        base_url: str | None = None,
        credentials: Credentials | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.package = package
        self._variables = variables or {}
        self._overridden = base_url is not None
        self._credentials = credentials or Credentials(package.schemes)
        self._headers = {"User-Agent": package.user_agent, **(headers or {})}
        self.base = _base("base_url", base_url) if base_url is not None else self._server(package.server)

    @property
    def user_agent(self) -> str:
        return self._headers["User-Agent"]

    def __repr__(self) -> str:
        return f"Api({self.base.shown!r})"

    def _server(self, template: str | None) -> Url:
        if template is None:
            raise InvalidArgument("base_url", "the document names no server: give its URL")
        return _base("base_url", expand_server(template, self._variables))

    def request(self, call: Call) -> Request:
        """The request of a call, complete but for its credentials.

        Raises:
            InvalidArgument: an argument or the body is not what the document allows.
        """
        own = call.operation.server
        base = self.base if own is None or self._overridden else self._server(own)
        headers = {**self._headers, **(call.extra_headers or {})}
        return prepare(
            call.operation,
            call.arguments,
            call.body,
            base=base,
            names=self.package,
            media_type=call.media_type,
            headers=headers,
        )

    def secrets(self, operation: Operation) -> list[tuple[str, AsyncSecret]]:
        """The credentials that this operation's requests carry, by scheme; functions not yet called."""
        return self._credentials.choose(operation.security)

    def authorized(self, request: Request, secrets: Mapping[str, str]) -> Request:
        """The request with its credentials.

        Raises:
            InvalidArgument: a credential holds what a header cannot carry.
        """
        return authorize(request, [self._credentials.place(name, secret) for name, secret in secrets.items()])

    def credential_headers(self, secrets: Mapping[str, str]) -> dict[str, str]:
        """The credentials that travel as headers, for requests that the document does not describe."""
        placements = [self._credentials.place(name, secret) for name, secret in secrets.items()]
        return {name: value for place, name, value in placements if place == "header"}

    def result(self, operation: Operation, reply: RawReply) -> Response[Any]:
        """What the reply means.

        Raises:
            StatusError: an error that the document declares.
            UnexpectedResponse: a status that it does not declare.
            InvalidResponse: content that is not what it declares.
        """
        return interpret(operation, reply, self.package)


def _base(argument: str, text: str) -> Url:
    try:
        return parse_url(text)
    except ValueError as error:
        raise InvalidArgument(argument, f"{error}; give an absolute URL") from None
