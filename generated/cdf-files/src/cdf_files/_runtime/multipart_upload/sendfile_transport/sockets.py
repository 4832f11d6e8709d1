"""HTTP/1.1 requests whose body writes itself into the socket, as a transport of httpx2.

For requests that say everything about themselves: Host and Content-Length are among their headers. What comes back is
read up to ``CONTENT_LIMIT``. Connections are kept, and used again for as long as the server keeps them.
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

__all__ = ["SendfileTransport", "SocketWritable"]

CONTENT_LIMIT = 1 << 16
_PORTS = {"http": 80, "https": 443}


class SocketWritable(Protocol):
    """Content that knows the shortest way into a socket. Raises: OSError, and what is its own."""

    def pour(self, into: socket.socket) -> None: ...


class SendfileTransport(httpx2.BaseTransport):
    """Connections that threads can share; each request has one for itself.

    Args:
        context: for https; the one that httpx2 makes if None.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self._idle: list[_Line] = []
        self._open: set[socket.socket] = set()
        self._is_cut = False
        self._lock = Lock()

    def cut(self) -> None:
        """Break off what is on its way, and what is begun from now on."""
        with self._lock:
            self._is_cut = True
            for one in self._open:
                _shut(one)

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            self._drop(line)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send, and read the reply. Raises: httpx2.TransportError, and what the content raises."""
        line = self._kept(_origin(request)) or self._opened(request)
        try:
            response = line.exchange(request)
        except BaseException:
            self._drop(line)
            raise
        if line.is_kept:
            with self._lock:
                self._idle.append(line)
        else:
            self._drop(line)
        return response

    def _kept(self, origin: tuple[Any, ...]) -> _Line | None:
        """A connection that is open and silent: a server that has anything to say now says goodbye."""
        while True:
            with self._lock:
                line = next((line for line in self._idle if line.origin == origin), None)
                if line is None:
                    return None
                self._idle.remove(line)
            if not _is_readable(line.socket):
                return line
            self._drop(line)

    def _opened(self, request: httpx2.Request) -> _Line:
        limits, url = request.extensions["timeout"], request.url
        host = url.raw_host.decode("ascii")
        with _failing(httpx2.ConnectTimeout, httpx2.ConnectError):
            made = socket.create_connection((host, url.port or _PORTS[url.scheme]), limits["connect"])
            try:
                self._watch(made)
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if url.scheme == "https":
                    made = self._secured(made, host)
                return _Line(_origin(request), made)
            except BaseException:
                self._forget(made)
                raise

    def _secured(self, plain: socket.socket, host: str) -> socket.socket:
        with self._lock:
            if self._context is None:
                self._context = httpx2.create_ssl_context()
        self._context.set_alpn_protocols(["http/1.1"])
        with self._lock:
            self._open.discard(plain)
            secure = self._context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        self._watch(secure)
        try:
            secure.do_handshake()
        except BaseException:
            self._forget(secure)
            raise
        return secure

    def _watch(self, one: socket.socket) -> None:
        with self._lock:
            self._open.add(one)
            if self._is_cut:
                _shut(one)

    def _forget(self, one: socket.socket) -> None:
        with self._lock:
            self._open.discard(one)
        one.close()

    def _drop(self, line: _Line) -> None:
        line.http.close()
        self._forget(line.socket)


class _Line:
    """One connection to an origin."""

    def __init__(self, origin: tuple[Any, ...], connected: socket.socket) -> None:
        self.origin, self.socket = origin, connected
        self.http = HTTPConnection("")  # it is connected already, and Host is among the headers
        self.http.sock = connected

    @property
    def is_kept(self) -> bool:
        """Whether the server keeps the connection; the http module lets go of it if not."""
        return self.http.sock is not None

    def exchange(self, request: httpx2.Request) -> httpx2.Response:
        limits = request.extensions["timeout"]
        self.socket.settimeout(limits["write"])
        with suppress(httpx2.WriteError), _failing(httpx2.WriteTimeout, httpx2.WriteError):
            self._send(request)  # a server may refuse, reply and close before it has read everything
        self.socket.settimeout(limits["read"])
        with _failing(httpx2.ReadTimeout, httpx2.ReadError):
            return self._reply()

    def _send(self, request: httpx2.Request) -> None:
        target = request.url.raw_path.decode("ascii")
        self.http.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers.raw:
            self.http.putheader(name.decode("ascii"), value)
        self.http.endheaders()
        cast(SocketWritable, request.stream).pour(self.socket)

    def _reply(self) -> httpx2.Response:
        with self.http.getresponse() as reply:
            content = reply.read(CONTENT_LIMIT + 1)
            if not reply.isclosed():
                self.http.close()
            fields = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.getheaders()]
        return httpx2.Response(reply.status, headers=fields, stream=httpx2.ByteStream(content))


@contextmanager
def _failing(late: type[httpx2.TimeoutException], broken: type[httpx2.NetworkError]) -> Iterator[None]:
    """What sockets raise, as httpx2 has it."""
    try:
        yield
    except TimeoutError as error:
        raise late(str(error)) from error
    except (OSError, HTTPException) as error:
        raise broken(str(error)) from error


def _origin(request: httpx2.Request) -> tuple[str, str, int | None]:
    return request.url.scheme, request.url.host, request.url.port


def _is_readable(one: socket.socket) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(one, selectors.EVENT_READ)
        return bool(selector.select(0))


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(one, socket.SHUT_RDWR)
