"""From a file into a socket without a copy in between (sendfile(2)), where the system has it."""

from __future__ import annotations

import os
import socket
import ssl
import struct
from collections.abc import Iterator

__all__ = ["can_send_files", "send_file"]

_STEP = 1 << 20


def can_send_files(into: socket.socket) -> bool:
    """Whether the system can fill this socket by itself. TLS cannot be left to it."""
    return hasattr(os, "sendfile") and not isinstance(into, ssl.SSLSocket)


def send_file(into: socket.socket, file: int, at: int, length: int) -> Iterator[int]:
    """Send bytes ``at`` to ``at + length`` of a file, and tell after every piece how long it was; 0 at its end.

    The system waits, and not this loop, which would wake up for every buffer that has room. The socket's timeout
    holds for each piece.

    Raises:
        TimeoutError: nothing could be sent for as long as the socket's timeout is. OSError: the socket is broken.
    """
    patience = into.gettimeout() or 0.0
    into.settimeout(None)
    into.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("@ll", *divmod(int(patience * 1e6), 10**6)))
    while length:
        try:
            sent = os.sendfile(into.fileno(), file, at, min(length, _STEP))
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        yield sent
        at += sent
        length -= sent
