"""Which credentials a request carries, and where (OpenAPI 3.1, Security Requirement Object; RFC 6750; RFC 7617)."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .errors import InvalidArgumentError
from .operation import Place, Scheme
from .text import header_text, percent

__all__ = ["AsyncSecret", "ClientCredentials", "Credentials", "Placement", "Secret"]

Secret = str | Callable[[], str]
AsyncSecret = str | Callable[[], str] | Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """An application's own identity (OAuth 2.0, RFC 6749, section 4.4): the client fetches and renews its tokens.

    Args:
        client_secret: text, or a function that gives it when the first token is fetched.
        token_url: of the token server; the document's if None.
        scopes: to ask for; those that an operation needs if None, with the server's variables filled in.
        secret_in: where the token server wants id and secret (RFC 6749, section 2.3.1).
        extra: further fields of the token request, such as ``audience``.
    """

    client_id: str
    client_secret: Secret = field(repr=False)
    token_url: str | None = None
    scopes: tuple[str, ...] | None = None
    secret_in: Literal["header", "body"] = "header"
    extra: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)


class Placement(NamedTuple):
    """One credential, ready for the wire. The repr does not show it."""

    place: Place
    name: str
    value: str

    def __repr__(self) -> str:
        return f"Placement({self.place}, {self.name})"


class Credentials:
    """The secrets of one client by security scheme. The repr shows the schemes alone.

    Args:
        schemes: the document's security schemes.
        token: for every bearer scheme: text, or a function that gives a fresh one for each request.
        basic_auth: user and password for every basic scheme.
        api_key: for every apiKey scheme.
        by_scheme: by name of the scheme, before the others; ``user:password`` for a basic scheme.
        client_credentials: for every scheme that declares this flow; ``token`` is for the other bearer schemes then.
            Among alternatives the document's order decides.

    Raises:
        InvalidArgumentError: the document has no scheme of that name.
    """

    def __init__(
        self,
        schemes: Mapping[str, Scheme],
        token: AsyncSecret | None = None,
        basic_auth: tuple[str, str] | None = None,
        api_key: AsyncSecret | None = None,
        by_scheme: Mapping[str, AsyncSecret | ClientCredentials] | None = None,
        client_credentials: ClientCredentials | None = None,
    ) -> None:
        given = {"bearer": token, "basic": None if basic_auth is None else ":".join(basic_auth), "apiKey": api_key}
        flows = {name for name, scheme in schemes.items() if client_credentials and scheme.token_url is not None}
        self._schemes = schemes
        self._secrets: dict[str, AsyncSecret | ClientCredentials | None] = {
            **{name: given[scheme.kind] for name, scheme in schemes.items() if given.get(scheme.kind) is not None},
            **dict.fromkeys(flows, client_credentials),
            **(by_scheme or {}),
        }
        unknown = sorted(self._secrets.keys() - schemes.keys())
        if unknown:
            raise InvalidArgumentError("credentials", f"the document has no security scheme {unknown[0]!r}")

    def __repr__(self) -> str:
        return f"Credentials({sorted(self._secrets)})"

    def choose(self, alternatives: Sequence[Mapping[str, object]]) -> list[tuple[str, AsyncSecret | ClientCredentials]]:
        """The first alternative that all secrets are there for, with them; none if there is no such one."""
        for alternative in alternatives:
            needed = [name for name in alternative if self._schemes[name].kind != "mutualTLS"]
            found = [(name, secret) for name in needed if (secret := self._secrets.get(name)) is not None]
            if needed and len(found) == len(needed):
                return found
        return []

    def place(self, scheme_name: str, secret: str) -> Placement:
        """Where the secret goes, and how it is written.

        Raises:
            InvalidArgumentError: it holds what a header cannot carry. The secret is not shown.
        """
        scheme = self._schemes[scheme_name]
        if scheme.kind == "apiKey":
            return _api_key(scheme, scheme_name, secret)
        word = {"basic": "Basic", "bearer": "Bearer"}.get(scheme.kind, scheme.name)
        value = f"{word} {base64.b64encode(secret.encode()).decode() if scheme.kind == 'basic' else secret}"
        return Placement("header", "Authorization", header_text(f"credentials.{scheme_name}", value))


def _api_key(scheme: Scheme, scheme_name: str, secret: str) -> Placement:
    if scheme.place == "header":
        return Placement("header", scheme.name, header_text(f"credentials.{scheme_name}", secret))
    return Placement(scheme.place, scheme.name, percent(secret))
