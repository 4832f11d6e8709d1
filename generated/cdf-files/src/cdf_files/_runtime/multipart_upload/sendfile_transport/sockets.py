"""HTTP/1.1 requests whose body writes itself into the socket, as a transport of httpx2.

Requests carry all their headers, Host and Content-Length too. Of a response at most ``CONTENT_LIMIT`` bytes of content
are read. Connections are kept, and used again for as long as the server keeps them.
"""

from __future__ import annotations

import selectors
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from threading import Lock
from typing import Any, Protocol, cast

import httpx2

__all__ = ["CONTENT_LIMIT", "SendfileTransport", "SocketWritable"]

CONTENT_LIMIT = 1 << 16
_PORTS = {"http": 80, "https": 443}


class SocketWritable(Protocol):
    """Interface of a request body that writes itself into a socket."""

    def write_to(self, connection: socket.socket) -> None:
        """Write all of the body. Raises: OSError if the socket is broken, and errors of the body's own."""


class SendfileTransport(httpx2.BaseTransport):
    """HTTP/1.1 transport whose connections threads can share; each request has one for itself.

    Args:
        context: TLS settings for https; the one that httpx2 makes if None.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self._idle: list[_Connection] = []
        self._open: set[socket.socket] = set()
        self._is_shut_down = False
        self._lock = Lock()

    def shut_down(self) -> None:
        """Shut the connections of all running requests, and of those that begin later, so that they fail at once."""
        with self._lock:
            self._is_shut_down = True
            for each in self._open:
                _shut_down(each)

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            self._drop(connection)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request, and return its response with at most ``CONTENT_LIMIT`` + 1 bytes of content.

        Raises:
            httpx2.TransportError: the connection failed. Errors of the request's body are raised as they are.
        """
        connection = self._idle_connection(_origin(request)) or self._connect(request)
        try:
            response = connection.exchange(request)
        except BaseException:
            self._drop(connection)
            raise
        if connection.is_kept:
            with self._lock:
                self._idle.append(connection)
        else:
            self._drop(connection)
        return response

    def _idle_connection(self, origin: tuple[Any, ...]) -> _Connection | None:
        """Take an idle connection to an origin; one on which the server sends anything is closing, and dropped."""
        while True:
            with self._lock:
                connection = next((connection for connection in self._idle if connection.origin == origin), None)
                if connection is None:
                    return None
                self._idle.remove(connection)
            if not _is_readable(connection.socket):
                return connection
            self._drop(connection)

    def _connect(self, request: httpx2.Request) -> _Connection:
        limits, url = request.extensions["timeout"], request.url
        host = url.raw_host.decode("ascii")
        with _translate_errors(httpx2.ConnectTimeout, httpx2.ConnectError):
            made = socket.create_connection((host, url.port or _PORTS[url.scheme]), limits["connect"])
            try:
                self._add(made)
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if url.scheme == "https":
                    made = self._start_tls(made, host)
                return _Connection(_origin(request), made)
            except BaseException:
                self._forget(made)
                raise

    def _start_tls(self, plain: socket.socket, host: str) -> socket.socket:
        with self._lock:
            if self._context is None:
                self._context = httpx2.create_ssl_context()
        self._context.set_alpn_protocols(["http/1.1"])
        with self._lock:
            self._open.discard(plain)
            secure = self._context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        self._add(secure)
        try:
            secure.do_handshake()
        except BaseException:
            self._forget(secure)
            raise
        return secure

    def _add(self, opened: socket.socket) -> None:
        with self._lock:
            self._open.add(opened)
            if self._is_shut_down:
                _shut_down(opened)

    def _forget(self, opened: socket.socket) -> None:
        with self._lock:
            self._open.discard(opened)
        opened.close()

    def _drop(self, connection: _Connection) -> None:
        connection.http.close()
        self._forget(connection.socket)


class _Connection:
    """One connection to an origin."""

    def __init__(self, origin: tuple[Any, ...], connected: socket.socket) -> None:
        self.origin, self.socket = origin, connected
        self.http = HTTPConnection("")  # it is connected already, and Host is among the headers
        self.http.sock = connected

    @property
    def is_kept(self) -> bool:
        """Whether the server keeps the connection: if not, the http module has removed the socket."""
        return self.http.sock is not None

    def exchange(self, request: httpx2.Request) -> httpx2.Response:
        limits = request.extensions["timeout"]
        self.socket.settimeout(limits["write"])
        with suppress(httpx2.WriteError), _translate_errors(httpx2.WriteTimeout, httpx2.WriteError):
            self._send(request)  # a server may refuse, respond and close before it has read everything
        self.socket.settimeout(limits["read"])
        with _translate_errors(httpx2.ReadTimeout, httpx2.ReadError):
            return self._read_response()

    def _send(self, request: httpx2.Request) -> None:
        path = request.url.raw_path.decode("ascii")
        self.http.putrequest(request.method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.raw:
            self.http.putheader(name.decode("ascii"), value)
        self.http.endheaders()
        cast(SocketWritable, request.stream).write_to(self.socket)

    def _read_response(self) -> httpx2.Response:
        with self.http.getresponse() as response:
            content = response.read(CONTENT_LIMIT + 1)
            if not response.isclosed():
                self.http.close()
            fields = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.getheaders()]
        return httpx2.Response(response.status, headers=fields, stream=httpx2.ByteStream(content))


@contextmanager
def _translate_errors(late: type[httpx2.TimeoutException], broken: type[httpx2.NetworkError]) -> Iterator[None]:
    """Raise httpx2's errors in place of those of sockets."""
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except (OSError, HTTPException) as error:
        raise broken(str(error)) from error


def _origin(request: httpx2.Request) -> tuple[str, str, int | None]:
    return request.url.scheme, request.url.host, request.url.port


def _is_readable(opened: socket.socket) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(opened, selectors.EVENT_READ)
        return bool(selector.select(0))


def _shut_down(opened: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(opened, socket.SHUT_RDWR)
