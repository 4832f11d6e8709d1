"""What one client knows without any connection: its package, its server, its credentials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .credentials import AsyncSecret, ClientCredentials, Credentials
from .drift import STRICT, ResponsePolicy
from .errors import InvalidArgumentError
from .not_given import NOT_GIVEN
from .operation import NOTHING, Operation
from .package import Package
from .raw_response import RawResponse
from .request import Request, authorize, checked, prepare
from .request_flow import Secrets, Steps, request_steps
from .response import Response, interpret
from .retries import Retries, RetryState
from .url import Url, expand_server, fill, parse_url

if TYPE_CHECKING:
    from .oauth import TokenSource

__all__ = ["Api", "Call"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call as a resource method makes it: an operation and what fills it. ``arguments`` by ``Parameter.key``.

    ``any_success``: whether any 2XX will do. ``url``: a URL of the same server to use in place of the operation's.
    """

    operation: Operation
    arguments: Mapping[str, Any]
    body: Any = NOT_GIVEN
    media_type: str | None = None
    extra_headers: Mapping[str, str] | None = None
    any_success: bool = False
    url: Url | None = None


class Api:
    """Turns calls into requests and responses into results. Holds no connection; the repr shows the server alone.

    Args:
        variables: values of the server's variables.
        base_url: used in place of every server of the document.
        headers: sent with every request, before what a call adds.
        retries: what is repeated; nothing if None.
        token_sources: tokens that clients have in common.
        policy: how strictly responses are read.

    Raises:
        InvalidArgumentError: a server variable, the base URL or a credential's scheme is unusable.
    """

    def __init__(
        self,
        package: Package,
        *,
        variables: Mapping[str, str] | None = None,
        base_url: str | None = None,
        credentials: Credentials | None = None,
        headers: Mapping[str, str] | None = None,
        retries: Retries | None = None,
        token_sources: dict[tuple[object, ...], TokenSource] | None = None,
        policy: ResponsePolicy = STRICT,
    ) -> None:
        self.package = package
        self.policy = policy
        self._retries = retries
        self._token_sources = {} if token_sources is None else token_sources
        self._variables = variables or {}
        self._overridden = base_url is not None
        self._credentials = credentials or Credentials(package.schemes)
        self._headers = checked({"user-agent": package.user_agent, **(headers or {})})
        self.base = _base("base_url", base_url) if base_url is not None else self._server(package.server)

    @property
    def user_agent(self) -> str:
        return self._headers["user-agent"]

    def __repr__(self) -> str:
        return f"Api({self.base.shown!r})"

    def _server(self, template: str | None) -> Url:
        if template is None:
            raise InvalidArgumentError("base_url", "the document names no server: give its URL")
        return _base("base_url", expand_server(template, self._variables))

    def request(self, call: Call) -> Request:
        """The request of a call, complete but for its credentials.

        Raises:
            InvalidArgumentError: an argument or the body is not what the document allows.
        """
        own = call.operation.server
        base = self.base if own is None or self._overridden else self._server(own)
        request = prepare(
            call.operation,
            call.arguments,
            call.body,
            base=base,
            names=self.package,
            media_type=call.media_type,
            headers=call.extra_headers or NOTHING,
            usual=self._headers,
        )
        return request if call.url is None else replace(request, url=call.url)

    def steps(self, call: Call) -> Steps:
        """The steps of a call up to its last response. Raises: InvalidArgumentError, TransportError."""
        secrets = self.secrets(call.operation)
        return request_steps(self.request(call), RetryState(self._retries, call.operation), secrets, self.authorized)

    def secrets(self, operation: Operation) -> Secrets:
        """The credentials that this operation's requests carry, by scheme: nothing called, no token fetched yet."""
        return [
            (name, self._token_source(name, operation, one))
            for name, one in self._credentials.choose(operation.security)
        ]

    def _token_source(
        self, scheme: str, operation: Operation, given: AsyncSecret | ClientCredentials
    ) -> AsyncSecret | TokenSource:
        if not isinstance(given, ClientCredentials):
            return given
        from .oauth import TokenSource

        needed = next(alternative[scheme] for alternative in operation.security if scheme in alternative)
        scopes = [fill(scope, self._variables) for scope in needed] if given.scopes is None else given.scopes
        url = given.token_url or expand_server(self.package.schemes[scheme].token_url or "", self._variables)
        if not url:
            raise InvalidArgumentError("client_credentials", "token_url is needed: the document names no token server")
        key = (given, url, *scopes)
        if key not in self._token_sources:
            made = TokenSource(given, _base("token_url", url), scopes, self.user_agent, self._retries)
            self._token_sources.setdefault(key, made)
        return self._token_sources[key]

    def authorized(self, request: Request, secrets: Mapping[str, str]) -> Request:
        """The request with its credentials.

        Raises:
            InvalidArgumentError: a credential holds what a header cannot carry.
        """
        return authorize(request, [self._credentials.place(name, secret) for name, secret in secrets.items()])

    def credential_headers(self, secrets: Mapping[str, str]) -> dict[str, str]:
        """The credentials that travel as headers, for requests that the document does not describe."""
        placements = [self._credentials.place(name, secret) for name, secret in secrets.items()]
        return {name: value for place, name, value in placements if place == "header"}

    def result(self, call: Call, response: RawResponse) -> Response[Any]:
        """What the response means.

        Raises:
            StatusError: an error that the document declares.
            UnexpectedResponseError: a status that it does not declare.
            InvalidResponseError: content that is not what it declares.
        """
        return interpret(call.operation, response, self.package, self.policy, call.any_success)


def _base(argument: str, text: str) -> Url:
    try:
        return parse_url(text)
    except ValueError as error:
        raise InvalidArgumentError(argument, f"{error}; give an absolute URL") from None
