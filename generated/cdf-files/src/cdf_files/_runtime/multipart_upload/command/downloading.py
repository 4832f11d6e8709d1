"""The command that downloads the content of a record, from the URL that the protocol's ``download`` gives."""

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

from ...errors import TransportError
from ...pointers import find
from ...raw_response import Headers
from ...retries import backoff, retry_after
from ...session import SyncSession
from ...transport import failures, wire_request
from ...url import Url

from ..batch import MethodRef
from ..parts import MAX_ATTEMPTS, resolve_url
from ..protocol import Download, PartRequest
from ..start import OpenedUpload
from ..upload_protocol.calls import download_call
from .access import CommandFailedError
from .declared import Commands, Transfer
from .screen import Screen, one_line

__all__ = ["ContentDownload", "download", "download_url"]

_SECONDS = 60.0
OnProgress = Callable[[int, int | None], None]
_OK, _PARTIAL = 200, 206
_RETRIED = frozenset({403, 408, 425, 429, 500, 502, 503, 504})


def download(commands: Commands, session: SyncSession, given: argparse.Namespace) -> int:
    """Download a record's content to a file, which appears when all of it has arrived; return the exit status.

    Raises:
        CommandFailedError, ClientError, OSError: there is no content, or it cannot be read or written.
    """
    transfer: Transfer = given.transfer
    protocol = MethodRef(transfer.resource, transfer.method, transfer.protocol).protocol_of(session.api.package)
    if protocol.download is None or (os.path.exists(given.file) and not os.path.isfile(given.file)):
        raise CommandFailedError(f"{given.file} is not a regular file, and cannot be replaced by one")
    part = f"{given.file}.{os.getpid()}.part"
    with Screen(commands.module, given.quiet) as screen:
        try:
            with open(part, "wb") as file:
                progress = partial(screen.show_download, given.file)
                new_url = partial(download_url, session, protocol.part_request, protocol.download, given.record)
                size = ContentDownload(session, new_url, file, progress).run()
            os.replace(part, given.file)
        except BaseException:
            with suppress(OSError):
                os.unlink(part)
            raise
    result = {"path": given.file, "id": given.record, "bytes": size}
    print(json.dumps(result) if given.json else f"downloaded  {one_line(given.file)}  {size} bytes")
    return 0


def download_url(session: SyncSession, rules: PartRequest, declared: Download, record_id: Any) -> Url:
    """Return a URL of a record's content, after asking the server for it.

    Raises:
        ClientError: the server refused, or gave no usable URL.
    """
    response = session.send(download_call(declared, OpenedUpload({}, record_id, None, ())))
    return resolve_url("the download URL", find(response.json(), declared.url), session.api.base, rules)


class ContentDownload:
    """Downloads content, and continues after a broken connection if the server can (RFC 9110, 14.2 and 13.1.5).

    Args:
        new_url: returns a URL of the content; called before each attempt, since such URLs expire.
        file: receives the content.
        progress: called with the bytes so far, and the total or None if it is unknown.
    """

    def __init__(self, session: SyncSession, new_url: Callable[[], Url], file: BinaryIO, progress: OnProgress) -> None:
        self._session, self._new_url, self._file, self._progress = session, new_url, file, progress
        self._done = 0
        self._etag = ""

    def run(self) -> int:
        """Download, and return the size in bytes; give up after ``MAX_ATTEMPTS`` attempts in a row without new bytes.

        Raises:
            ClientError, CommandFailedError: there is no content, or it cannot be read.
            OSError: the file cannot be written.
        """
        attempt, most = 1, 0
        while True:
            wait = 0.0
            try:
                if (delay := self._attempt(self._new_url())) is None:
                    return self._done
                wait = delay
            except TransportError:
                if attempt >= MAX_ATTEMPTS:
                    raise
            if attempt >= MAX_ATTEMPTS:
                raise CommandFailedError(f"the storage refused {attempt} times")
            attempt, most = (1, self._done) if self._done > most else (attempt + 1, most)
            time.sleep(max(wait, backoff(attempt)))

    def _attempt(self, url: Url) -> float | None:
        """Return None if all arrived, else the seconds of the storage's Retry-After, or 0."""
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": self._session.api.user_agent}
        if self._done and self._etag:
            headers |= {"Range": f"bytes={self._done}-", "If-Range": self._etag}
        with failures("download"):
            request = wire_request("GET", url, headers, httpx2.ByteStream(b""), _SECONDS)
            client = self._session.transport.client
            with closing(client.send(request, auth=None, follow_redirects=False, stream=True)) as response:
                if not self._continues(response):
                    return _retry_after(response)
                self._receive(response)
        return None

    def _continues(self, response: httpx2.Response) -> bool:
        """Whether the response holds all of the content, or all that is missing."""
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
            self._progress(self._done, total)


def _retry_after(response: httpx2.Response) -> float:
    if response.status_code not in _RETRIED:
        raise CommandFailedError(f"the storage answered {response.status_code}")
    return retry_after(Headers(response.headers.multi_items()))
