"""Credentials as the core knows them: how secrets are given, and what a document without security schemes has."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypedDict

from .errors import InvalidArgumentError
from .operation import Operation
from .request import Request

__all__ = ["AsyncSecret", "Authorization", "Identity", "Secret", "SecretSettings", "Secrets"]

Secret = str | Callable[[], str]
AsyncSecret = str | Callable[[], str] | Callable[[], Awaitable[str]]
Secrets = Sequence[tuple[str, Any]]


class Identity(Protocol):
    """Interface of ``oauth.ClientCredentials``, with which tokens are fetched."""

    @property
    def client_id(self) -> str: ...


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


class Authorization:
    """Credentials of a document without security schemes: none. Others are ``credentials.Credentials``.

    ``api`` is the ``Api`` of the client, ``login`` the step ``Login`` that asks for texts.

    Raises:
        InvalidArgumentError: one is given by name.
    """

    def __init__(self, api: Any, settings: SecretSettings) -> None:
        if named := settings.get("credentials"):
            raise InvalidArgumentError("credentials", f"the document has no security scheme {min(named)!r}")

    def secrets(self, operation: Operation) -> Secrets:
        return ()

    def texts(self, login: Any, run: Callable[[Any], Any]) -> dict[str, str]:
        return {}

    async def texts_async(self, login: Any, run: Callable[[Any], Awaitable[Any]]) -> dict[str, str]:
        return {}

    def authorize(self, request: Request, texts: Mapping[str, str]) -> Request:
        return request

    def headers(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {}
