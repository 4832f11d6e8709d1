"""What a caller can choose for one upload, and what it is told while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from .errors import UploadRefused
from .protocol import PartLimits

if TYPE_CHECKING:
    from ..transport import Timeout

__all__ = ["DEFAULTS", "TRANSFER_SECONDS", "Progress", "Progressed", "Tally", "UploadOptions", "workers"]

TRANSFER_SECONDS = 600.0


class Progressed(NamedTuple):
    """How far an upload is. ``sent_bytes`` goes back when a part is sent again."""

    sent_bytes: int
    total_bytes: int
    stored_parts: int
    total_parts: int


Progress = Callable[[Progressed], None]


@dataclass(frozen=True, slots=True)
class UploadOptions:
    """Choices for one upload.

    Args:
        part_size: bytes of every part but the last; the protocol's default if None.
        parts: how many parts.
        workers: how many are sent at once; the protocol's suggestion if None.
        progress: called as bytes are sent, never twice at once; what it raises ends the upload.
        wait: until the server says that the content is there.
        part_credentials: send the client's credentials with parts to the API's own origin, where the protocol lets.
        timeout: of each call of the API.
        transfer_timeout: of each read and write of a part; ten minutes if None.
    """

    part_size: int | None = None
    parts: int | None = None
    workers: int | None = None
    progress: Progress | None = None
    wait: bool = True
    part_credentials: bool = False
    timeout: Timeout | None = None
    transfer_timeout: Timeout | None = None


DEFAULTS = UploadOptions()


def workers(options: UploadOptions, limits: PartLimits, parts: int) -> int:
    """How many parts to send at once. Raises: UploadRefused."""
    wanted = limits.workers if options.workers is None else options.workers
    if wanted < 1:
        raise UploadRefused(f"workers is {wanted}, and must be at least 1")
    return min(wanted, parts)


class Tally:
    """Counts what was sent, and tells the caller. Safe to share between threads."""

    def __init__(self, progress: Progress | None, total_bytes: int, total_parts: int) -> None:
        self._progress, self._total_bytes, self._total_parts = progress, total_bytes, total_parts
        self._sent = self._stored = 0
        self._lock = Lock()

    def add(self, sent: int, stored: int = 0) -> None:
        """More bytes (fewer, if negative), and parts that are stored now."""
        with self._lock:
            self._sent += sent
            self._stored += stored
            if self._progress is not None:
                self._progress(Progressed(self._sent, self._total_bytes, self._stored, self._total_parts))
