"""What an upload and its API say to each other: opening, completing, waiting, verifying. No input and output."""

from __future__ import annotations

from .preparation import prepared
from .upload_flow import upload_flow

__all__ = ["prepared", "upload_flow"]
