"""What both drivers of an upload share: its parts, and what a request for one of them needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..address import Url, same_origin
from ..api import Api
from .errors import UploadRefused
from .options import TRANSFER_SECONDS, Tally, UploadOptions, workers
from .parts import part_headers, part_urls
from .plan import Part, plan
from .protocol import UploadProtocol
from .source import Source
from .start import Opened

if TYPE_CHECKING:
    from ..transport import Timeout

__all__ = ["Job"]


@dataclass(frozen=True)
class Job:
    """One upload: what is sent, in which parts, and how."""

    api: Api
    protocol: UploadProtocol
    source: Source
    options: UploadOptions
    parts: tuple[Part, ...]
    workers: int
    tally: Tally

    @classmethod
    def planned(cls, api: Api, protocol: UploadProtocol, source: Source, options: UploadOptions) -> Job:
        """Raises: UploadRefused, if the file or a wish breaks a limit."""
        if protocol.part_request.redirects != "error":
            raise UploadRefused("the protocol wants redirects of parts followed, which this uploader never does")
        parts = plan(protocol.parts, source.size, options.part_size, options.parts)
        at_once = workers(options, protocol.parts, len(parts))
        tally = Tally(options.progress, source.size, len(parts))
        return cls(api, protocol, source, options, parts, at_once, tally)

    @property
    def timeout(self) -> Timeout:
        return TRANSFER_SECONDS if self.options.transfer_timeout is None else self.options.transfer_timeout

    @property
    def lends_credentials(self) -> bool:
        """Whether parts that go to the API's own origin carry the client's credentials."""
        rule = self.protocol.part_request.same_origin_credentials
        return rule == "always" or (rule == "optIn" and self.options.part_credentials)

    def urls(self, opened: Opened) -> list[tuple[Part, Url]]:
        """Every part with its own URL. Raises: UploadReplyInvalid."""
        found = part_urls(opened.urls, len(self.parts), self.api.base, self.protocol.part_request)
        return list(zip(self.parts, found, strict=True))

    def headers(self, part: Part, url: Url, credentials: Mapping[str, str]) -> dict[str, str]:
        own = credentials if same_origin(url, self.api.base) else {}
        return part_headers(part.length, self.protocol.part_request, self.api.user_agent, own)
