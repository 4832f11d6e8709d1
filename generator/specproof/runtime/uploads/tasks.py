"""Uploads on asyncio: parts in tasks, reading off the event loop."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from itertools import count
from typing import Any

import httpx2

from ..address import Url
from ..api import Call
from ..direct import AsyncDirectTransport, is_direct
from ..errors import TransportError
from ..exchange import drive_async
from ..operation import NOTHING
from ..reply import Headers, RawReply
from ..session import AsyncSession
from ..transport import failures, wire_request
from .options import DEFAULTS, Tally, UploadOptions
from .parts import CONTENT_LIMIT, Outcome, next_delay
from .plan import Part
from .protocol import UploadProtocol
from .sending import Job
from .source import Reader, Source, UploadSource, opened
from .start import Opened, existing, fresh
from .steps import Ask, Pause, Step, conversation

__all__ = ["upload_async", "upload_existing_async"]


async def upload_async(
    session: AsyncSession,
    protocol: UploadProtocol,
    source: UploadSource,
    *,
    fields: Mapping[str, Any],
    arguments: Mapping[str, Any] = NOTHING,
    options: UploadOptions = DEFAULTS,
) -> Any:
    """As ``upload_sync``, for asyncio. Cancelling it stops every part before it returns."""
    async with _opened(source, protocol.parts.total_maximum) as bytes_:
        job = Job.planned(session.api, protocol, bytes_, options)
        start = fresh(protocol, session.api.package, fields, arguments, bytes_.name, len(job.parts))
        return await _Upload(session, job).run(start)


async def upload_existing_async(
    session: AsyncSession,
    protocol: UploadProtocol,
    source: UploadSource,
    *,
    identifiers: Mapping[str, Any],
    arguments: Mapping[str, Any] = NOTHING,
    options: UploadOptions = DEFAULTS,
) -> Any:
    """As ``upload_existing_sync``, for asyncio. Cancelling it stops every part before it returns."""
    async with _opened(source, protocol.parts.total_maximum) as bytes_:
        job = Job.planned(session.api, protocol, bytes_, options)
        return await _Upload(session, job).run(existing(protocol, identifiers, arguments, len(job.parts)))


@asynccontextmanager
async def _opened(source: UploadSource, most: int | None) -> AsyncIterator[Source]:
    """The source, opened and closed off the event loop: a pipe is copied first."""
    manager = opened(source, most)
    found = await asyncio.to_thread(manager.__enter__)
    try:
        yield found
    finally:
        await asyncio.to_thread(manager.__exit__, None, None, None)


class _Upload:
    """The protocol says what is repeated, so the client repeats nothing by itself."""

    def __init__(self, session: AsyncSession, job: Job) -> None:
        self._session, self._job = session.with_options(retries=None), job

    async def run(self, start: Call) -> Any:
        return await drive_async(conversation(self._job.protocol, start, self._job.options.wait), self._perform)

    async def _perform(self, step: Step) -> Any:
        if isinstance(step, Ask):
            return await self._session.send(step.call, self._job.options.timeout)
        if isinstance(step, Pause):
            return await asyncio.sleep(step.seconds)
        return await self._send(step.opened)

    async def _send(self, opened: Opened) -> None:
        places = self._job.urls(opened)
        transport = self._session.transport
        lends = self._job.lends_credentials
        operation = self._job.protocol.complete.operation
        secrets = await self._session.secrets(operation) if lends else {}
        async with AsyncExitStack() as stack:
            client = transport.client
            if transport.owned:
                direct = AsyncDirectTransport(self._job.workers) if is_direct() else None
                own = httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None), transport=direct)
                client = await stack.enter_async_context(own)
            await _Parts(self._job, client, self._session.api.credential_headers(secrets)).send(places)
        await asyncio.to_thread(self._job.source.verify)


class _Parts:
    """The parts of one upload on their way. The first failure ends all of them."""

    def __init__(self, job: Job, client: httpx2.AsyncClient, credentials: Mapping[str, str]) -> None:
        self._job, self._client, self._credentials = job, client, credentials

    async def send(self, places: list[tuple[Part, Url]]) -> None:
        waiting = iter(places)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(self._job.workers):
                    group.create_task(self._work(waiting))
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def _work(self, waiting: Iterator[tuple[Part, Url]]) -> None:
        for part, url in waiting:
            await self._send_part(part, url)

    async def _send_part(self, part: Part, url: Url) -> None:
        for attempt in count(1):
            outcome = await self._attempt(part, url)
            delay = next_delay(self._job.protocol.part_request, part, attempt, outcome)
            if delay is None:
                return self._job.tally.add(0, stored=1)
            self._job.tally.add(-outcome.sent)
            await asyncio.sleep(delay)
        return None

    async def _attempt(self, part: Part, url: Url) -> Outcome:
        """One try, with a reader of its own."""
        with self._job.source.reader(part) as reader:
            body = _Body(reader, self._job.tally)
            try:
                reply = await self._exchange(part, url, body)
                return Outcome(url, body.sent, reply=reply)
            except TransportError as error:
                return Outcome(url, body.sent, error=error)

    async def _exchange(self, part: Part, url: Url, body: _Body) -> RawReply:
        job = self._job
        with failures(f"part {part.number + 1}"):
            headers = job.headers(part, url, self._credentials)
            request = wire_request(job.protocol.part_request.method, url, headers, body, job.timeout)
            response = await self._client.send(request, auth=None, follow_redirects=False, stream=True)
            async with aclosing(response):
                content = bytearray()
                async for chunk in response.aiter_raw():
                    content += chunk
                    if len(content) > CONTENT_LIMIT:
                        break
                return RawReply(response.status_code, Headers(response.headers.multi_items()), bytes(content))


class _Body(httpx2.AsyncByteStream):
    """One part's bytes, read in a thread as the connection takes them."""

    def __init__(self, reader: Reader, tally: Tally) -> None:
        self._reader, self._tally = reader, tally
        self._loop = asyncio.get_running_loop()
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await _whole(self._reader.read):
            yield chunk
            self.sent += len(chunk)
            self._tally.add(len(chunk))

    def pour(self, into: socket.socket) -> None:
        """In a thread; who watches the tally is told on the event loop."""
        for length in self._reader.pour(into):
            self.sent += length
            if self._tally.is_watched:
                asyncio.run_coroutine_threadsafe(self._told(length), self._loop).result()
            else:
                self._tally.add(length)

    async def _told(self, length: int) -> None:
        self._tally.add(length)


async def _whole(read: Any) -> bytes:
    """Read in a thread; when cancelled wait for it, since the file is closed next."""
    reading = asyncio.ensure_future(asyncio.to_thread(read))
    try:
        return await asyncio.shield(reading)
    except asyncio.CancelledError:
        await asyncio.wait([reading])
        raise
