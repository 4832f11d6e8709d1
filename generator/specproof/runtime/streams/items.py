"""What both kinds of streamed responses share: what their items are, and how these are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import httpx2

from ..api import Call
from ..errors import InvalidResponseError, UnexpectedResponseError, problems
from ..limits import Budget
from ..media import accept, essence, is_json
from ..operation import Media
from ..raw_response import RawResponse
from ..response import Reading, declared_response
from ..session import AsyncSession, SyncSession

__all__ = ["PART", "Event", "Items", "Lines", "Progress", "items_of", "total", "with_streamed_accept"]

T = TypeVar("T")

Progress = Callable[[int, int | None], None]
PART = ".part"

_EVENTS = "text/event-stream"
_LINES = frozenset({"application/x-ndjson", "application/jsonl", "application/json-seq", "application/jsonlines"})
_SUCCESS = 2


@dataclass(frozen=True, slots=True)
class Event(Generic[T]):
    """A server-sent event (WHATWG HTML, section 9.2.6); ``data`` is parsed as the document declares it."""

    event: str
    data: T
    id: str
    retry: int | None = None


def with_streamed_accept(call: Call) -> Call:
    """Return the call with an Accept header for streamed content only, without JSON that is declared beside it."""
    types = [key for response in call.operation.responses.values() for key in response.content if not is_json(key)]
    return replace(call, extra_headers={"accept": accept(types), **(call.extra_headers or {})})


class Items:
    """Parses the items of one streamed response.

    Raises:
        InvalidResponseError: an item is not what the document declares.
    """

    def __init__(self, reading: Reading, media: Media, media_type: str, most: int | None) -> None:
        self._reading, self._media, self._most = reading, media, most
        self.are_events = essence(media_type) == _EVENTS
        self.are_lines = essence(media_type) in _LINES

    def budget(self) -> Budget:
        """Of what is kept at once."""
        return Budget(self._reading.operation.id, self._reading.response, self._most)

    def event(self, found: httpx2.ServerSentEvent) -> Event[Any]:
        data = found.data if self._media.type is None else self.value(found.data.encode())
        return Event(found.event, data, found.id, found.retry)

    def value(self, content: bytes) -> Any:
        """Return the value of the declared type for JSON text. Raises: InvalidResponseError."""
        try:
            return self._reading.json(self._media, content)
        except ValueError as error:
            response = self._reading.response._replace(content=content)
            raise InvalidResponseError(problems(error), self._reading.operation.id, response) from None


def items_of(session: SyncSession | AsyncSession, call: Call, response: RawResponse) -> Items:
    """Return the parser for the items of a streamed response.

    Raises:
        ApiError: an error response, one that is not what the document declares, or one that is not streamed.
    """
    if response.status_code // 100 != _SUCCESS:
        session.api.result(call, response)
        raise UnexpectedResponseError("not a success", call.operation.id, response)
    policy = session.api.policy
    declared = declared_response(call.operation, response, policy)
    reading = Reading(call.operation, response, session.api.package, policy)
    try:
        if not declared.content:
            raise ValueError("there is no content")
        media, media_type = reading.media(declared)
        if is_json(media_type):
            raise ValueError(f"{essence(media_type)} does not come in pieces")
    except ValueError as error:
        raise InvalidResponseError(problems(error), call.operation.id, response) from None
    return Items(reading, media, media_type, session.largest_response)


def total(response: httpx2.Response) -> int | None:
    """Return the length of the content in bytes, or None if the server does not tell it."""
    length = response.headers.get("content-length", "")
    return int(length) if length.isdecimal() and "content-encoding" not in response.headers else None


class Lines:
    """Splits chunks into lines at line feeds, which JSON has nowhere else, without RS marks (RFC 7464).

    Args:
        require: called with the length so far of a line of which there is more to come.
    """

    def __init__(self, require: Callable[[int], None] = lambda size: None) -> None:
        self._require = require
        self._rest, self._size = list[bytes](), 0

    def cut(self, chunk: bytes) -> Iterator[bytes]:
        first, *others = chunk.split(b"\n")
        self._keep(first)
        for piece in others:
            yield from self.end()
            self._rest, self._size = [], 0
            self._keep(piece)

    def end(self) -> Iterator[bytes]:
        yield from filter(None, [_trimmed(b"".join(self._rest))])

    def _keep(self, piece: bytes) -> None:
        self._rest.append(piece)
        self._size += len(piece)
        self._require(self._size)


def _trimmed(line: bytes) -> bytes:
    return line.strip(b"\x1e \t\r")
