"""What one client knows without any connection: its package, its server, its credentials."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

from .authorization import SecretSettings
from .drift import Drift, ResponsePolicy, Validation
from .errors import InvalidArgumentError
from .not_given import NOT_GIVEN
from .operation import NOTHING, Operation
from .package import Package
from .raw_response import RawResponse
from .request import Request, checked_headers, prepare_request
from .request_flow import Steps, request_steps
from .response import Response, interpret
from .retries import Retries, RetryState
from .url import Url, absolute_url

if TYPE_CHECKING:
    from .transport import Timeout

__all__ = ["Api", "Call", "Settings"]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation with its arguments, which are keyed by ``Parameter.key`` (``query.limit``).

    ``any_success``: whether any 2XX will do. ``url``: a URL of the same server to use in place of the operation's.
    """

    operation: Operation
    arguments: Mapping[str, Any]
    body: Any = NOT_GIVEN
    media_type: str | None = None
    extra_headers: Mapping[str, str] | None = None
    any_success: bool = False
    url: Url | None = None


class Settings(SecretSettings, total=False):
    """Settings of a client, besides ``SecretSettings``.

    ``timeout``: seconds each for connecting, writing, reading and the wait for a connection, or an ``httpx2.Timeout``.
    ``headers``: sent with every request. ``retries``: what is repeated; None for nothing. ``validation`` and
    ``on_drift``: how responses are read; see ``drift.ResponsePolicy``. ``largest_response``: how many bytes of content,
    codings undone, are read of one response; None for all. Of a stream, how many are kept at once.
    ``variables``: values of the server's variables. ``base_url``: used in place of every server of the document.
    """

    timeout: Timeout | None
    headers: Mapping[str, str] | None
    retries: Retries | None
    validation: Validation
    on_drift: Callable[[Drift], None] | None
    largest_response: int | None
    variables: Mapping[str, str] | None
    base_url: str | None


class Api:
    """Turns calls into requests and responses into results. Holds no connection; the repr shows the server alone.

    Args:
        tokens: those that clients have in common.
        settings: see ``Settings``.

    Raises:
        InvalidArgumentError: a server variable, the base URL or a credential's scheme is unusable.
    """

    def __init__(
        self, package: Package, tokens: dict[tuple[object, ...], Any] | None = None, **settings: Unpack[Settings]
    ) -> None:
        self.package = package
        self.policy = ResponsePolicy(settings.get("validation", "strict"), settings.get("on_drift"), package.module)
        self.retries = settings.get("retries", Retries())
        base_url, self.variables = settings.get("base_url"), settings.get("variables") or {}
        self.tokens = {} if tokens is None else tokens
        self._url_of: Callable[[Any], str | None] = lambda one: package.server_url(one, base_url, self.variables)
        self._headers = checked_headers({"user-agent": package.user_agent, **(settings.get("headers") or {})})
        self.user_agent = self._headers["user-agent"]
        self.authorization = package.authorization(self, settings)
        self.base = self._server(package.server)

    def __repr__(self) -> str:
        return f"Api({self.base.shown!r})"

    def _server(self, declared: Any) -> Url:
        if (url := self._url_of(declared)) is None:
            raise InvalidArgumentError("base_url", "the document names no server: give its URL")
        return absolute_url("base_url", url)

    def request(self, call: Call) -> Request:
        """Return the HTTP request of a call, complete but for its credentials.

        Raises:
            InvalidArgumentError: an argument or the body is not what the document allows.
        """
        own = call.operation.server
        base = self.base if own is None else self._server(own)
        request = prepare_request(
            call.operation,
            call.arguments,
            call.body,
            base=base,
            names=self.package,
            parameters=self.package.write_parameters,
            bodies=self.package.encode_body,
            media_type=call.media_type,
            headers=call.extra_headers or NOTHING,
            usual=self._headers,
        )
        return request if call.url is None else replace(request, url=call.url)

    def steps(self, call: Call) -> Steps:
        """Return the steps of a call, which end with its response. Raises: InvalidArgumentError, TransportError."""
        secrets = self.authorization.secrets(call.operation)
        state = RetryState(self.retries, call.operation)
        return request_steps(self.request(call), state, secrets, self.authorization.authorize)

    def result(self, call: Call, response: RawResponse) -> Response[Any]:
        """Return the parsed response of a call, or raise the error that it stands for.

        Raises:
            StatusError: an error that the document declares.
            UnexpectedResponseError: a status that it does not declare.
            InvalidResponseError: content that is not what it declares.
        """
        return interpret(call.operation, response, self.package, self.policy, call.any_success)
