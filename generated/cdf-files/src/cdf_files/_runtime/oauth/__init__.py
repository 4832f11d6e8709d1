"""Credentials of which some are tokens that a client fetches by itself (OAuth 2.0, RFC 6749, section 4.4)."""

from __future__ import annotations

from ..authorization import AuthorizationContext, Secrets, SecretSettings
from ..credentials import Credentials
from ..errors import InvalidArgumentError
from ..operation import Operation
from ..url import absolute_url, expand_server, fill
from .token_source import ClientCredentials, TokenSource

__all__ = ["ClientCredentials", "OAuthCredentials"]


class OAuthCredentials(Credentials):
    """The secrets of one client; an identity stands for every scheme that declares its flow, unless named otherwise."""

    def __init__(self, context: AuthorizationContext, settings: SecretSettings) -> None:
        super().__init__(context, settings)
        self._context = context
        if identity := settings.get("client_credentials"):
            named = settings.get("credentials") or {}
            flows = [name for name, scheme in context.schemes.items() if scheme.token_url is not None]
            self._secrets |= {name: identity for name in flows if name not in named}

    def secrets(self, operation: Operation) -> Secrets:
        """The credentials of an operation, with the sources of those tokens that are fetched.

        Raises:
            InvalidArgumentError: the token server's URL is not known or unusable.
        """
        return [
            (name, self._source(name, secret, operation) if isinstance(secret, ClientCredentials) else secret)
            for name, secret in super().secrets(operation)
        ]

    def _source(self, scheme: str, identity: ClientCredentials, operation: Operation) -> TokenSource:
        context = self._context
        needed = next(alternative[scheme] for alternative in operation.security if scheme in alternative)
        scopes = [fill(scope, context.variables) for scope in needed] if identity.scopes is None else identity.scopes
        declared = context.schemes[scheme].token_url or ""
        url = identity.token_url or expand_server(declared, context.variables)
        if not url:
            raise InvalidArgumentError("client_credentials", "token_url is needed: the document names no token server")
        key = (identity, url, *scopes)
        if key not in context.tokens:
            target = absolute_url("token_url", url)
            context.tokens.setdefault(key, TokenSource(identity, target, scopes, context.user_agent, context.retries))
        source: TokenSource = context.tokens[key]
        return source
