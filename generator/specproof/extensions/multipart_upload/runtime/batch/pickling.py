"""Clients in other processes: made again from their settings, and without secrets unless that was asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from specproof.runtime.errors import InvalidArgumentError
from specproof.runtime.oauth import ClientCredentials
from specproof.runtime.package import Package
from specproof.runtime.session import SyncSession

__all__ = ["FromEnvironment", "PicklableSession"]

_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """A secret in an environment variable, read for each request, in the process that makes it.

    Raises:
        InvalidArgumentError: when called, if there is no such variable.
    """

    variable: str

    def __call__(self) -> str:
        if not (value := os.environ.get(self.variable)):
            raise InvalidArgumentError(self.variable, "this environment variable is not set where the request is made")
        return value


class PicklableSession:
    """A client for one task; use it in a ``with`` statement.

    Within the process it is the client itself. Unpickled it is a new one with the same settings, and closed at the end.

    Raises:
        InvalidArgumentError: when pickled, if it has an ``http_client``, or a secret as text that may not go along.
        ClientClosedError: when pickled, if the client is closed.
    """

    def __init__(self, session: SyncSession, with_secrets: bool, is_copy: bool = False) -> None:
        self._session, self._with_secrets, self._is_copy = session, with_secrets, is_copy

    def __enter__(self) -> SyncSession:
        return self._session

    def __exit__(self, *_: object) -> None:
        if self._is_copy:
            self._session.close()

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickle, self.pickled_arguments()

    def pickled_arguments(self) -> tuple[type[SyncSession], str, Mapping[str, Any]]:
        """Return what pickling takes: the client's class, its package's module and its settings.

        Raises:
            InvalidArgumentError: the client has an ``http_client``, or a secret that may not be pickled.
        """
        session = self._session
        settings = session.changed({})
        session.pool.require_open()
        if session.pool.http_client is not None:
            raise InvalidArgumentError("http_client", "cannot be pickled for another process: leave it out")
        if not self._with_secrets:
            _refuse_secrets(settings, session.api.package)
        return type(session), session.api.package.module, settings


def _unpickle(kind: type[SyncSession], module: str, settings: Mapping[str, Any]) -> PicklableSession:
    session = kind.__new__(kind)
    SyncSession.__init__(session, import_module(f"{module}._operations").PACKAGE, **settings)
    return PicklableSession(session, with_secrets=True, is_copy=True)


def _refuse_secrets(settings: Mapping[str, Any], package: Package) -> None:
    keys = _SECRET_HEADERS | {scheme.name.lower() for scheme in package.schemes.values() if scheme.kind == "apiKey"}
    headers = {name: value for name, value in (settings.get("headers") or {}).items() if name.lower() in keys}
    named = {name: settings.get(name) for name in ("token", "basic_auth", "api_key", "client_credentials")}
    for name, secret in {**named, **(settings.get("credentials") or {}), **headers}.items():
        if isinstance(secret.client_secret if isinstance(secret, ClientCredentials) else secret, (str, tuple)):
            reason = "is a secret, and goes to no other process unless send_secrets is true"
            raise InvalidArgumentError(name, f"{reason}; give FromEnvironment(...) or a function in its place")
