"""The state of one upload; ``resume.journaled_state`` keeps it in the journal as well."""

from __future__ import annotations

from typing import Any

from .plan import Part
from .start import OpenedUpload

__all__ = ["UploadState"]


class UploadState:
    """How far an upload is, for as long as its call lasts.

    Attributes:
        key: of the upload in the journal, or None if it is in none.
        opened, response, lengths: of an upload that an earlier call began: what the server opened, the response that
            opened it, as JSON data, and the bytes of each part. None if there was none.
        checksums: the parts that are stored, each with its CRC-32 if one was computed.
        was_begun: whether this call or an earlier one made a start whose response nobody saw.
        is_completed: whether an earlier call completed the upload.
    """

    def __init__(self) -> None:
        self.key: str | None = None
        self.opened: OpenedUpload | None = None
        self.response: Any = None
        self.lengths: tuple[int, ...] | None = None
        self.checksums: dict[int, int | None] = {}
        self.was_begun = self.is_completed = False

    @property
    def is_expired(self) -> bool:
        """Whether the part URLs are too old."""
        return False

    def begin(self, makes_record: bool = True) -> None:
        """Note that the server is asked to open an upload, perhaps for a record that it makes."""

    def keep(self, response: Any, parts: tuple[Part, ...]) -> None:
        """Note that the server has opened an upload for these parts, of which none is stored yet."""
        self.response = response
        self.checksums.clear()

    def stored(self, part: Part, checksum: int | None) -> None:
        """Note that the storage has acknowledged a part."""
        self.checksums[part.number] = checksum

    def completed(self) -> None:
        """Note that the server has accepted the completion."""
        self.is_completed = True

    def mark_damaged(self) -> None:
        """Note that the stored content is damaged: a later call sends every part again, for the same record."""

    def forget(self) -> None:
        """Note that there is nothing to resume."""
