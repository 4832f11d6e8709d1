"""Replies that are read as they come: to a file, as chunks, events or lines. Copied where a document has such ones."""

from __future__ import annotations

from .async_ import AsyncStreamed, streaming_async
from .items import Event
from .sync import Streamed, streaming

__all__ = ["AsyncStreamed", "Event", "Streamed", "streaming", "streaming_async"]
