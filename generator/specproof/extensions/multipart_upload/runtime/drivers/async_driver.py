"""The driver on asyncio: parts in tasks, files read in threads."""

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

from specproof.runtime.errors import TransportError
from specproof.runtime.operation import NOTHING
from specproof.runtime.raw_response import RawResponse
from specproof.runtime.request import Request
from specproof.runtime.request_flow import drive_async
from specproof.runtime.session import AsyncSession
from specproof.runtime.transport import failures, raw_response
from specproof.runtime.url import Url

from ..job import Job, check_download
from ..options import DEFAULTS, TransferMeter, UploadOptions
from ..parts import Attempt, next_delay
from ..plan import Part
from ..protocol import UploadProtocol
from ..sendfile_transport import CONTENT_LIMIT, AsyncSendfileTransport
from ..source import Reader, UploadSource
from ..start import OpenedUpload
from ..steps import FetchDigest, MakeCall, Pause, RunBlocking, Step
from ..upload_protocol import prepare, upload_flow
from .concurrency import ConcurrencyLimit

__all__ = ["upload_async"]

T = TypeVar("T")
_CHECK_SECONDS = 0.05


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
    """Upload a file on asyncio, as ``upload_sync``. Cancelling stops every part before it returns."""
    manager = prepare(session.api, protocol, source, fields, identifiers, arguments, options)
    async with _in_thread(manager) as (job, start):
        return await drive_async(upload_flow(job, start), _Driver(session, job).perform)


@asynccontextmanager
async def _in_thread(manager: AbstractContextManager[T]) -> AsyncIterator[T]:
    """Enter and leave a context manager in a thread: it may copy a pipe, and the journal is a file."""
    entered = await asyncio.to_thread(manager.__enter__)
    try:
        yield entered
    except BaseException as error:
        await asyncio.to_thread(manager.__exit__, type(error), error, error.__traceback__)
        raise
    await asyncio.to_thread(manager.__exit__, None, None, None)


class _Driver:
    """The protocol says what is repeated, so the client repeats nothing by itself."""

    def __init__(self, session: AsyncSession, job: Job) -> None:
        self._session, self._job = session.with_options(retries=None), job

    async def perform(self, step: Step) -> Any:
        match step:
            case MakeCall(call):
                return await self._session.send(call, self._job.options.timeout)
            case Pause(seconds):
                return await asyncio.sleep(seconds)
            case RunBlocking(function):
                return await _run_whole(function)
            case FetchDigest(request):
                return await self._fetch_digest(request)
            case _:
                return await self._send_parts(step.opened)

    async def _send_parts(self, opened: OpenedUpload) -> None:
        parts = self._job.missing_parts(opened)
        transport = self._session.transport
        secrets = await self._session.step_runner(None)(self._job.login)
        async with AsyncExitStack() as stack:
            client = transport.client
            if transport.owned:
                sendfile = AsyncSendfileTransport(self._job.workers) if transport.is_direct else None
                own = httpx2.AsyncClient(limits=httpx2.Limits(max_connections=None), transport=sendfile)
                client = await stack.enter_async_context(own)
            await _PartSender(self._job, client, self._session.api.authorization.headers(secrets)).send(parts)

    async def _fetch_digest(self, request: Request) -> str:
        digest = sha256()
        with failures(request.operation):
            response = await self._session.transport.open(request, self._job.timeout, None)
            async with aclosing(response):
                check_download(request, response.status_code)
                async for chunk in response.aiter_raw():
                    digest.update(chunk)
        return digest.hexdigest()


class _PartSender:
    """Sends parts in tasks. The first failure ends all of them."""

    def __init__(self, job: Job, client: httpx2.AsyncClient, credentials: Mapping[str, str]) -> None:
        self._job, self._client, self._credentials = job, client, credentials
        self._limit, self._room = ConcurrencyLimit(job.workers), asyncio.Condition()

    async def send(self, parts: list[tuple[Part, Url]]) -> None:
        waiting = iter(parts)
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
        for number in count(1):
            with self._job.reader(part) as reader:
                attempt = await self._attempt(part, url, reader)
            delay = next_delay(self._job.protocol.part_request, part, number, attempt)
            if delay is None:
                await _run_whole(partial(self._job.state.stored, part, reader.checksum))
                self._job.meter.add(0, stored=1)
                return
            self._job.meter.add(-attempt.sent)
            await asyncio.sleep(delay)

    async def _attempt(self, part: Part, url: Url, reader: Reader) -> Attempt:
        """Send a part once, as soon as there is room for it."""
        async with self._room:
            await self._room.wait_for(lambda: self._limit.has_room)
            ticket = self._limit.acquire()
        body = _Body(reader, self._job.meter)
        try:
            attempt = Attempt(url, response=await self._exchange(part, url, body), sent=body.sent)
        except TransportError as error:
            attempt = Attempt(url, body.sent, error=error)
        async with self._room:
            self._limit.release(ticket, attempt)
            self._room.notify_all()
        return attempt

    async def _exchange(self, part: Part, url: Url, body: _Body) -> RawResponse:
        with failures("to the storage"):
            request = self._job.part_request(part, url, body, self._credentials)
            response = await self._client.send(request, auth=None, follow_redirects=False, stream=True)
            async with aclosing(response):
                content = bytearray()
                async for chunk in response.aiter_raw():
                    content += chunk
                    if len(content) > CONTENT_LIMIT:
                        break
                return raw_response(response, bytes(content))


class _Body(httpx2.AsyncByteStream):
    """The bytes of one part, read in a thread as the connection takes them."""

    def __init__(self, reader: Reader, meter: TransferMeter) -> None:
        self._reader, self._meter = reader, meter
        self._loop = asyncio.get_running_loop()
        self.sent = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while chunk := await _run_whole(self._reader.read):
            yield chunk
            self.sent += len(chunk)
            if pause := self._meter.add(len(chunk)):
                await asyncio.sleep(pause)

    def write_to(self, connection: socket.socket) -> None:
        """Write the part from a thread; progress is reported on the event loop."""
        for length in self._reader.write_to(connection):
            self.sent += length
            if self._meter.has_callback:
                pause = asyncio.run_coroutine_threadsafe(self._count(length), self._loop).result()
            else:
                pause = self._meter.add(length)
            if pause:
                _sleep(connection, pause)

    async def _count(self, length: int) -> float:
        return self._meter.add(length)


def _sleep(connection: socket.socket, seconds: float) -> None:
    """Wait in a thread, but not on a connection that was shut because the upload was cancelled."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not _is_shut(connection):
        time.sleep(min(left, _CHECK_SECONDS))


def _is_shut(connection: socket.socket) -> bool:
    """Whether both directions are shut, whatever is left to be read."""
    poller = select.poll()
    poller.register(connection, 0)
    return bool(poller.poll(0))


async def _run_whole(function: Callable[[], T]) -> T:
    """Call a function in a thread; when cancelled wait for its end, since its file is closed next."""
    running = asyncio.ensure_future(asyncio.to_thread(function))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
