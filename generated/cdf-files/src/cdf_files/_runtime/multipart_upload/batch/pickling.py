"""How a client comes to another process: as its settings, and without secrets unless that was asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ...errors import InvalidArgumentError
from ...oauth import ClientCredentials
from ...package import Package
from ...session import SyncSession

__all__ = ["FromEnvironment", "Loan"]

_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class FromEnvironment:
    """A secret that stands in an environment variable, read for each request, in the process that makes it.

    Raises:
        InvalidArgumentError: when called, if there is no such variable.
    """

    variable: str

    def __call__(self) -> str:
        if not (value := os.environ.get(self.variable)):
            raise InvalidArgumentError(self.variable, "this environment variable is not set where the request is made")
        return value


class Loan:
    """A client for one task. In another process it is made anew from its settings, and closed with the ``with`` block.

    Raises:
        InvalidArgumentError: on the way to another process, if what cannot or must not be sent would be needed there.
    """

    def __init__(self, session: SyncSession, with_secrets: bool, is_copy: bool = False) -> None:
        self._session, self._with_secrets, self._is_copy = session, with_secrets, is_copy

    def __enter__(self) -> SyncSession:
        return self._session

    def __exit__(self, *_: object) -> None:
        if self._is_copy:
            self._session.close()

    def __reduce__(self) -> tuple[Any, ...]:
        session = self._session
        settings = session.changed({})
        if not session.transport.owned:
            raise InvalidArgumentError("http_client", "cannot be sent to another process: make the client without it")
        if not self._with_secrets:
            _keep_secrets(settings, session.api.package)
        return _arrived, (type(session), session.api.package.module, settings)


def _arrived(kind: type[SyncSession], module: str, settings: Mapping[str, Any]) -> Loan:
    session = kind.__new__(kind)
    SyncSession.__init__(session, import_module(f"{module}._operations").PACKAGE, **settings)
    return Loan(session, with_secrets=True, is_copy=True)


def _keep_secrets(settings: Mapping[str, Any], package: Package) -> None:
    keys = _SECRET_HEADERS | {scheme.name.lower() for scheme in package.schemes.values() if scheme.kind == "apiKey"}
    headers = {name: value for name, value in (settings.get("headers") or {}).items() if name.lower() in keys}
    named = {name: settings.get(name) for name in ("token", "basic_auth", "api_key", "client_credentials")}
    for name, secret in {**named, **(settings.get("credentials") or {}), **headers}.items():
        if isinstance(secret.client_secret if isinstance(secret, ClientCredentials) else secret, (str, tuple)):
            why = "is a secret, and goes to no other process unless send_secrets is true"
            raise InvalidArgumentError(name, f"{why}; give FromEnvironment(...) or a function in its place")
