"""Sources of an upload: a path, a binary file or bytes. Every attempt reads with a reader of its own.

An open file is read from its position to its end, and left there after a success. A source that cannot be read twice
(a pipe, a socket) is first copied to a temporary file, since its length must be known before the first call.
"""

from __future__ import annotations

import io
import os
import socket
import stat
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Lock
from typing import BinaryIO, cast
from zlib import crc32

from .errors import SourceChangedError, UploadRefusedError
from .plan import Part
from .sendfile_transport import can_send_files, send_file

__all__ = ["BUFFER", "Reader", "Source", "UploadSource", "open_source"]

BUFFER = 1 << 20

UploadSource = str | os.PathLike[str] | BinaryIO | bytes


class Reader:
    """The bytes of one part, in order, for one attempt to send it. Use it in a ``with`` statement.

    Attributes:
        checksum: CRC-32 of the bytes read so far; None unless ``is_checked``.
    """

    def __init__(
        self, file: BinaryIO, at: int, length: int, shared: Lock | None = None, is_checked: bool = False
    ) -> None:
        self._file, self._at, self._left, self._shared = file, at, length, shared
        self.checksum = 0 if is_checked else None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shared is None:
            self._file.close()

    def read(self) -> bytes:
        """Return the next bytes, at most ``BUFFER`` of them; empty at the end of the part.

        Raises:
            SourceChangedError: the file ends too early, or cannot be read.
        """
        if not self._left:
            return b""
        try:
            with self._shared or nullcontext():
                self._file.seek(self._at)
                chunk = self._file.read(min(BUFFER, self._left))
        except OSError as error:
            raise SourceChangedError(f"the file can no longer be read: {error.strerror}") from error
        if not chunk:
            raise SourceChangedError(f"the file was truncated: it ends {self._left:,} bytes too early")
        self._at += len(chunk)
        self._left -= len(chunk)
        if self.checksum is not None:
            self.checksum = crc32(chunk, self.checksum)
        return chunk

    def write_to(self, connection: socket.socket) -> Iterator[int]:
        """Write the part into a socket; yield the length of every piece after it was sent.

        Raises:
            SourceChangedError: as ``read``. OSError: the socket is broken.
        """
        if self._shared is None and self.checksum is None and can_send_files(connection):
            yield from self._sendfile(connection)
        while chunk := self.read():
            rest = memoryview(chunk)
            while rest:
                rest = rest[connection.send(rest) :]
            yield len(chunk)

    def _sendfile(self, connection: socket.socket) -> Iterator[int]:
        for sent in send_file(connection, self._file.fileno(), self._at, self._left):
            if not sent:
                raise SourceChangedError(f"the file was truncated: it ends {self._left:,} bytes too early")
            self._at += sent
            self._left -= sent
            yield sent


class Source(ABC):
    """A source of bytes whose number is known, which several readers can read at once.

    Attributes:
        size: number of bytes.
        name: file name without folders; None if there is none.
        path: absolute path of a file that a later call can read again, with links resolved; else None.
    """

    size: int
    name: str | None
    path: str | None = None
    _fingerprint: tuple[int, ...]

    @abstractmethod
    def reader(self, part: Part, is_checked: bool = False) -> Reader:
        """Return a reader of a part, which computes a CRC-32 if ``is_checked``.

        Raises:
            SourceChangedError: the file can no longer be opened.
        """

    @abstractmethod
    def fingerprint(self) -> tuple[int, ...]:
        """Return numbers that change with the content; for a path device, inode, time of change and size.

        Raises:
            OSError: the file can no longer be read.
        """

    def verify(self) -> None:
        """Compare the source's fingerprint with that at its opening.

        Raises:
            SourceChangedError: the file has another size or time of change, is another file, or is gone.
        """
        try:
            now = self.fingerprint()
        except OSError as error:
            raise SourceChangedError(f"the file can no longer be read: {error.strerror}") from error
        if now != self._fingerprint:
            raise SourceChangedError("the file was changed while it was sent")


class _Path(Source):
    """A regular file, opened anew by every reader."""

    def __init__(self, path: str, name: str | None, is_lasting: bool = True) -> None:
        self._path, self.name = path, name
        self.path = os.path.realpath(path) if is_lasting else None
        self._fingerprint = self.fingerprint()
        self.size = self._fingerprint[-1]

    def fingerprint(self) -> tuple[int, ...]:
        found = os.stat(self._path)
        return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size

    def reader(self, part: Part, is_checked: bool = False) -> Reader:
        try:
            file = cast("BinaryIO", io.FileIO(self._path))
            return Reader(file, part.offset, part.length, is_checked=is_checked)
        except OSError as error:
            raise SourceChangedError(f"the file can no longer be opened: {error.strerror}") from error


class _Handle(Source):
    """A seekable file that belongs to the caller: its readers take turns."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._lock = file, Lock()
        self.name = _file_name(getattr(file, "name", None))
        self._start = file.tell()
        self._fingerprint = self.fingerprint()
        self.size = max(self._fingerprint[-1] - self._start, 0)

    def fingerprint(self) -> tuple[int, ...]:
        with self._lock:
            end = self._file.seek(0, os.SEEK_END)
        try:
            return os.fstat(self._file.fileno()).st_mtime_ns, end
        except (AttributeError, OSError):
            return 0, end

    def reader(self, part: Part, is_checked: bool = False) -> Reader:
        return Reader(self._file, self._start + part.offset, part.length, self._lock, is_checked)


def _file_name(path: object) -> str | None:
    return os.path.basename(path) or None if isinstance(path, str) else None


@contextmanager
def open_source(source: UploadSource, maximum: int | None = None) -> Iterator[Source]:
    """Yield a source for a path, file or bytes, which is open while the ``with`` statement runs.

    Args:
        maximum: largest number of bytes to copy from a pipe; None for no limit.

    Raises:
        UploadRefusedError: no such file, a directory or device, no permission, or a file in text mode.
    """
    if isinstance(source, bytes):
        yield _Handle(io.BytesIO(source))
    elif isinstance(source, (str, os.PathLike)):
        yield from _from_path(os.fspath(source), maximum)
    elif isinstance(source, io.TextIOBase) or not hasattr(source, "read"):
        raise UploadRefusedError(
            f"the source must be a path, bytes or a file in binary mode (got {type(source).__name__})"
        )
    elif source.seekable():
        yield _Handle(source)
        source.seek(0, os.SEEK_END)
    else:
        yield from _spool(source, _file_name(getattr(source, "name", None)), maximum)


def _from_path(path: str, maximum: int | None) -> Iterator[Source]:
    try:
        mode = os.stat(path).st_mode
        file = io.FileIO(path) if stat.S_ISREG(mode) or stat.S_ISFIFO(mode) else None
    except (OSError, ValueError) as error:
        raise UploadRefusedError(f"{path!r} cannot be read: {getattr(error, 'strerror', error)}") from error
    if file is None:
        kind = "a directory" if stat.S_ISDIR(mode) else "neither a file nor a pipe"
        raise UploadRefusedError(f"{path!r} is {kind}")
    with file:
        if stat.S_ISFIFO(mode):
            yield from _spool(cast("BinaryIO", file), _file_name(path), maximum)
        else:
            yield _Path(path, _file_name(path))


def _spool(pipe: BinaryIO, name: str | None, maximum: int | None) -> Iterator[Source]:
    copied = 0
    with tempfile.NamedTemporaryFile(prefix="upload-") as spool:
        while chunk := pipe.read(BUFFER):
            copied += len(chunk)
            if maximum is not None and copied > maximum:
                raise UploadRefusedError(f"the pipe gave more than {maximum:,} bytes, the most that can be uploaded")
            spool.write(chunk)
        spool.flush()
        yield _Path(spool.name, name, is_lasting=False)
