"""One upload as data: its parts, and the requests for them that both drivers make."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any

import httpx2

from ..api import Api
from ..errors import ConnectionFailedError
from ..request import Request
from ..request_flow import Login
from ..transport import Timeout, wire_request
from ..url import Url

from .errors import SourceChangedError, UploadRefusedError
from .options import TransferMeter, UploadOptions, worker_count
from .parts import part_headers, part_urls, resolve_url
from .plan import Part, plan
from .protocol import UploadProtocol
from .source import Reader, Source
from .start import OpenedUpload
from .upload_state import UploadState

__all__ = ["Job", "check_download"]

_TRANSFER_SECONDS, _CONNECT_SECONDS = 600.0, 10.0
_OK = 200


@dataclass(frozen=True)
class Job:
    """One upload as data: its source, its parts, and how they are sent."""

    api: Api
    protocol: UploadProtocol
    source: Source
    options: UploadOptions
    parts: tuple[Part, ...]
    workers: int
    meter: TransferMeter
    state: UploadState = field(default_factory=UploadState)

    @classmethod
    def plan(cls, api: Api, protocol: UploadProtocol, source: Source, options: UploadOptions) -> Job:
        """Return the upload of a source, cut into parts.

        Raises:
            UploadRefusedError: the file or an option breaks a limit of the protocol.
        """
        if protocol.part_request.redirects != "error":
            raise UploadRefusedError("the protocol wants redirects of parts followed, which this uploader never does")
        if options.verify and (protocol.download is None or not options.wait):
            raise UploadRefusedError("verify needs wait=True, and a download that the document declares")
        if options.bandwidth is not None and not options.bandwidth > 0:
            raise UploadRefusedError(f"bandwidth must be more than 0 (got {options.bandwidth})")
        parts = plan(protocol.parts, source.size, options.part_size, options.parts)
        workers = worker_count(options, protocol.parts, len(parts))
        return cls(api, protocol, source, options, parts, workers, TransferMeter(options, source.size, len(parts)))

    def with_state(self, state: UploadState) -> Job:
        """Return the same upload with what an earlier call reached, cut into the parts of that call."""
        if state.lengths is None:
            return replace(self, state=state)
        offsets = accumulate(state.lengths, initial=0)
        parts = tuple(map(Part, range(len(state.lengths)), offsets, state.lengths))
        workers = worker_count(self.options, self.protocol.parts, len(parts))
        meter = TransferMeter(self.options, self.source.size, len(parts))
        return replace(self, state=state, parts=parts, workers=workers, meter=meter)

    @property
    def timeout(self) -> Timeout:
        """Return the timeout of requests to the storage."""
        given = self.options.transfer_timeout
        return httpx2.Timeout(_TRANSFER_SECONDS, connect=_CONNECT_SECONDS) if given is None else given

    @property
    def login(self) -> Login:
        """The step that asks for the credentials of requests that send parts to the API's own origin; often none."""
        rule = self.protocol.part_request.same_origin_credentials
        lends = rule == "always" or (rule == "optIn" and self.options.part_credentials)
        return Login(self.api.authorization.secrets(self.protocol.complete.operation) if lends else (), {})

    def part_urls(self, opened: OpenedUpload) -> list[tuple[Part, Url]]:
        """Return every part with the URL to send it to.

        Raises:
            UploadResponseInvalidError: the server gave no usable URL for each part.
        """
        rules, to_server = self.protocol.part_request, self.options.part_origin == "server"
        urls = part_urls(opened.urls, len(self.parts), self.api.base, rules, to_server)
        return list(zip(self.parts, urls, strict=True))

    def missing_parts(self, opened: OpenedUpload) -> list[tuple[Part, Url]]:
        """Return the parts that the storage does not have yet, each with its URL."""
        return [(part, url) for part, url in self.part_urls(opened) if part.number not in self.state.checksums]

    def part_request(
        self, part: Part, url: Url, body: Any, credentials: Mapping[str, str], extensions: dict[str, Any] | None = None
    ) -> httpx2.Request:
        """Return the HTTP request that sends a part; only the API's own origin gets the credentials.

        Args:
            body: a byte stream of httpx2.
            extensions: of httpx2, such as ``trace``.
        """
        rules = self.protocol.part_request
        own = credentials if url.origin == self.api.base.origin else {}
        headers = part_headers(part.length, rules, self.api.user_agent, own)
        return wire_request(rules.method, url, headers, body, self.timeout, extensions)

    def download_request(self, url: object) -> Request:
        """Return the request that downloads the content from a URL.

        Raises:
            UploadResponseInvalidError: the URL cannot be used.
        """
        rules, to_server = self.protocol.part_request, self.options.part_origin == "server"
        resolved = resolve_url("the download URL", url, self.api.base, rules, to_server)
        headers = {"Accept": "*/*", "User-Agent": self.api.user_agent}
        return Request("the download", "GET", resolved, headers, None, is_own=False)

    def reader(self, part: Part) -> Reader:
        """Return a reader of a part's bytes, which computes a CRC-32 if ``verify`` needs it."""
        return self.source.reader(part, is_checked=self.options.verify)

    def digest(self) -> str:
        """Check that the source has not changed, and return its SHA-256 in hexadecimal if ``verify`` is set.

        Raises:
            SourceChangedError: it has changed.
        """
        self.source.verify()
        digest = hashlib.sha256()
        for part in self.parts if self.options.verify else ():
            with self.source.reader(part, is_checked=True) as reader:
                while chunk := reader.read():
                    digest.update(chunk)
            if self.state.checksums.get(part.number) not in {None, reader.checksum}:
                raise SourceChangedError(f"part {part.number + 1} of the file differs from what was sent")
        return digest.hexdigest()

    def notify(self, note: str) -> None:
        """Log a sentence about the upload, such as that it resumes, and report it as progress with the stored parts."""
        stored = self.state.checksums
        logging.getLogger(self.api.package.module).warning("%s", note)
        self.meter.restart(sum(part.length for part in self.parts if part.number in stored), len(stored), note)


def check_download(request: Request, status_code: int) -> None:
    """Raise an error unless the response to ``Job.download_request`` has status 200.

    Raises:
        ConnectionFailedError: it has another status.
    """
    if status_code != _OK:
        raise ConnectionFailedError(f"{request.operation}: the storage answered {status_code}")
