"""Options of one upload, and the progress that it reports."""

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
    "PartOrigin",
    "Progress",
    "TransferMeter",
    "UploadOptions",
    "UploadProgress",
    "worker_count",
]


class UploadProgress(NamedTuple):
    """How far an upload is.

    ``sent_bytes`` begins with what earlier calls stored, and goes down when a part has to be sent again. ``note`` is a
    sentence where the upload changed its course: it resumed an earlier one, or had to start again.
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
    """Options of one upload.

    Args:
        part_size: bytes of every part but the last; the protocol's default if None.
        parts: number of parts.
        workers: number of parts sent at once; the protocol's suggestion if None.
        progress: called as bytes are sent, never twice at once; what it raises ends the upload.
        wait: whether to wait until the server confirms the content.
        resume: whether to keep a file at a path in the journal, and to resume an upload that is there; see ``resume``.
        verify: whether to read the content back and compare its SHA-256 with that of the file, which is read again.
        bandwidth: bytes a second at most, all parts together.
        part_credentials: whether parts to the API's own origin carry the client's credentials, if the protocol allows.
        part_origin: where absolute part URLs lead: to their own origin (``given``), or to that of the API (``server``).
        timeout: seconds for each call of the API.
        transfer_timeout: seconds for each read and write of a part; 600 if None, and 10 to connect.
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


def worker_count(options: UploadOptions, limits: PartLimits, parts: int) -> int:
    """Return how many parts to send at once: the option, or the protocol's suggestion, but not more than ``parts``.

    Raises:
        UploadRefusedError: the option is less than 1.
    """
    workers = limits.workers if options.workers is None else options.workers
    if workers < 1:
        raise UploadRefusedError(f"workers must be at least 1 (got {workers})")
    return min(workers, parts)


class TransferMeter:
    """Counts the sent bytes and stored parts of one upload, reports progress, and limits the bandwidth. Thread-safe.

    Args:
        options: of which ``progress`` and ``bandwidth`` are used.
        total_bytes: size of the file.
        total_parts: number of its parts.
    """

    def __init__(self, options: UploadOptions, total_bytes: int, total_parts: int) -> None:
        self._progress, self._bandwidth = options.progress, options.bandwidth
        self._total_bytes, self._total_parts = total_bytes, total_parts
        self._sent = self._stored = 0
        self._free_at = 0.0
        self._lock = Lock()

    @property
    def has_callback(self) -> bool:
        """Whether the caller gave a function to report progress to."""
        return self._progress is not None

    def add(self, sent: int, stored: int = 0) -> float:
        """Add sent bytes (negative to send them again) and stored parts; return the seconds to pause now."""
        with self._lock:
            self._sent += sent
            self._stored += stored
            self._report()
            return self._delay(sent) if self._bandwidth is not None and sent > 0 else 0.0

    def restart(self, sent: int, stored: int, note: str) -> None:
        """Set the sent bytes and stored parts, without effect on the bandwidth, and report the note."""
        with self._lock:
            self._sent, self._stored = sent, stored
            self._report(note)

    def _report(self, note: str = "") -> None:
        if self._progress is not None:
            self._progress(UploadProgress(self._sent, self._total_bytes, self._stored, self._total_parts, note))

    def _delay(self, sent: int) -> float:
        now = time.monotonic()
        self._free_at = max(self._free_at, now) + sent / (self._bandwidth or sent)
        return self._free_at - now
