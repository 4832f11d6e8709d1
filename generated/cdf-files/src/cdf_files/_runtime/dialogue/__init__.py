"""What an upload and its API say to each other: opening, completing, waiting, verifying. No input and output."""

from __future__ import annotations

from .conversation import conversation
from .preparation import prepared

__all__ = ["conversation", "prepared"]
