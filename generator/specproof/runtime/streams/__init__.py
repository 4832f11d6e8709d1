"""Replies that are read as they come: to a file, as chunks, events or lines. Copied where a document has such ones."""

from __future__ import annotations

from .blocking import Streamed, streaming
from .items import Event
from .looping import AsyncStreamed, streaming_async

__all__ = ["AsyncStreamed", "Event", "Streamed", "streaming", "streaming_async"]
