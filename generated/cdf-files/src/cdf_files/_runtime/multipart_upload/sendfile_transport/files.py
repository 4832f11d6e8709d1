"""Files copied into sockets by the operating system (sendfile(2))."""

from __future__ import annotations

import os
import socket
import ssl
import struct
from collections.abc import Iterator

__all__ = ["can_send_files", "send_file"]

_STEP = 1 << 20


def can_send_files(connection: socket.socket) -> bool:
    """Whether the system can copy files into this socket; it cannot encrypt them for TLS."""
    return hasattr(os, "sendfile") and not isinstance(connection, ssl.SSLSocket)


def send_file(connection: socket.socket, file: int, offset: int, length: int) -> Iterator[int]:
    """Send bytes ``offset`` to ``offset + length`` of a file; yield the length of every piece, 0 at the file's end.

    A blocking socket is used, so that this loop does not wake up for every buffer that has room. The socket's timeout
    holds for each piece.

    Raises:
        TimeoutError: nothing could be sent for as long as the socket's timeout is. OSError: the socket is broken.
    """
    timeout = connection.gettimeout() or 0.0
    connection.settimeout(None)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("@ll", *divmod(int(timeout * 1e6), 10**6)))
    while length:
        try:
            sent = os.sendfile(connection.fileno(), file, offset, min(length, _STEP))
        except BlockingIOError:
            raise TimeoutError("timed out") from None
        yield sent
        offset += sent
        length -= sent
