"""StreamedResponse responses of the blocking client."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, Generic, TypeVar, Unpack

import httpx2

from ..media import charset
from ..not_given import NOT_GIVEN
from ..operation import Operation
from ..raw_response import Headers, RawResponse
from ..request_flow import Send, Step, drive
from ..resources import Options, build_call
from ..session import SyncSession
from ..transport import failures, raw_response, read
from .items import PART, Items, Lines, Progress, items_of, total, with_streamed_accept

__all__ = ["StreamedResponse", "streaming"]

T = TypeVar("T")


class StreamedResponse(Generic[T]):
    """A successful response whose content is read once, as it arrives: iterating gives events, lines' values or chunks.

    Raises:
        TransportError: while reading, the connection broke or the server stopped.
    """

    def __init__(self, operation: str, response: httpx2.Response, items: Items) -> None:
        self.status_code, self.headers, _ = raw_response(response, b"")
        self._operation, self._response, self._items = operation, response, items

    def __repr__(self) -> str:
        return f"StreamedResponse({self._operation}, {self.status_code})"

    @property
    def request_id(self) -> str | None:
        """Return the server's id of the request, or None if it sent none."""
        return Headers(self.headers.items()).request_id

    def __iter__(self) -> Iterator[T]:
        found: Iterator[Any] = self.chunks()
        if self._items.are_events:
            found = self._events()
        elif self._items.are_lines:
            found = self._lines()
        yield from found

    def _events(self) -> Iterator[Any]:
        with failures(self._operation):
            yield from map(self._items.event, httpx2.EventSource(self._response))

    def _lines(self) -> Iterator[Any]:
        lines = Lines(self._items.budget().require)
        for chunk in self.chunks():
            yield from map(self._items.value, lines.cut(chunk))
        yield from map(self._items.value, lines.end())

    def chunks(self) -> Iterator[bytes]:
        """Yield the content in pieces of any size, content codings undone."""
        with failures(self._operation):
            yield from self._response.iter_bytes()

    def read(self) -> bytes:
        """Return the rest of the content as bytes; it is not kept for a second call. Raises: ResponseTooLargeError."""
        return b"".join(map(self._items.budget().spend, self.chunks()))

    def text(self) -> str:
        """Return ``read`` as text, by its charset or UTF-8.

        Raises: as ``read``; ValueError, if the charset is unknown.
        """
        return self.read().decode(charset(self.headers.get("content-type", "")), "replace")

    def save(self, path: str | os.PathLike[str], progress: Progress | None = None) -> int:
        """Write the content to a file, which appears when all of it has arrived; return the number of bytes.

        Args:
            progress: called with the bytes so far, and the total or None if the server does not tell it.

        Raises:
            OSError: the file cannot be written.
        """
        done, end, part = 0, total(self._response), os.fspath(path) + PART
        try:
            with open(part, "wb") as file:
                for chunk in self.chunks():
                    file.write(chunk)
                    done += len(chunk)
                    if progress is not None:
                        progress(done, end)
            os.replace(part, path)
        except BaseException:
            if os.path.exists(part):
                os.unlink(part)
            raise
        return done


@contextmanager
def streaming(
    session: SyncSession,
    operation: Operation,
    arguments: Mapping[str, Any],
    body: Any = NOT_GIVEN,
    **options: Unpack[Options],
) -> Iterator[StreamedResponse[Any]]:
    """Make a call, and yield its response before the content is read. Raises: as ``SyncSession.send``."""
    call = with_streamed_accept(build_call(operation, arguments, body, options))
    timeout = options.get("timeout")
    plain, kept = session.step_runner(timeout), list[httpx2.Response]()

    def perform(step: Step) -> Any:
        if not isinstance(step, Send):
            return plain(step)
        response = session.transport.open(step.request, session.limit(timeout), step.seconds)
        if not response.is_success:
            return read(operation.id, response, session.largest_response)
        kept.append(response)
        return raw_response(response, b"")

    response: RawResponse = drive(session.api.steps(call), perform)
    if not kept:
        items_of(session, call, response)
    with closing(kept[-1]):
        yield StreamedResponse(operation.id, kept[-1], items_of(session, call, response))
