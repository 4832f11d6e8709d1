"""Which credentials a request carries, and where (OpenAPI 3.1, Security Requirement Object; RFC 6750; RFC 7617)."""

from __future__ import annotations

import base64
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from ..authorization import AsyncSecret, Authorization, Secrets, SecretSettings
from ..errors import InvalidArgumentError
from ..operation import Location, Operation
from ..request import Request, header_text
from ..url import percent

if TYPE_CHECKING:
    from ..api import Api
    from ..request_flow import Login

__all__ = ["Credentials", "FetchedSecret", "Placement", "Scheme", "add_credentials"]

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_COOKIE_OCTETS = re.compile(r"[!#-+\--:<-\[\]-~]*")  # RFC 6265, section 4.1.1


@dataclass(frozen=True, slots=True)
class Scheme:
    """One security scheme. ``http`` needs ``name`` (the authentication scheme) unless it is bearer or basic.

    ``apiKey`` needs ``name`` and ``location``. OAuth 2 and OpenID Connect are ``bearer`` when they reach the wire;
    ``token_url`` is that of the client credentials flow, None where there is no such flow.
    """

    kind: Literal["bearer", "basic", "http", "apiKey", "mutualTLS"]
    name: str = ""
    location: Location = "header"
    token_url: str | None = None


class FetchedSecret(Protocol):
    """Interface of a token that is fetched from a server; ``stale`` is one that the API has just refused, or None."""

    def text(self, stale: str | None, run: Callable[[Any], Any]) -> str: ...

    async def text_async(self, stale: str | None, run: Callable[[Any], Awaitable[Any]]) -> str: ...


class Placement(NamedTuple):
    """One credential as it is sent: location, name and value. The repr does not show the value."""

    location: Location
    name: str
    value: str

    def __repr__(self) -> str:
        return f"Placement({self.location}, {self.name})"


class Credentials(Authorization):
    """The secrets of one client by security scheme. The repr shows the schemes alone.

    Raises:
        InvalidArgumentError: the document has no scheme of that name, or a user-id holds a colon (RFC 7617, section 2).
    """

    def __init__(self, api: Api, settings: SecretSettings) -> None:
        pair, named = settings.get("basic_auth"), settings.get("credentials") or {}
        if pair is not None and ":" in pair[0]:
            raise InvalidArgumentError("basic_auth", "the server would take what follows the colon for the password")
        given = {
            "bearer": settings.get("token"),
            "basic": None if pair is None else ":".join(pair),
            "apiKey": settings.get("api_key"),
        }
        self._schemes = api.package.schemes
        usual = {
            name: given[scheme.kind] for name, scheme in self._schemes.items() if given.get(scheme.kind) is not None
        }
        self._secrets: dict[str, Any] = {**usual, **named}
        unknown = sorted(self._secrets.keys() - self._schemes.keys())
        if unknown:
            raise InvalidArgumentError("credentials", f"the document has no security scheme {unknown[0]!r}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({sorted(self._secrets)})"

    def secrets(self, operation: Operation) -> Secrets:
        """Return (scheme, secret) for the first security alternative whose secrets are all set; empty without one."""
        for alternative in operation.security:
            needed = [name for name in alternative if self._schemes[name].kind != "mutualTLS"]
            found = [(name, secret) for name in needed if (secret := self._secrets.get(name)) is not None]
            if needed and len(found) == len(needed):
                return found
        return []

    def texts(self, login: Login, run: Callable[[Any], Any]) -> dict[str, str]:
        """Return secrets as text by scheme; ``run`` performs the steps that fetch tokens. Raises: ClientError."""
        return {scheme: _text(secret, login.stale.get(scheme), run) for scheme, secret in login.secrets}

    async def texts_async(self, login: Login, run: Callable[[Any], Awaitable[Any]]) -> dict[str, str]:
        """Return secrets as text by scheme, as ``texts``; functions that give them may be coroutine functions."""
        return {scheme: await _text_async(secret, login.stale.get(scheme), run) for scheme, secret in login.secrets}

    def authorize(self, request: Request, texts: Mapping[str, str]) -> Request:
        """Return the request with credentials, given as text by scheme; a header that the caller set stays.

        Raises:
            InvalidArgumentError: a credential holds what a header cannot carry.
        """
        return add_credentials(request, [self.placement(name, secret) for name, secret in texts.items()])

    def headers(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the credentials that are sent as headers, for requests that the document does not describe."""
        placements = [self.placement(name, secret) for name, secret in texts.items()]
        return {name: value for location, name, value in placements if location == "header"}

    def placement(self, scheme_name: str, secret: str) -> Placement:
        """Return where and how the secret of a scheme is sent.

        Raises:
            InvalidArgumentError: it holds what that location cannot carry. The secret is not shown.
        """
        scheme = self._schemes[scheme_name]
        if scheme.kind == "apiKey":
            return _api_key(scheme, scheme_name, secret)
        if scheme.kind == "basic" and _CONTROL.search(secret):
            raise InvalidArgumentError(f"credentials.{scheme_name}", "control characters cannot stand in it (RFC 7617)")
        word = {"basic": "Basic", "bearer": "Bearer"}.get(scheme.kind, scheme.name)
        value = f"{word} {base64.b64encode(secret.encode()).decode() if scheme.kind == 'basic' else secret}"
        return Placement("header", "Authorization", header_text(f"credentials.{scheme_name}", value))


def _text(secret: AsyncSecret | FetchedSecret, stale: str | None, run: Callable[[Any], Any]) -> str:
    if isinstance(secret, str):
        return secret
    if callable(secret):
        found = secret()
        if not isinstance(found, str):
            raise TypeError("a function that gives credentials to a blocking client must return text")
        return found
    return secret.text(stale, run)


async def _text_async(
    secret: AsyncSecret | FetchedSecret, stale: str | None, run: Callable[[Any], Awaitable[Any]]
) -> str:
    if isinstance(secret, str):
        return secret
    if callable(secret):
        found = secret()
        return found if isinstance(found, str) else await found
    return await secret.text_async(stale, run)


def _api_key(scheme: Scheme, scheme_name: str, secret: str) -> Placement:
    if scheme.location == "header":
        return Placement("header", scheme.name, header_text(f"credentials.{scheme_name}", secret))
    if scheme.location == "query":
        return Placement("query", scheme.name, percent(secret))
    if not _COOKIE_OCTETS.fullmatch(secret):
        message = "a cookie holds printable ASCII without blanks, quotes, commas, semicolons and backslashes"
        raise InvalidArgumentError(f"credentials.{scheme_name}", message)
    return Placement("cookie", scheme.name, secret)


def add_credentials(request: Request, placements: Iterable[Placement]) -> Request:
    """Return the request with credentials added; a header that the caller set stays."""
    headers, target = dict(request.headers), request.url.target
    for location, name, value in placements:
        if location == "header":
            headers.setdefault(name.lower(), value)
        elif location == "cookie":
            headers["cookie"] = "; ".join(filter(None, [headers.get("cookie"), f"{name}={value}"]))
        elif not re.search(f"[?&]{re.escape(percent(name))}=", target):
            target += ("&" if "?" in target else "?") + f"{percent(name)}={value}"
    return replace(request, url=request.url._replace(target=target), headers=headers)
