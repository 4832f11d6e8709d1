"""The requests to the emulator, one entry each, without secrets."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["MOST_ENTRIES", "Entry", "Journal"]

MOST_ENTRIES = 10_000


@dataclass(slots=True)
class Entry:
    """The journal's record of one request, without secrets.

    Attributes:
        time: of the emulator's clock, in seconds since 1970.
        label: the operationId, or the name that another origin gives the request, such as ``part 0``.
        authorization: whether it had an Authorization header.
        declared: its Content-Length; None without one. ``received``: how many bytes of the body arrived.
        digest: SHA-256 of the body.
        status: of the response; None if none was sent.
        at_once: how many requests of its method and origin were running, itself included.
        fault: name of the effect that was applied; empty for none.
        notes: errors of the emulator or the caller.
    """

    time: float
    origin: str
    method: str
    path: str
    label: str = ""
    header_names: tuple[str, ...] = ()
    authorization: bool = False
    declared: int | None = None
    received: int = 0
    digest: str | None = None
    status: int | None = None
    at_once: int = 1
    fault: str = ""
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as a JSON object."""
        return asdict(self)


class Journal:
    """The last 10,000 requests, in order of arrival. The server's thread writes it, any thread may read it.

    Attributes:
        dropped: how many requests came before those.
    """

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=MOST_ENTRIES)
        self.dropped = 0
        self._running: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def begin(self, entry: Entry) -> None:
        """Add the entry of a request that begins."""
        key = (entry.origin, entry.method)
        with self._lock:
            self._running[key] = entry.at_once = self._running.get(key, 0) + 1
            self.dropped += len(self._entries) == MOST_ENTRIES
            self._entries.append(entry)

    def end(self, entry: Entry) -> None:
        """Record that the request of an entry has ended."""
        key = (entry.origin, entry.method)
        with self._lock:
            self._running[key] -= 1
            if not self._running[key]:
                del self._running[key]

    def __iter__(self) -> Iterator[Entry]:
        with self._lock:
            return iter(tuple(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def select(self, **wanted: Any) -> tuple[Entry, ...]:
        """Return the entries whose fields have the given values: ``select(method="PUT", status=200)``."""
        return tuple(one for one in self if all(getattr(one, name) == value for name, value in wanted.items()))

    def largest_at_once(self, method: str, origin: str | None = None) -> int:
        """Return the largest number of requests of a method that were running at a time.

        Args:
            origin: None for any.
        """
        return max((one.at_once for one in self if one.method == method and origin in (None, one.origin)), default=0)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the notes of all entries."""
        return tuple(note for entry in self for note in entry.notes)

    def clear(self) -> None:
        """Remove all entries."""
        with self._lock:
            self._entries.clear()
            self.dropped = 0

    def as_dict(self) -> Mapping[str, Any]:
        """Return all entries as JSON, with the largest number of simultaneous requests by origin and method."""
        entries = tuple(self)
        at_once: dict[str, int] = {}
        for entry in entries:
            key = f"{entry.origin} {entry.method}"
            at_once[key] = max(at_once.get(key, 0), entry.at_once)
        return {
            "entries": [entry.as_dict() for entry in entries],
            "dropped": self.dropped,
            "largest_at_once": dict(sorted(at_once.items())),
        }
