"""Why a text could not be read: raised inside the parsers, turned into a finding by ``load``."""

from __future__ import annotations

from specproof.core.location import Pointer

__all__ = ["UnreadableError"]


class UnreadableError(Exception):
    """``offset`` counts characters of the decoded text; ``pointer`` is the node, as far as it is known."""

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
