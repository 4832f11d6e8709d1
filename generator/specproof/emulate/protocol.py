"""uvicorn's HTTP protocol, extended so that an application can close the connection, which ASGI does not offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from specproof.emulate.behaviour import Scope

__all__ = ["CONNECTION", "Connection", "Protocol", "connection_of"]

CONNECTION = "specproof.connection"


@dataclass(frozen=True, slots=True)
class Connection:
    """The TCP connection of a request that is being handled."""

    transport: Any

    @property
    def gone(self) -> bool:
        """Whether either side has closed it. A client that leaves is not noticed while its body waits to be read."""
        return bool(self.transport.is_closing())

    def abort(self) -> None:
        """Close it at once and lose unsent bytes: the client sees a reset."""
        self.transport.abort()

    def close(self) -> None:
        """Close it once all that was written has been sent."""
        self.transport.close()


class Protocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, which adds the connection to each request's scope, and requires a Host header."""

    _refusal = ""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        extensions: dict[str, Any] = {CONNECTION: Connection(self.transport)}
        self.scope["extensions"] = extensions

    def on_headers_complete(self) -> None:
        """Begin the request. Raises: ValueError (a 400), for no Host header or several (RFC 9112, 3.2)."""
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts != 1 and self.parser is not None and self.parser.get_http_version() == "1.1":
            self._refusal = f"a request has one Host header, not {hosts}"
            raise ValueError(self._refusal)
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        super().send_400_response(self._refusal or msg)


def connection_of(scope: Scope) -> Connection | None:
    """Return the connection of a request; None under a server other than ``Protocol``."""
    connection: Connection | None = scope.get("extensions", {}).get(CONNECTION)
    return connection
