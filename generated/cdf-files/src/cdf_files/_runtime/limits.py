"""What a server cannot use up: the time of a call, and the memory of its process."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

import httpx2

from .errors import ReadTimeoutError, ResponseTooLargeError
from .raw_response import RawResponse

__all__ = ["Budget", "ending_at", "keep_to_deadlines"]

_CALL = local()


class Budget:
    """What one response may take: ``most`` bytes of content, content codings undone, and the time until ``end``.

    Raises:
        ResponseTooLargeError: there is more. ReadTimeoutError: it is not finished by then.
    """

    def __init__(self, activity: str, response: RawResponse, most: int | None, end: float = math.inf) -> None:
        self._activity, self._response = activity, response
        self._most, self._end = math.inf if most is None else most, end
        self._size = 0

    def spend(self, chunk: bytes) -> bytes:
        """The chunk, counted. Raises: ResponseTooLargeError, ReadTimeoutError."""
        self._size += len(chunk)
        self.require(self._size)
        if time.monotonic() > self._end:
            raise ReadTimeoutError(f"{self._activity}: not finished before the deadline")
        return chunk

    def require(self, size: int) -> None:
        """Raises: ResponseTooLargeError, if that many bytes are too many to be kept."""
        if size > self._most:
            reason = f"the content is larger than {self._most:,} bytes (largest_response)"
            raise ResponseTooLargeError(reason, self._activity, self._response)


@contextmanager
def ending_at(end: float) -> Iterator[None]:
    """Let every read of this thread end by then, however little comes with each."""
    before, _CALL.end = getattr(_CALL, "end", math.inf), end
    try:
        yield
    finally:
        _CALL.end = before


def keep_to_deadlines(client: httpx2.Client) -> None:
    """Let what this client reads keep to ``ending_at``. httpx2 has timeouts of each read, and no other."""
    for transport in (client._transport, *client._mounts.values()):
        if isinstance(transport, httpx2.HTTPTransport):
            backend: Any = transport._pool._network_backend
            backend.connect_tcp = _timed(backend.connect_tcp)


def _timed(connect: Callable[..., Any]) -> Callable[..., Any]:
    """The same, giving streams whose reads keep to ``ending_at``."""

    def connected(*arguments: Any, **options: Any) -> Any:
        stream = connect(*arguments, **options)
        read = stream.read

        def timed(size: int, timeout: float | None = None) -> Any:
            left = getattr(_CALL, "end", math.inf) - time.monotonic()
            if left <= 0:
                raise httpx2.ReadTimeout("the deadline has passed")
            return read(size, timeout if left == math.inf else min(left, math.inf if timeout is None else timeout))

        stream.read, stream.start_tls = timed, _timed(stream.start_tls)
        return stream

    return connected
