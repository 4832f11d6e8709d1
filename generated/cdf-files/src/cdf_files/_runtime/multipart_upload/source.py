"""Where the bytes come from: a path, a binary file or bytes. Every attempt gets a reader of its own.

A file is read from where it stands to its end, and left there after a success. What cannot be read twice (a pipe, a
socket) is first copied to a temporary file, since its length must be known before the first call.
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

__all__ = ["BUFFER", "Reader", "Source", "UploadSource", "opened"]

BUFFER = 1 << 20

UploadSource = str | os.PathLike[str] | BinaryIO | bytes


class Reader:
    """The bytes of one part, in order, for one attempt to send it. Use it in a ``with`` statement.

    Attributes:
        checksum: CRC-32 of what was read, or None if nobody asked for it.
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
        """The next bytes, at most ``BUFFER`` of them; none at the end of the part.

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
            raise SourceChangedError(f"the file cannot be read any more: {error.strerror}") from error
        if not chunk:
            raise SourceChangedError(f"the file has become shorter: it ends {self._left:,} bytes too early")
        self._at += len(chunk)
        self._left -= len(chunk)
        if self.checksum is not None:
            self.checksum = crc32(chunk, self.checksum)
        return chunk

    def pour(self, into: socket.socket) -> Iterator[int]:
        """Write the part into a socket, and tell after every piece how long it was.

        Raises:
            SourceChangedError: as ``read``. OSError: the socket is broken.
        """
        if self._shared is None and self.checksum is None and can_send_files(into):
            yield from self._handed_over(into)
        while chunk := self.read():
            rest = memoryview(chunk)
            while rest:
                rest = rest[into.send(rest) :]
            yield len(chunk)

    def _handed_over(self, into: socket.socket) -> Iterator[int]:
        for sent in send_file(into, self._file.fileno(), self._at, self._left):
            if not sent:
                raise SourceChangedError(f"the file has become shorter: it ends {self._left:,} bytes too early")
            self._at += sent
            self._left -= sent
            yield sent


class Source(ABC):
    """A thing of known size that several readers can read at once.

    Attributes:
        size: bytes to send.
        name: of the file, without folders, or None.
        path: of a file that will still be there for a later call, without links; else None.
    """

    size: int
    name: str | None
    path: str | None = None
    _first: tuple[int, ...]

    @abstractmethod
    def reader(self, part: Part, is_checked: bool = False) -> Reader:
        """A fresh reader. Raises: SourceChangedError."""

    @abstractmethod
    def fingerprint(self) -> tuple[int, ...]:
        """What changes when the content does: a path's device first. Raises: OSError."""

    def verify(self) -> None:
        """Compare with how it was at the start.

        Raises:
            SourceChangedError: another size, another time of change, another file, or none.
        """
        try:
            now = self.fingerprint()
        except OSError as error:
            raise SourceChangedError(f"the file cannot be read any more: {error.strerror}") from error
        if now != self._first:
            raise SourceChangedError("the file was changed while it was sent")


class _Path(Source):
    """A regular file, opened anew by every reader."""

    def __init__(self, path: str, name: str | None, is_lasting: bool = True) -> None:
        self._path, self.name = path, name
        self.path = os.path.realpath(path) if is_lasting else None
        self._first = self.fingerprint()
        self.size = self._first[-1]

    def fingerprint(self) -> tuple[int, ...]:
        found = os.stat(self._path)
        return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size

    def reader(self, part: Part, is_checked: bool = False) -> Reader:
        try:
            file = cast("BinaryIO", io.FileIO(self._path))
            return Reader(file, part.offset, part.length, is_checked=is_checked)
        except OSError as error:
            raise SourceChangedError(f"the file cannot be opened any more: {error.strerror}") from error


class _Handle(Source):
    """A seekable file that belongs to the caller: its readers take turns."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._lock = file, Lock()
        self.name = _base(getattr(file, "name", None))
        self._start = file.tell()
        self._first = self.fingerprint()
        self.size = max(self._first[-1] - self._start, 0)

    def fingerprint(self) -> tuple[int, ...]:
        with self._lock:
            end = self._file.seek(0, os.SEEK_END)
        try:
            return os.fstat(self._file.fileno()).st_mtime_ns, end
        except (AttributeError, OSError):
            return 0, end

    def reader(self, part: Part, is_checked: bool = False) -> Reader:
        return Reader(self._file, self._start + part.offset, part.length, self._lock, is_checked)


def _base(path: object) -> str | None:
    return os.path.basename(path) or None if isinstance(path, str) else None


@contextmanager
def opened(source: UploadSource, most: int | None = None) -> Iterator[Source]:
    """The source, for as long as the ``with`` statement runs.

    Args:
        most: bytes to copy from a pipe before giving up.

    Raises:
        UploadRefusedError: no such file, a directory or device, no permission, or a file in text mode.
    """
    if isinstance(source, bytes):
        yield _Handle(io.BytesIO(source))
    elif isinstance(source, (str, os.PathLike)):
        yield from _from_path(os.fspath(source), most)
    elif isinstance(source, io.TextIOBase) or not hasattr(source, "read"):
        raise UploadRefusedError(f"a path, bytes or a file in binary mode is needed, not {type(source).__name__}")
    elif source.seekable():
        yield _Handle(source)
        source.seek(0, os.SEEK_END)
    else:
        yield from _spooled(source, _base(getattr(source, "name", None)), most)


def _from_path(path: str, most: int | None) -> Iterator[Source]:
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
            yield from _spooled(cast("BinaryIO", file), _base(path), most)
        else:
            yield _Path(path, _base(path))


def _spooled(pipe: BinaryIO, name: str | None, most: int | None) -> Iterator[Source]:
    copied = 0
    with tempfile.NamedTemporaryFile(prefix="upload-") as spool:
        while chunk := pipe.read(BUFFER):
            copied += len(chunk)
            if most is not None and copied > most:
                raise UploadRefusedError(f"the pipe gave more than {most:,} bytes, the most that can be uploaded")
            spool.write(chunk)
        spool.flush()
        yield _Path(spool.name, name, is_lasting=False)
