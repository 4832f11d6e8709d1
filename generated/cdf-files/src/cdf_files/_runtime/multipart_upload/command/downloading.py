"""The command that downloads a record's content, by the link that the protocol's ``download`` gives."""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from typing import Any, BinaryIO

import httpx2

from ...api import Call
from ...errors import TransportError
from ...raw_response import Headers
from ...retries import backoff, retry_after
from ...session import SyncSession
from ...transport import failures, wire_request
from ...url import Url

from ..batch import Target
from ..parts import resolve_url
from ..pointers import built, find
from ..protocol import Download, PartRequest
from ..start import OpenedUpload
from .access import CommandFailedError
from .declared import Commands, Transfer
from .screen import Screen, one_line

__all__ = ["Fetch", "download"]

_TRIES = 6
_SECONDS = 60.0
Told = Callable[[int, int | None], None]
_OK, _PARTIAL = 200, 206
_AGAIN = frozenset({403, 408, 425, 429, 500, 502, 503, 504})


def download(commands: Commands, session: SyncSession, given: argparse.Namespace) -> int:
    """The file is there when all of the content came, and not before.

    Raises:
        CommandFailedError, ClientError, OSError.
    """
    transfer: Transfer = given.transfer
    protocol = Target(transfer.resource, transfer.method, transfer.protocol).declared(session.api.package)
    if protocol.download is None or (os.path.exists(given.file) and not os.path.isfile(given.file)):
        raise CommandFailedError(f"{given.file} is no regular file, which is what a download makes")
    part = f"{given.file}.{os.getpid()}.part"
    with Screen(commands.module, given.quiet) as screen:
        try:
            with open(part, "wb") as file:
                told = partial(screen.downloading, given.file)
                size = Fetch(session, protocol.part_request, protocol.download, given.record, file, told).run()
            os.replace(part, given.file)
        except BaseException:
            with suppress(OSError):
                os.unlink(part)
            raise
    result = {"path": given.file, "id": given.record, "bytes": size}
    print(json.dumps(result) if given.json else f"downloaded  {one_line(given.file)}  {size} bytes")
    return 0


class Fetch:
    """Brings the content, and goes on where a connection broke off if the server can (RFC 9110, 14.2 and 13.1.5)."""

    def __init__(
        self, session: SyncSession, places: PartRequest, rules: Download, record_id: Any, file: BinaryIO, told: Told
    ) -> None:
        self._session, self._places, self._rules = session, places, rules
        self._file, self._told = file, told
        self._known = OpenedUpload({}, record_id, None, ()).known
        self._done = 0
        self._etag = ""

    def run(self) -> int:
        """The size in bytes. Attempts that bring nothing new are counted.

        Raises:
            ClientError, CommandFailedError, OSError: see `CommandFailedError`.
        """
        attempt, most = 1, 0
        while True:
            wait = 0.0
            try:
                if (refused := self._attempt(self._link())) is None:
                    return self._done
                wait = refused
            except TransportError:
                if attempt >= _TRIES:
                    raise
            if attempt >= _TRIES:
                raise CommandFailedError(f"the storage refused {attempt} times")
            attempt, most = (1, self._done) if self._done > most else (attempt + 1, most)
            time.sleep(max(wait, backoff(attempt)))

    def _link(self) -> Url:
        """A fresh link: they do not live long."""
        extended = dict([self._rules.extended]) if self._rules.extended is not None else {}
        call = Call(self._rules.operation, extended, built(self._known(self._rules.body)))
        found = find(self._session.send(call).json(), self._rules.url)
        return resolve_url("the download URL", found, self._session.api.base, self._places)

    def _attempt(self, url: Url) -> float | None:
        """None if all came, else the seconds that the storage wants to be left alone."""
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": self._session.api.user_agent}
        if self._done and self._etag:
            headers |= {"Range": f"bytes={self._done}-", "If-Range": self._etag}
        with failures("download"):
            request = wire_request("GET", url, headers, httpx2.ByteStream(b""), _SECONDS)
            client = self._session.transport.client
            with closing(client.send(request, auth=None, follow_redirects=False, stream=True)) as response:
                if not self._is_next(response):
                    return _refused(response)
                self._receive(response)
        return None

    def _is_next(self, response: httpx2.Response) -> bool:
        """Whether this is all of the content, or all of it from where we stand."""
        if response.status_code == _OK:
            self._done = 0
            return True
        rest = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", response.headers.get("content-range", ""))
        if rest is None or not self._done or response.status_code != _PARTIAL:
            return False
        return int(rest[1]) == self._done and int(rest[2]) + 1 == int(rest[3])

    def _receive(self, response: httpx2.Response) -> None:
        etag = response.headers.get("etag", "")
        self._etag = "" if etag.startswith("W/") or "content-encoding" in response.headers else etag
        length = response.headers.get("content-length", "")
        total = self._done + int(length) if length.isdecimal() else None
        self._file.truncate(self._file.seek(self._done))
        for chunk in response.iter_bytes():
            self._file.write(chunk)
            self._done += len(chunk)
            self._told(self._done, total)


def _refused(response: httpx2.Response) -> float:
    if response.status_code not in _AGAIN:
        raise CommandFailedError(f"the storage answered {response.status_code}")
    return retry_after(Headers(response.headers.multi_items()))
