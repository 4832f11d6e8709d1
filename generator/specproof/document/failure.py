"""The error of the parsers, which ``load`` turns into a finding."""

from __future__ import annotations

from specproof.core.location import Pointer

__all__ = ["UnreadableError"]


class UnreadableError(Exception):
    """Raised for a text that cannot be parsed.

    Attributes:
        offset: number of characters before the error; None if unknown.
        pointer: JSON pointer of the node, as far as it is known.
    """

    def __init__(
        self,
        code: str,
        message: str,
        offset: int | None = None,
        pointer: Pointer | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.pointer = pointer or Pointer()
        self.hint = hint
