"""Tokens that a client fetches by itself: asked for once, kept, renewed early (OAuth 2.0, RFC 6749, section 4.4)."""

from __future__ import annotations

import base64
import json
import math
import time
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote_plus, urlencode

from ..authorization import Secret, Secrets, SecretSettings
from ..credentials import Credentials
from ..errors import ClientError, InvalidArgumentError
from ..operation import Operation
from ..raw_response import RawResponse
from ..request import Request
from ..request_flow import Step, drive, drive_async, request_steps
from ..retries import Retries, RetryState
from ..servers import expand_server, fill
from ..url import Url, absolute_url

if TYPE_CHECKING:
    import asyncio

    from ..api import Api

__all__ = ["AuthenticationFailedError", "ClientCredentials", "OAuthCredentials", "TokenSource"]

_TOKEN = Operation("token", "POST", "", idempotent=True)
_FORM = "application/x-www-form-urlencoded"
_OK = 200
_EARLY, _EARLY_SHARE, _POSTPONED = 60.0, 4, 10.0


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


class AuthenticationFailedError(ClientError):
    """The token server gave no token. Of its response only status and error code are kept, and not the secret.

    Attributes:
        status_code: of the token server's response.
        error: its error code (RFC 6749, section 5.2), such as ``invalid_client``; empty if there is none.
    """

    def __init__(self, status_code: int, error: str = "") -> None:
        self.status_code, self.error = status_code, error
        super().__init__(f"the token server answered {status_code} {error or 'without a bearer token'}")


class TokenSource:
    """One identity's token for some scopes. ``lock`` is held by the thread that renews it. The repr shows no secret.

    A token is renewed in the last quarter of its life, at most a minute before its end; until then others use it.
    """

    def __init__(
        self,
        given: ClientCredentials,
        url: Url,
        scopes: Sequence[str],
        user_agent: str,
        retries: Retries | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lock = Lock()
        self._request = _token_request(given, url, scopes, user_agent)
        self._retries, self._clock = retries, clock
        self._text: str | None = None
        self._due = self._end = -math.inf

    def __repr__(self) -> str:
        return f"TokenSource({self._request.url.shown!r})"

    @cached_property
    def turn(self) -> asyncio.Lock:
        """Return the lock of the asyncio task that renews the token."""
        import asyncio  # slow, and blocking clients never need it

        return asyncio.Lock()

    def usable(self) -> str | None:
        """Return the token, or None if it has expired."""
        return self._text if self._clock() < self._end else None

    def fresh(self) -> str | None:
        """Return the token, or None if it should be renewed."""
        return self._text if self._clock() < self._due else None

    def forget(self, refused: str | None) -> None:
        """Discard the token if it is the refused one; another thread may have renewed it meanwhile."""
        if refused is not None and self._text == refused:
            self._due = self._end = -math.inf

    def text(self, stale: str | None, run: Callable[[Step], Any]) -> str:
        """Return the token, renewed by this thread if necessary and no other one does. Raises: as ``renewal``."""
        self.forget(stale)
        if fresh := self.fresh():
            return fresh
        if (held := self.usable()) and self.lock.locked():
            return held
        with self.lock:
            return drive(self.renewal(), run)

    async def text_async(self, stale: str | None, run: Callable[[Step], Awaitable[Any]]) -> str:
        """Return the token, renewed by this asyncio task if necessary."""
        self.forget(stale)
        if fresh := self.fresh():
            return fresh
        if self.turn.locked() and (held := self.usable()):
            return held
        async with self.turn:
            return await drive_async(self.renewal(), run)

    def renewal(self) -> Generator[Step, Any, str]:
        """Yield steps that renew the token and return it: the old one if it is still usable and no new one can be had.

        Raises:
            AuthenticationFailedError: the token server gives none. TransportError: it cannot be reached.
        """
        if (fresh := self.fresh()) is not None:
            return fresh
        try:
            response = yield from request_steps(
                self._request, RetryState(self._retries, _TOKEN), (), lambda request, _: request
            )
            return self._keep(response)
        except ClientError:
            if (usable := self.usable()) is None:
                raise
            self._due = self._clock() + _POSTPONED
            return usable

    def _keep(self, response: RawResponse) -> str:
        fields = _json(response.content)
        token, kind = fields.get("access_token"), str(fields.get("token_type", "bearer"))
        if response.status_code != _OK or not isinstance(token, str) or kind.lower() != "bearer":
            raise AuthenticationFailedError(response.status_code, _error_code(fields))
        life, now = _seconds(fields.get("expires_in")), self._clock()
        self._text, self._end = token, now + life
        self._due = self._end - min(_EARLY, life / _EARLY_SHARE)
        return token


def _token_request(given: ClientCredentials, url: Url, scopes: Sequence[str], user_agent: str) -> Request:
    fields = {"grant_type": "client_credentials", **({"scope": " ".join(scopes)} if scopes else {}), **given.extra}
    headers = {"accept": "application/json", "content-type": _FORM, "user-agent": user_agent}
    secret = given.client_secret if isinstance(given.client_secret, str) else given.client_secret()
    if given.secret_in == "body":
        fields |= {"client_id": given.client_id, "client_secret": secret}
    else:
        pair = f"{quote_plus(given.client_id)}:{quote_plus(secret)}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    content = urlencode(fields).encode()
    return Request("token", "POST", url, {**headers, "content-length": str(len(content))}, content, is_own=False)


def _json(content: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return fields if isinstance(fields, dict) else {}


def _error_code(fields: dict[str, Any]) -> str:
    code = fields.get("error")
    return code[:40] if isinstance(code, str) and code.replace("_", "").isalnum() else ""


def _seconds(value: Any) -> float:
    """A life without a known end lasts until the server says 401."""
    try:
        return max(float(value), 0.0)
    except (OverflowError, TypeError, ValueError):
        return math.inf


class OAuthCredentials(Credentials):
    """The secrets of one client; an identity stands for every scheme that declares its flow, unless named otherwise."""

    def __init__(self, api: Api, settings: SecretSettings) -> None:
        super().__init__(api, settings)
        self._api = api
        if identity := settings.get("client_credentials"):
            named = settings.get("credentials") or {}
            flows = [name for name, scheme in self._schemes.items() if scheme.token_url is not None]
            self._secrets |= {name: identity for name in flows if name not in named}

    def secrets(self, operation: Operation) -> Secrets:
        """Return (scheme, secret) for an operation, with a ``TokenSource`` for each token that is fetched.

        Raises:
            InvalidArgumentError: the token server's URL is not known or unusable.
        """
        return [
            (name, self._source(name, secret, operation) if isinstance(secret, ClientCredentials) else secret)
            for name, secret in super().secrets(operation)
        ]

    def _source(self, scheme: str, identity: ClientCredentials, operation: Operation) -> TokenSource:
        api = self._api
        needed = next(alternative[scheme] for alternative in operation.security if scheme in alternative)
        scopes = [fill(scope, api.variables) for scope in needed] if identity.scopes is None else identity.scopes
        declared = self._schemes[scheme].token_url or ""
        url = identity.token_url or expand_server(declared, api.variables)
        if not url:
            raise InvalidArgumentError("client_credentials", "token_url is needed: the document names no token server")
        key = (identity, url, *scopes)
        if key not in api.tokens:
            target = absolute_url("token_url", url)
            api.tokens.setdefault(key, TokenSource(identity, target, scopes, api.user_agent, api.retries))
        source: TokenSource = api.tokens[key]
        return source
