"""Credentials as the core knows them: how secrets are given, and what puts them into requests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypedDict

from .errors import InvalidArgumentError
from .operation import Operation
from .request import Request
from .retries import Retries

__all__ = [
    "AsyncSecret",
    "Authorization",
    "AuthorizationContext",
    "AuthorizationFactory",
    "FetchedSecret",
    "Identity",
    "NoAuthorization",
    "Secret",
    "SecretSettings",
    "Secrets",
]

Secret = str | Callable[[], str]
AsyncSecret = str | Callable[[], str] | Callable[[], Awaitable[str]]


class FetchedSecret(Protocol):
    """Interface of a token that is fetched from a server; ``stale`` is one that the API has just refused, or None."""

    def text(self, stale: str | None, run: Callable[[Any], Any]) -> str: ...

    async def text_async(self, stale: str | None, run: Callable[[Any], Awaitable[Any]]) -> str: ...


class Identity(Protocol):
    """Interface of ``oauth.ClientCredentials``, with which tokens are fetched."""

    @property
    def client_id(self) -> str: ...


Secrets = Sequence[tuple[str, AsyncSecret | FetchedSecret]]


class SecretSettings(TypedDict, total=False):
    """The secrets that a client is given.

    ``token``: for every bearer scheme. ``basic_auth``: user and password for every basic scheme. ``api_key``: for every
    apiKey scheme. ``client_credentials``: for every scheme that declares this flow; ``token`` is for the other bearer
    schemes then. ``credentials``: by name of the scheme, before the others; ``user:password`` for a basic scheme.
    """

    token: AsyncSecret | None
    basic_auth: tuple[str, str] | None
    api_key: AsyncSecret | None
    credentials: Mapping[str, AsyncSecret | Identity] | None
    client_credentials: Identity | None


@dataclass(frozen=True, slots=True)
class AuthorizationContext:
    """What requests for tokens need to know of their client. ``tokens`` are shared by clients."""

    schemes: Mapping[str, Any]
    variables: Mapping[str, str]
    user_agent: str
    retries: Retries | None
    tokens: dict[tuple[object, ...], Any]


class Authorization(Protocol):
    """Interface of what adds the credentials of one client to its requests."""

    def secrets(self, operation: Operation) -> Secrets:
        """Return (scheme, secret) of the credentials for an operation; nothing is called or fetched yet."""

    def authorize(self, request: Request, texts: Mapping[str, str]) -> Request:
        """Return the request with credentials, given as text by scheme; a header that the caller set stays."""

    def headers(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the credentials that are sent as headers, for requests that the document does not describe."""


AuthorizationFactory = Callable[[AuthorizationContext, SecretSettings], Authorization]


class NoAuthorization:
    """``Authorization`` of a document without schemes. Raises: InvalidArgumentError, if one is given by name."""

    def __init__(self, context: AuthorizationContext, settings: SecretSettings) -> None:
        if named := settings.get("credentials"):
            raise InvalidArgumentError("credentials", f"the document has no security scheme {min(named)!r}")

    def secrets(self, operation: Operation) -> Secrets:
        return ()

    def authorize(self, request: Request, texts: Mapping[str, str]) -> Request:
        return request

    def headers(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {}
