"""The flow of an upload, without input and output: opening, completing, waiting for the content, verifying."""

from __future__ import annotations

from .preparation import prepare
from .upload_flow import upload_flow

__all__ = ["prepare", "upload_flow"]
