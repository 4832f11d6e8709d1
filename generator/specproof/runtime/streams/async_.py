"""StreamedResponse responses of the client for asyncio; files are written off the event loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any, Generic, TypeVar, Unpack

import httpx2

from ..media import charset
from ..not_given import NOT_GIVEN
from ..operation import Operation
from ..raw_response import Headers, RawResponse
from ..request_flow import Send, Step, drive_async
from ..resources import Options, build_call
from ..session import AsyncSession
from ..transport import aread, failures, raw_response
from .items import PART, Items, Lines, Progress, items_of, total, with_streamed_accept

__all__ = ["AsyncStreamedResponse", "streaming_async"]

T = TypeVar("T")


class AsyncStreamedResponse(Generic[T]):
    """A successful response for asyncio whose content is read once, as it arrives; see ``StreamedResponse``."""

    def __init__(self, operation: str, response: httpx2.Response, items: Items) -> None:
        self.status_code, self.headers, _ = raw_response(response, b"")
        self._operation, self._response, self._items = operation, response, items

    def __repr__(self) -> str:
        return f"AsyncStreamedResponse({self._operation}, {self.status_code})"

    @property
    def request_id(self) -> str | None:
        """Return the server's id of the request, or None if it sent none."""
        return Headers(self.headers.items()).request_id

    async def __aiter__(self) -> AsyncIterator[T]:
        found: AsyncGenerator[Any, None] = self.chunks()
        if self._items.are_events:
            found = self._events()
        elif self._items.are_lines:
            found = self._lines()
        async with aclosing(found) as items:
            async for item in items:
                yield item

    async def _events(self) -> AsyncGenerator[Any, None]:
        with failures(self._operation):
            async for found in httpx2.EventSource(self._response):
                yield self._items.event(found)

    async def _lines(self) -> AsyncGenerator[Any, None]:
        lines = Lines(self._items.budget().require)
        async for chunk in self.chunks():
            for line in lines.cut(chunk):
                yield self._items.value(line)
        for line in lines.end():
            yield self._items.value(line)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """Yield the content in pieces of any size, content codings undone."""
        with failures(self._operation):
            async for chunk in self._response.aiter_bytes():
                yield chunk

    async def read(self) -> bytes:
        """Return the rest of the content as bytes; it is not kept for a second call. Raises: ResponseTooLargeError."""
        budget = self._items.budget()
        return b"".join([budget.spend(chunk) async for chunk in self.chunks()])

    async def text(self) -> str:
        """Return ``read`` as text, by its charset or UTF-8. Raises: as ``StreamedResponse.text``."""
        return (await self.read()).decode(charset(self.headers.get("content-type", "")), "replace")

    async def save(self, path: str | os.PathLike[str], progress: Progress | None = None) -> int:
        """Write the content to a file; see ``StreamedResponse.save``."""
        done, end, part = 0, total(self._response), os.fspath(path) + PART
        try:
            with await asyncio.to_thread(open, part, "wb") as file:
                async for chunk in self.chunks():
                    await asyncio.to_thread(file.write, chunk)
                    done += len(chunk)
                    if progress is not None:
                        progress(done, end)
            os.replace(part, path)
        except BaseException:
            if os.path.exists(part):
                os.unlink(part)
            raise
        return done


@asynccontextmanager
async def streaming_async(
    session: AsyncSession,
    operation: Operation,
    arguments: Mapping[str, Any],
    body: Any = NOT_GIVEN,
    **options: Unpack[Options],
) -> AsyncIterator[AsyncStreamedResponse[Any]]:
    """Make a call on asyncio, and yield its response before the content is read; see ``streaming``."""
    call = with_streamed_accept(build_call(operation, arguments, body, options))
    timeout = options.get("timeout")
    plain, kept = session.step_runner(timeout), list[httpx2.Response]()

    async def perform(step: Step) -> Any:
        if not isinstance(step, Send):
            return await plain(step)
        response = await session.transport.open(step.request, session.limit(timeout), step.seconds)
        if not response.is_success:
            return await aread(operation.id, response, session.largest_response)
        kept.append(response)
        return raw_response(response, b"")

    response: RawResponse = await drive_async(session.api.steps(call), perform)
    if not kept:
        items_of(session, call, response)
    async with aclosing(kept[-1]):
        yield AsyncStreamedResponse(operation.id, kept[-1], items_of(session, call, response))
