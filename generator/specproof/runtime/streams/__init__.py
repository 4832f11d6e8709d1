"""Responses that are read as they come: to a file, as chunks, events or lines."""

from __future__ import annotations

from .async_ import AsyncStreamedResponse, streaming_async
from .items import Event
from .sync import StreamedResponse, streaming

__all__ = ["AsyncStreamedResponse", "Event", "StreamedResponse", "streaming", "streaming_async"]
