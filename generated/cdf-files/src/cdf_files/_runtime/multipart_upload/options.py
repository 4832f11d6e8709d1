"""What a caller can choose for one upload, and what it is told while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple

from .errors import UploadRefusedError
from .protocol import PartLimits

if TYPE_CHECKING:
    from ..transport import Timeout

__all__ = [
    "DEFAULTS",
    "TRANSFER_SECONDS",
    "PartOrigin",
    "Progress",
    "TransferMeter",
    "UploadOptions",
    "UploadProgress",
    "workers",
]

TRANSFER_SECONDS = 600.0


class UploadProgress(NamedTuple):
    """How far an upload is. ``sent_bytes`` goes back when a part is sent again, and begins with what is stored already.

    ``note`` tells, in a sentence, of a turn that the upload took: it went on with an earlier one, or had to start anew.
    """

    sent_bytes: int
    total_bytes: int
    stored_parts: int
    total_parts: int
    note: str = ""


Progress = Callable[[UploadProgress], None]
PartOrigin = Literal["given", "server"]


@dataclass(frozen=True, slots=True)
class UploadOptions:
    """Choices for one upload.

    Args:
        part_size: bytes of every part but the last; the protocol's default if None.
        parts: how many parts.
        workers: how many are sent at once; the protocol's suggestion if None.
        progress: called as bytes are sent, never twice at once; what it raises ends the upload.
        wait: until the server says that the content is there.
        resume: remember how far a file at a path was sent, and go on from there; see ``resume``.
        verify: read the content back, and compare its SHA-256 with the file's. Reads the file once more, too.
        bandwidth: most bytes a second, all parts together.
        part_credentials: send the client's credentials with parts to the API's own origin, where the protocol lets.
        part_origin: where absolute part URLs lead: to the origin they are given with, or to the API's in its place.
        timeout: of each call of the API.
        transfer_timeout: of each read and write of a part; ten minutes if None, and ten seconds to connect.
    """

    part_size: int | None = None
    parts: int | None = None
    workers: int | None = None
    progress: Progress | None = None
    wait: bool = True
    resume: bool = True
    verify: bool = False
    bandwidth: float | None = None
    part_credentials: bool = False
    part_origin: PartOrigin = "given"
    timeout: Timeout | None = None
    transfer_timeout: Timeout | None = None


DEFAULTS = UploadOptions()


def workers(options: UploadOptions, limits: PartLimits, parts: int) -> int:
    """How many parts to send at once. Raises: UploadRefusedError."""
    wanted = limits.workers if options.workers is None else options.workers
    if wanted < 1:
        raise UploadRefusedError(f"workers is {wanted}, and must be at least 1")
    return min(wanted, parts)


class TransferMeter:
    """Counts what was sent, tells the caller, and keeps to a bandwidth. Safe to share between threads."""

    def __init__(self, options: UploadOptions, total_bytes: int, total_parts: int) -> None:
        self._progress, self._rate = options.progress, options.bandwidth
        self._total_bytes, self._total_parts = total_bytes, total_parts
        self._sent = self._stored = 0
        self._free_at = 0.0
        self._lock = Lock()

    @property
    def has_callback(self) -> bool:
        """Whether somebody is told."""
        return self._progress is not None

    def add(self, sent: int, stored: int = 0, note: str = "") -> float:
        """More bytes (fewer, if negative), and parts that are stored now. Gives the seconds to wait before the next."""
        with self._lock:
            self._sent += sent
            self._stored += stored
            if self._progress is not None:
                self._progress(UploadProgress(self._sent, self._total_bytes, self._stored, self._total_parts, note))
            return self._wait(sent) if self._rate is not None and sent > 0 else 0.0

    def restart(self, sent: int, stored: int, note: str) -> None:
        """Begin with so much, which no bandwidth was used for."""
        with self._lock:
            self._sent, self._stored = sent, stored
            if self._progress is not None:
                self._progress(UploadProgress(sent, self._total_bytes, stored, self._total_parts, note))

    def _wait(self, sent: int) -> float:
        now = time.monotonic()
        self._free_at = max(self._free_at, now) + sent / (self._rate or sent)
        return self._free_at - now
