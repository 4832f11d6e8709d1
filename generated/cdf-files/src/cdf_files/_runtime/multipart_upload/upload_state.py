"""The state of one upload; ``resume.journaled_state`` keeps it in the journal as well."""

from __future__ import annotations

from typing import Any

from .plan import Part
from .start import OpenedUpload

__all__ = ["UploadState"]


class UploadState:
    """How far one upload is; it is lost when its call ends.

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
        """Whether the part URLs have expired; always False without a journal."""
        return False

    def begin(self, makes_record: bool = True) -> None:
        """Record that the server is about to be asked for an upload; ``makes_record``: for a record that it creates."""

    def keep(self, response: Any, parts: tuple[Part, ...]) -> None:
        """Record that the server has opened an upload for these parts, of which none is stored yet."""
        self.response = response
        self.checksums.clear()

    def stored(self, part: Part, checksum: int | None) -> None:
        """Record that the storage has stored a part."""
        self.checksums[part.number] = checksum

    def completed(self) -> None:
        """Record that the server has accepted the completion."""
        self.is_completed = True

    def mark_damaged(self) -> None:
        """Record that the stored content is damaged: a later call sends every part again, for the same record."""

    def forget(self) -> None:
        """Record that the upload is finished, so that nothing can be resumed."""
