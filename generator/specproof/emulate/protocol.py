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
    """The client's connection of the request under way."""

    transport: Any

    @property
    def gone(self) -> bool:
        """Whether either side has ended it, as far as is known: a client that leaves in a full body is not noticed."""
        return bool(self.transport.is_closing())

    def abort(self) -> None:
        """Close at once, unsent bytes lost: the client sees a reset."""
        self.transport.abort()

    def close(self) -> None:
        """Close after what was written has been sent."""
        self.transport.close()


class Protocol(HttpToolsProtocol):
    """Adds the connection to the extensions of each request's scope, and refuses requests without a Host header."""

    _refusal = ""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        extensions: dict[str, Any] = {CONNECTION: Connection(self.transport)}
        self.scope["extensions"] = extensions

    def on_headers_complete(self) -> None:
        """Raises: ValueError, which uvicorn answers with 400, for no Host header or several (RFC 9112, 3.2)."""
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts != 1 and self.parser.get_http_version() == "1.1":
            self._refusal = f"a request has one Host header, not {hosts}"
            raise ValueError(self._refusal)
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        super().send_400_response(self._refusal or msg)


def connection_of(scope: Scope) -> Connection | None:
    """Return the connection of a request; None under another server."""
    connection: Connection | None = scope.get("extensions", {}).get(CONNECTION)
    return connection
