"""Large bodies over sockets of our own: what httpx2 copies in Python, the operating system moves by itself."""

from __future__ import annotations

from .files import can_send_files, send_file
from .sockets import SendfileTransport, SocketWritable
from .threads import AsyncSendfileTransport

__all__ = ["AsyncSendfileTransport", "SendfileTransport", "SocketWritable", "can_send_files", "send_file"]
