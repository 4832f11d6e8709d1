"""Uploads on asyncio: parts in tasks, reading off the event loop."""

from __future__ import annotations

import asyncio
import select
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, aclosing, asynccontextmanager
from functools import partial
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar

import httpx2

from ...errors import ConnectionFailedError, TransportError
from ...operation import NOTHING
from ...raw_response import Headers, RawResponse
from ...request import Request
from ...request_flow import drive_async
from ...session import AsyncSession
from ...transport import failures, wire_request
from ...url import Url

from ..job import Job
from ..options import DEFAULTS, TransferMeter, UploadOptions
from ..parts import CONTENT_LIMIT, Outcome, next_delay
from ..plan import Part
from ..protocol import UploadProtocol
from ..sendfile_transport import AsyncSendfileTransport
from ..source import Reader, UploadSource
from ..start import OpenedUpload
from ..steps import Ask, Do, Fetch, Pause, Step, Steps
from ..upload_protocol import prepared, upload_flow
from .pace import Pace

__all__ = ["upload_async"]

T = TypeVar("T")
_OK = 200
_LOOK_SECONDS = 0.05


async def upload_async(
    session: AsyncSession,
    protocol: UploadProtocol,
    source: UploadSource,
    *,
    fields: Mapping[str, Any] | None = None,
    identifiers: Mapping[str, Any] | None = None,
    arguments: Mapping[str, Any] = NOTHING,
    options: UploadOptions = DEFAULTS,
) -> Any:
    """As ``upload_sync``, for asyncio. Cancelling it stops every part before it returns."""
    manager = prepared(session.api, protocol, source, fields, identifiers, arguments, options)
    async with _off_the_loop(manager) as (job, start):
        return await _Upload(session, job).run(upload_flow(job, start))


@asynccontextmanager
async def _off_the_loop(manager: AbstractContextManager[T]) -> AsyncIterator[T]:
    """Entered and left in a thread: a pipe is copied first, and the journal is a file."""
    found = await asyncio.to_thread(manager.__enter__)
    try:
        yield found
    except BaseException as error:
        await asyncio.to_thread(manager.__exit__, type(error), error, error.__traceback__)
        raise
    await asyncio.to_thread(manager.__exit__, None, None, None)


class _Upload:
    """The protocol says what is repeated, so the client repeats nothing by itself."""

    def __init__(self, session: AsyncSession, job: Job) -> None:
        self._session, self._job = session.with_options(retries=None), job

    async def run(self, steps: Steps) -> Any:
        return await drive_async(steps, self._perform)

    async def _perform(self, step: Step) -> Any:
        match step:
            case Ask(call):
                return await self._session.send(call, self._job.options.timeout)
            case Pause(seconds):
                return await asyncio.sleep(seconds)
            case Do(work):
                return await _whole(work)
            case Fetch(request):
                return await self._fetch(request)
            case _:
                return await self._send(step.opened)

    async def _send(self, opened: OpenedUpload) -> None:
        places = self._job.missing(opened)
        transport = self._session.transport
        lends = self._job.lends_credentials
        operation = self._job.protocol.complete.operation
        secrets = await self._session.secrets(operation) if lends else {}
        async with AsyncExitStack() as stack:
            client = transport.client
            if transport.owned:
                direct = AsyncSendfileTransport(self._job.workers) if transport.is_direct else None
                own = httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None), transport=direct)
                client = await stack.enter_async_context(own)
            await _Parts(self._job, client, self._session.api.authorization.headers(secrets)).send(places)

    async def _fetch(self, request: Request) -> str:
        digest = sha256()
        with failures(request.operation):
            response = await self._session.transport.open(request, self._job.timeout, None)
            async with aclosing(response):
                if response.status_code != _OK:
                    raise ConnectionFailedError(f"{request.operation}: the storage answered {response.status_code}")
                async for chunk in response.aiter_raw():
                    digest.update(chunk)
        return digest.hexdigest()


class _Parts:
    """The parts of one upload on their way. The first failure ends all of them."""

    def __init__(self, job: Job, client: httpx2.AsyncClient, credentials: Mapping[str, str]) -> None:
        self._job, self._client, self._credentials = job, client, credentials
        self._pace, self._room = Pace(job.workers), asyncio.Condition()

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
            with self._job.reader(part) as reader:
                outcome = await self._attempt(part, url, reader)
            delay = next_delay(self._job.protocol.part_request, part, attempt, outcome)
            if delay is None:
                await _whole(partial(self._job.state.stored, part, reader.checksum))
                self._job.tally.add(0, stored=1)
                return
            self._job.tally.add(-outcome.sent)
            await asyncio.sleep(delay)

    async def _attempt(self, part: Part, url: Url, reader: Reader) -> Outcome:
        """One try, when there is room for it."""
        async with self._room:
            await self._room.wait_for(lambda: self._pace.has_room)
            ticket = self._pace.enter()
        body = _Body(reader, self._job.tally)
        try:
            outcome = Outcome(url, reply=await self._exchange(part, url, body), sent=body.sent)
        except TransportError as error:
            outcome = Outcome(url, body.sent, error=error)
        async with self._room:
            self._pace.leave(ticket, outcome)
            self._room.notify_all()
        return outcome

    async def _exchange(self, part: Part, url: Url, body: _Body) -> RawResponse:
        job = self._job
        with failures("to the storage"):
            headers = job.headers(part, url, self._credentials)
            request = wire_request(job.protocol.part_request.method, url, headers, body, job.timeout)
            response = await self._client.send(request, auth=None, follow_redirects=False, stream=True)
            async with aclosing(response):
                content = bytearray()
                async for chunk in response.aiter_raw():
                    content += chunk
                    if len(content) > CONTENT_LIMIT:
                        break
                return RawResponse(response.status_code, Headers(response.headers.multi_items()), bytes(content))


class _Body(httpx2.AsyncByteStream):
    """One part's bytes, read in a thread as the connection takes them."""

    def __init__(self, reader: Reader, tally: TransferMeter) -> None:
        self._reader, self._tally = reader, tally
        self._loop = asyncio.get_running_loop()
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await _whole(self._reader.read):
            yield chunk
            self.sent += len(chunk)
            if pause := self._tally.add(len(chunk)):
                await asyncio.sleep(pause)

    def pour(self, into: socket.socket) -> None:
        """In a thread; who watches the tally is told on the event loop."""
        for length in self._reader.pour(into):
            self.sent += length
            if self._tally.has_callback:
                pause = asyncio.run_coroutine_threadsafe(self._told(length), self._loop).result()
            else:
                pause = self._tally.add(length)
            if pause:
                _rest(into, pause)

    async def _told(self, length: int) -> float:
        return self._tally.add(length)


def _rest(connected: socket.socket, seconds: float) -> None:
    """Wait in a thread, but not on a connection that was shut because the upload was cancelled."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not _is_shut(connected):
        time.sleep(min(left, _LOOK_SECONDS))


def _is_shut(connected: socket.socket) -> bool:
    """Whether both directions are, whatever is left to be read."""
    poller = select.poll()
    poller.register(connected, 0)
    return bool(poller.poll(0))


async def _whole(work: Callable[[], T]) -> T:
    """Done in a thread; when cancelled it is waited for, since its file is closed next."""
    reading = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(reading)
    except asyncio.CancelledError:
        await asyncio.wait([reading])
        raise
