"""What an upload knows of itself while it runs; with a journal (``resume``) this outlives the process."""

from __future__ import annotations

from typing import Any

from .plan import Part
from .start import OpenedUpload

__all__ = ["UploadState"]


class UploadState:
    """Nothing from earlier calls, and nothing for later ones.

    Attributes:
        key: of the upload in the journal, if there is one.
        opened, reply, lengths: of an upload that an earlier call began: what the server opened, the whole reply that
            said so, and how the file was cut. None if there was none.
        checksums: the parts that are stored, each with its CRC-32 if one was worked out.
        was_begun: whether a start was made whose reply nobody saw, by this call or an earlier one.
        is_completed: whether an earlier call completed the upload.
    """

    def __init__(self) -> None:
        self.key: str | None = None
        self.opened: OpenedUpload | None = None
        self.reply: Any = None
        self.lengths: tuple[int, ...] | None = None
        self.checksums: dict[int, int | None] = {}
        self.was_begun = self.is_completed = False

    @property
    def is_expired(self) -> bool:
        """Whether the part URLs are too old."""
        return False

    def begin(self, makes_record: bool = True) -> None:
        """The server is asked to open an upload, perhaps for a record that it makes."""

    def keep(self, reply: Any, parts: tuple[Part, ...]) -> None:
        """It has, for these parts; whatever was stored before counts no more."""
        self.reply = reply
        self.checksums.clear()

    def stored(self, part: Part, checksum: int | None) -> None:
        """The storage has acknowledged a part."""
        self.checksums[part.number] = checksum

    def completed(self) -> None:
        """The server has taken the completion."""
        self.is_completed = True

    def spoil(self) -> None:
        """What was sent is of no use: a later call begins with the first part again, for the same record."""

    def forget(self) -> None:
        """There is nothing to go on with."""
