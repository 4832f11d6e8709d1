"""Servers on real sockets: every origin of an emulator on its own port, all in one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import uvicorn

from specproof.emulate.behaviour import ASGIApp
from specproof.emulate.protocol import Protocol

__all__ = ["Ports", "run", "stopped_by_signals"]

POLL = 0.01
GRACE = 2
BACKLOG = 1024


@dataclass(frozen=True, slots=True)
class _Bound:
    socket: socket.socket
    url: str


class Ports:
    """Listening sockets by origin name, each bound when it is first asked for.

    Args:
        wanted: origin -> port; 0, which is the default, takes any free one.
    """

    def __init__(self, host: str = "127.0.0.1", wanted: Mapping[str, int] | None = None) -> None:
        self._host, self._wanted = host, dict(wanted or {})
        self._bound: dict[str, _Bound] = {}

    def url(self, origin: str) -> str:
        """Return the base URL of an origin, ``http://host:port``; bind its socket if necessary.

        Raises:
            OSError: the port is in use or not permitted.
        """
        if origin not in self._bound:
            family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
            listening = socket.create_server((self._host, self._wanted.get(origin, 0)), family=family, backlog=BACKLOG)
            host = f"[{self._host}]" if ":" in self._host else self._host
            self._bound[origin] = _Bound(listening, f"http://{host}:{listening.getsockname()[1]}")
        return self._bound[origin].url

    @property
    def urls(self) -> dict[str, str]:
        """Return origin -> base URL (``http://host:port``) for those that are bound."""
        return {name: bound.url for name, bound in self._bound.items()}

    def socket(self, origin: str) -> socket.socket:
        """Return the listening socket of an origin. Raises: OSError, if the port is in use or not permitted."""
        self.url(origin)
        return self._bound[origin].socket

    def close(self) -> None:
        """Close all sockets."""
        for bound in self._bound.values():
            bound.socket.close()


class _Server(uvicorn.Server):
    """One of several in a loop: signals are the loop's business."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(app: ASGIApp) -> _Server:
    config = uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        access_log=False,
        log_config=None,
        log_level="error",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    return _Server(config)


async def run(
    apps: Mapping[str, ASGIApp], ports: Ports, stop: asyncio.Event, started: Callable[[], None] = lambda: None
) -> None:
    """Serve each application at its origin until ``stop`` is set, or one of the servers ends.

    Args:
        apps: origin name -> application.
        ports: the sockets of the origins.
        started: called once when all servers respond.

    Raises:
        OSError: a port is in use or not permitted.
    """
    servers = {name: _server(app) for name, app in apps.items()}
    sockets = {name: ports.socket(name) for name in servers}
    tasks = [asyncio.create_task(server.serve(sockets=[sockets[name]])) for name, server in servers.items()]
    while not all(server.started for server in servers.values()) and not any(task.done() for task in tasks):
        await asyncio.sleep(POLL)
    started()
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    for server in servers.values():
        server.should_exit = True
    stopping.cancel()
    await asyncio.gather(*tasks)


@contextlib.contextmanager
def stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Return a context manager during which SIGINT and SIGTERM set ``stop``."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    for number in numbers:
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
