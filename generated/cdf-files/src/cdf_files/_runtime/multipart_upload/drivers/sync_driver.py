"""Uploads that block: calls in the caller's thread, parts in threads of their own."""

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

from ...errors import ConnectionFailedError, TransportError
from ...operation import NOTHING
from ...raw_response import Headers, RawResponse
from ...request import Request
from ...request_flow import drive
from ...session import SyncSession
from ...transport import failures, wire_request
from ...url import Url

from ..job import Job
from ..options import DEFAULTS, TransferMeter, UploadOptions
from ..parts import CONTENT_LIMIT, Outcome, next_delay
from ..plan import Part
from ..protocol import UploadProtocol
from ..sendfile_transport import SendfileTransport
from ..source import Reader, UploadSource
from ..start import OpenedUpload
from ..steps import Ask, Do, Fetch, Pause, Step, Steps
from ..upload_protocol import prepared, upload_flow
from .pace import Pace

__all__ = ["upload_sync"]

_OK = 200


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
    """Upload a file to a new record, or new content for one that exists, and return the record.

    Args:
        fields: of the start operation's body, by their wire names.
        identifiers: in place of fields: names of the record that exists, of which exactly one is given.
        arguments: of the start operation, by ``Parameter.key``.

    Raises:
        UploadRefusedError, InvalidArgumentError: nothing was sent. UploadError: see ``uploads.errors``.
        ClientError: a call of the API failed.
    """
    with prepared(session.api, protocol, source, fields, identifiers, arguments, options) as (job, start):
        return _Upload(session, job).run(upload_flow(job, start))


class _Upload:
    """The protocol says what is repeated, so the client repeats nothing by itself."""

    def __init__(self, session: SyncSession, job: Job) -> None:
        self._session, self._job = session.with_options(retries=None), job

    def run(self, steps: Steps) -> Any:
        return drive(steps, self._perform)

    def _perform(self, step: Step) -> Any:
        match step:
            case Ask(call):
                return self._session.send(call, self._job.options.timeout)
            case Pause(seconds):
                return time.sleep(seconds)
            case Do(work):
                return work()
            case Fetch(request):
                return self._fetch(request)
            case _:
                return self._send(step.opened)

    def _send(self, opened: OpenedUpload) -> None:
        places = self._job.missing(opened)
        transport = self._session.transport
        lends = self._job.lends_credentials
        operation = self._job.protocol.complete.operation
        credentials = self._session.api.authorization.headers(self._session.secrets(operation)) if lends else {}
        with ExitStack() as stack:
            client, direct = transport.client, None
            if transport.owned:
                direct = SendfileTransport() if transport.is_direct else None
                own = httpx2.Client(limits=httpx2.Limits(max_connections=None), transport=direct)
                client = stack.enter_context(own)
            _Parts(self._job, client, credentials, direct).send(places)

    def _fetch(self, request: Request) -> str:
        digest = sha256()
        with (
            failures(request.operation),
            closing(self._session.transport.open(request, self._job.timeout, None)) as response,
        ):
            if response.status_code != _OK:
                raise ConnectionFailedError(f"{request.operation}: the storage answered {response.status_code}")
            for chunk in response.iter_raw():
                digest.update(chunk)
        return digest.hexdigest()


class _Stopped(Exception):
    """A sibling failed; never seen by callers."""


class _Parts:
    """The parts of one upload on their way. The first failure ends all of them, and is the one that is raised."""

    def __init__(
        self, job: Job, client: httpx2.Client, credentials: Mapping[str, str], direct: SendfileTransport | None
    ) -> None:
        self._job, self._client, self._credentials, self._direct = job, client, credentials, direct
        self._stop = Event()
        self._pace, self._room = Pace(job.workers), Condition()
        self._failures: list[BaseException] = []
        self._connections = _Connections()

    def send(self, places: list[tuple[Part, Url]]) -> None:
        with ThreadPoolExecutor(self._job.workers, thread_name_prefix="upload") as pool:
            try:
                wait([pool.submit(self._guarded, part, url) for part, url in places])
            except BaseException:
                self._end()
                raise
        if self._failures:
            raise self._failures[0]

    def _end(self) -> None:
        with self._room:
            self._stop.set()
            self._room.notify_all()
        self._connections.cut()
        if self._direct is not None:
            self._direct.cut()

    def _guarded(self, part: Part, url: Url) -> None:
        if not self._stop.is_set():
            try:
                self._send_part(part, url)
            except BaseException as error:
                self._failures.append(error)
                self._end()

    def _send_part(self, part: Part, url: Url) -> None:
        for attempt in count(1):
            with self._job.reader(part) as reader:
                outcome = self._attempt(part, url, reader)
            delay = next_delay(self._job.protocol.part_request, part, attempt, outcome)
            if delay is None:
                self._job.state.stored(part, reader.checksum)
                self._job.tally.add(0, stored=1)
                return
            self._job.tally.add(-outcome.sent)
            if self._stop.wait(delay):
                raise _Stopped

    def _attempt(self, part: Part, url: Url, reader: Reader) -> Outcome:
        """One try, when there is room for it."""
        with self._room:
            self._room.wait_for(lambda: self._stop.is_set() or self._pace.has_room)
            if self._stop.is_set():
                raise _Stopped
            ticket = self._pace.enter()
        body = _Body(reader, self._job.tally, self._stop)
        try:
            outcome = Outcome(url, reply=self._exchange(part, url, body), sent=body.sent)
        except TransportError as error:
            outcome = Outcome(url, body.sent, error=error)
        with self._room:
            self._pace.leave(ticket, outcome)
            self._room.notify_all()
        return outcome

    def _exchange(self, part: Part, url: Url, body: _Body) -> RawResponse:
        job = self._job
        with failures("to the storage"):
            request = wire_request(
                job.protocol.part_request.method,
                url,
                job.headers(part, url, self._credentials),
                body,
                job.timeout,
                {"trace": self._connections.trace},
            )
            response = self._client.send(request, auth=None, follow_redirects=False, stream=True)
            with closing(response):
                content = bytearray()
                for chunk in response.iter_raw():
                    content += chunk
                    if len(content) > CONTENT_LIMIT:
                        break
                return RawResponse(response.status_code, Headers(response.headers.multi_items()), bytes(content))


class _Body(httpx2.SyncByteStream):
    """One part's bytes, read as the connection takes them."""

    def __init__(self, reader: Reader, tally: TransferMeter, stop: Event) -> None:
        self._reader, self._tally, self._stop = reader, tally, stop
        self.sent = 0

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self._reader.read():
            if self._stop.is_set():
                raise _Stopped
            yield chunk
            self.sent += len(chunk)
            if pause := self._tally.add(len(chunk)):
                self._stop.wait(pause)

    def pour(self, into: socket.socket) -> None:
        for length in self._reader.pour(into):
            self.sent += length
            if pause := self._tally.add(length):
                self._stop.wait(pause)
            if self._stop.is_set():
                raise _Stopped


class _Connections:
    """The sockets that an upload opened, so that parts which wait for a reply can be broken off at once."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self._cut = False
        self._lock = Lock()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Called by the HTTP library at every step of a request (extension ``trace``)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            found = info["return_value"].get_extra_info("socket")
            if isinstance(found, socket.socket):
                with self._lock:
                    self._sockets.append(found)
                    if self._cut:
                        _shut(found)

    def cut(self) -> None:
        with self._lock:
            self._cut = True
            for opened_socket in self._sockets:
                _shut(opened_socket)


def _shut(opened_socket: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(opened_socket, socket.SHUT_RDWR)
