"""The blocking driver: calls in the caller's thread, parts in threads of their own."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, suppress
from hashlib import sha256
from itertools import count
from threading import Condition, Event, Lock
from typing import Any

import httpx2

from ...errors import TransportError
from ...operation import NOTHING
from ...raw_response import RawResponse
from ...request import Request
from ...request_flow import drive
from ...session import SyncSession
from ...transport import failures, raw_response
from ...url import Url

from ..job import Job, check_download
from ..options import DEFAULTS, TransferMeter, UploadOptions
from ..parts import Attempt, next_delay
from ..plan import Part
from ..protocol import UploadProtocol
from ..sendfile_transport import CONTENT_LIMIT, SendfileTransport
from ..source import Reader, UploadSource
from ..start import OpenedUpload
from ..steps import FetchDigest, MakeCall, Pause, RunBlocking, Step
from ..upload_protocol import prepare, upload_flow
from .concurrency import ConcurrencyLimit

__all__ = ["upload_sync"]


def upload_sync(
    session: SyncSession,
    protocol: UploadProtocol,
    source: UploadSource,
    *,
    fields: Mapping[str, Any] | None = None,
    identifiers: Mapping[str, Any] | None = None,
    arguments: Mapping[str, Any] = NOTHING,
    options: UploadOptions = DEFAULTS,
) -> Any:
    """Upload a file to a new or an existing record, and return the record as the last call returned it.

    Args:
        fields: body of the operation that starts the upload of a new record, by JSON names.
        identifiers: in place of fields, the one value that identifies an existing record, by JSON name.
        arguments: of the start operation, by ``Parameter.key``.

    Raises:
        UploadRefusedError, InvalidArgumentError: nothing was sent. UploadError: see ``errors``.
        ClientError: a call of the API failed.
    """
    with prepare(session.api, protocol, source, fields, identifiers, arguments, options) as (job, start):
        return drive(upload_flow(job, start), _Driver(session, job).perform)


class _Driver:
    """The protocol says what is repeated, so the client repeats nothing by itself."""

    def __init__(self, session: SyncSession, job: Job) -> None:
        self._session, self._job = session.with_options(retries=None), job

    def perform(self, step: Step) -> Any:
        match step:
            case MakeCall(call):
                return self._session.send(call, self._job.options.timeout)
            case Pause(seconds):
                return time.sleep(seconds)
            case RunBlocking(function):
                return function()
            case FetchDigest(request):
                return self._fetch_digest(request)
            case _:
                return self._send_parts(step.opened)

    def _send_parts(self, opened: OpenedUpload) -> None:
        parts = self._job.missing_parts(opened)
        transport = self._session.transport
        secrets = self._session.step_runner(None)(self._job.login)
        credentials = self._session.api.authorization.headers(secrets)
        with ExitStack() as stack:
            client, sendfile = transport.client, None
            if transport.owned:
                sendfile = SendfileTransport() if transport.is_direct else None
                own = httpx2.Client(limits=httpx2.Limits(max_connections=None), transport=sendfile)
                client = stack.enter_context(own)
            _PartSender(self._job, client, credentials, sendfile).send(parts)

    def _fetch_digest(self, request: Request) -> str:
        digest = sha256()
        with (
            failures(request.operation),
            closing(self._session.transport.open(request, self._job.timeout, None)) as response,
        ):
            check_download(request, response.status_code)
            for chunk in response.iter_raw():
                digest.update(chunk)
        return digest.hexdigest()


class _StopError(Exception):
    """Another part failed; never seen by callers."""


class _PartSender:
    """Sends parts in threads. The first failure ends all of them, and is the one that is raised."""

    def __init__(
        self, job: Job, client: httpx2.Client, credentials: Mapping[str, str], sendfile: SendfileTransport | None
    ) -> None:
        self._job, self._client, self._credentials, self._sendfile = job, client, credentials, sendfile
        self._stop = Event()
        self._limit, self._room = ConcurrencyLimit(job.workers), Condition()
        self._failures: list[BaseException] = []
        self._connections = _Connections()

    def send(self, parts: list[tuple[Part, Url]]) -> None:
        with ThreadPoolExecutor(self._job.workers, thread_name_prefix="upload") as pool:
            try:
                wait([pool.submit(self._send_or_stop, part, url) for part, url in parts])
            except BaseException:
                self._stop_all()
                raise
        if self._failures:
            raise self._failures[0]

    def _stop_all(self) -> None:
        with self._room:
            self._stop.set()
            self._room.notify_all()
        self._connections.shut_down()
        if self._sendfile is not None:
            self._sendfile.shut_down()

    def _send_or_stop(self, part: Part, url: Url) -> None:
        if not self._stop.is_set():
            try:
                self._send_part(part, url)
            except BaseException as error:
                self._failures.append(error)
                self._stop_all()

    def _send_part(self, part: Part, url: Url) -> None:
        for number in count(1):
            with self._job.reader(part) as reader:
                attempt = self._attempt(part, url, reader)
            delay = next_delay(self._job.protocol.part_request, part, number, attempt)
            if delay is None:
                self._job.state.stored(part, reader.checksum)
                self._job.meter.add(0, stored=1)
                return
            self._job.meter.add(-attempt.sent)
            if self._stop.wait(delay):
                raise _StopError

    def _attempt(self, part: Part, url: Url, reader: Reader) -> Attempt:
        """Send a part once, as soon as there is room for it."""
        with self._room:
            self._room.wait_for(lambda: self._stop.is_set() or self._limit.has_room)
            if self._stop.is_set():
                raise _StopError
            ticket = self._limit.acquire()
        body = _Body(reader, self._job.meter, self._stop)
        try:
            attempt = Attempt(url, response=self._exchange(part, url, body), sent=body.sent)
        except TransportError as error:
            attempt = Attempt(url, body.sent, error=error)
        with self._room:
            self._limit.release(ticket, attempt)
            self._room.notify_all()
        return attempt

    def _exchange(self, part: Part, url: Url, body: _Body) -> RawResponse:
        with failures("to the storage"):
            extensions = {"trace": self._connections.trace}
            request = self._job.part_request(part, url, body, self._credentials, extensions)
            response = self._client.send(request, auth=None, follow_redirects=False, stream=True)
            with closing(response):
                content = bytearray()
                for chunk in response.iter_raw():
                    content += chunk
                    if len(content) > CONTENT_LIMIT:
                        break
                return raw_response(response, bytes(content))


class _Body(httpx2.SyncByteStream):
    """The bytes of one part, read as the connection takes them."""

    def __init__(self, reader: Reader, meter: TransferMeter, stop: Event) -> None:
        self._reader, self._meter, self._stop = reader, meter, stop
        self.sent = 0

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._reader.read():
            if self._stop.is_set():
                raise _StopError
            yield chunk
            self._count(len(chunk))

    def write_to(self, connection: socket.socket) -> None:
        for length in self._reader.write_to(connection):
            self._count(length)
            if self._stop.is_set():
                raise _StopError

    def _count(self, length: int) -> None:
        self.sent += length
        if pause := self._meter.add(length):
            self._stop.wait(pause)


class _Connections:
    """The sockets that an upload opened, so that parts which wait for a response can be stopped at once."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._is_shut_down = False
        self._lock = Lock()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by the HTTP library at every step of a request (extension ``trace``)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            opened = info["return_value"].get_extra_info("socket")
            if isinstance(opened, socket.socket):
                with self._lock:
                    self._sockets.append(opened)
                    if self._is_shut_down:
                        _shut_down(opened)

    def shut_down(self) -> None:
        with self._lock:
            self._is_shut_down = True
            for opened in self._sockets:
                _shut_down(opened)


def _shut_down(opened: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(opened, socket.SHUT_RDWR)
