"""Responses that are read as they come: to a file, as chunks, events or lines."""

from __future__ import annotations

from .async_ import AsyncStreamedResponse, streaming_async
from .items import Event
from .sync import StreamedResponse, streaming
from .views import AsyncStreamResource, StreamResource, awaited_stream, stream

__all__ = [
    "AsyncStreamResource",
    "AsyncStreamedResponse",
    "Event",
    "StreamResource",
    "StreamedResponse",
    "awaited_stream",
    "stream",
    "streaming",
    "streaming_async",
]
