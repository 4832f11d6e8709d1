"""A transport of httpx2 for large bodies, which the operating system copies from file to socket."""

from __future__ import annotations

from .files import can_send_files, send_file
from .sockets import CONTENT_LIMIT, SendfileTransport, SocketWritable
from .threads import AsyncSendfileTransport

__all__ = [
    "CONTENT_LIMIT",
    "AsyncSendfileTransport",
    "SendfileTransport",
    "SocketWritable",
    "can_send_files",
    "send_file",
]
