"""What both drivers of an upload share: its parts, and what a request for one of them needs."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import httpx2

from ..api import Api
from ..request import Request
from ..url import Url, same_origin

from .errors import SourceChangedError, UploadRefusedError
from .options import TRANSFER_SECONDS, TransferMeter, UploadOptions, workers
from .parts import part_headers, part_urls, resolve_url
from .plan import Part, plan
from .protocol import UploadProtocol
from .source import Reader, Source
from .start import OpenedUpload
from .upload_state import UploadState

if TYPE_CHECKING:
    from ..transport import Timeout

__all__ = ["Job"]

_CONNECT_SECONDS = 10.0


@dataclass(frozen=True)
class Job:
    """One upload: what is sent, in which parts, and how."""

    api: Api
    protocol: UploadProtocol
    source: Source
    options: UploadOptions
    parts: tuple[Part, ...]
    workers: int
    tally: TransferMeter
    state: UploadState = field(default_factory=UploadState)

    @classmethod
    def planned(cls, api: Api, protocol: UploadProtocol, source: Source, options: UploadOptions) -> Job:
        """Raises: UploadRefusedError, if the file or a wish breaks a limit."""
        if protocol.part_request.redirects != "error":
            raise UploadRefusedError("the protocol wants redirects of parts followed, which this uploader never does")
        if options.verify and (protocol.download is None or not options.wait):
            raise UploadRefusedError("verify needs wait, and a download that the document declares")
        if options.bandwidth is not None and not options.bandwidth > 0:
            raise UploadRefusedError(f"bandwidth is {options.bandwidth}, and must be more than 0")
        parts = plan(protocol.parts, source.size, options.part_size, options.parts)
        at_once = workers(options, protocol.parts, len(parts))
        return cls(api, protocol, source, options, parts, at_once, TransferMeter(options, source.size, len(parts)))

    def with_state(self, state: UploadState) -> Job:
        """The same job with its parts as an earlier call cut them."""
        if state.lengths is None:
            return replace(self, state=state)
        offsets = accumulate(state.lengths, initial=0)
        parts = tuple(map(Part, range(len(state.lengths)), offsets, state.lengths))
        at_once = workers(self.options, self.protocol.parts, len(parts))
        tally = TransferMeter(self.options, self.source.size, len(parts))
        return replace(self, state=state, parts=parts, workers=at_once, tally=tally)

    @property
    def timeout(self) -> Timeout:
        given = self.options.transfer_timeout
        return httpx2.Timeout(TRANSFER_SECONDS, connect=_CONNECT_SECONDS) if given is None else given

    @property
    def lends_credentials(self) -> bool:
        """Whether parts that go to the API's own origin carry the client's credentials."""
        rule = self.protocol.part_request.same_origin_credentials
        return rule == "always" or (rule == "optIn" and self.options.part_credentials)

    def urls(self, opened: OpenedUpload) -> list[tuple[Part, Url]]:
        """Every part with its own URL. Raises: UploadResponseInvalidError."""
        rules, to_server = self.protocol.part_request, self.options.part_origin == "server"
        found = part_urls(opened.urls, len(self.parts), self.api.base, rules, to_server)
        return list(zip(self.parts, found, strict=True))

    def missing(self, opened: OpenedUpload) -> list[tuple[Part, Url]]:
        """The parts that are not stored yet, each with its own URL."""
        return [(part, url) for part, url in self.urls(opened) if part.number not in self.state.checksums]

    def headers(self, part: Part, url: Url, credentials: Mapping[str, str]) -> dict[str, str]:
        own = credentials if same_origin(url, self.api.base) else {}
        return part_headers(part.length, self.protocol.part_request, self.api.user_agent, own)

    def download(self, url: object) -> Request:
        """The request for the content. Raises: UploadResponseInvalidError."""
        rules, to_server = self.protocol.part_request, self.options.part_origin == "server"
        place = resolve_url("the download URL", url, self.api.base, rules, to_server)
        headers = {"Accept": "*/*", "User-Agent": self.api.user_agent}
        return Request("the download", "GET", place, headers, None, is_own=False)

    def reader(self, part: Part) -> Reader:
        """A fresh reader, which works out a CRC-32 if somebody will compare it."""
        return self.source.reader(part, is_checked=self.options.verify)

    def whole(self) -> str:
        """SHA-256 of the source, if it is to be verified, after a look at whether it is still what was sent.

        Raises: SourceChangedError.
        """
        self.source.verify()
        digest = hashlib.sha256()
        for part in self.parts if self.options.verify else ():
            with self.source.reader(part, is_checked=True) as reader:
                while chunk := reader.read():
                    digest.update(chunk)
            if self.state.checksums.get(part.number) not in {None, reader.checksum}:
                raise SourceChangedError(f"part {part.number + 1} of the file is no longer what was sent")
        return digest.hexdigest()

    def tell(self, note: str) -> None:
        """Tell the caller of a turn that the upload takes, and how much is stored now."""
        stored = self.state.checksums
        logging.getLogger(self.api.package.module).warning("%s", note)
        self.tally.restart(sum(part.length for part in self.parts if part.number in stored), len(stored), note)
