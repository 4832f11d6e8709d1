"""Errors of uploads, beside those of their calls.

    ClientError
    └── UploadError                     an upload did not finish
        ├── UploadRefusedError          nothing was sent: the file or an option breaks a rule of the protocol
        ├── UploadInProgressError       nothing was sent: another process or thread works on the same upload
        ├── UploadStartUnknownError     no response to the start: a record may have been made; no bytes were sent
        ├── UploadResponseInvalidError  the response to the start cannot be used; no bytes were sent
        ├── SourceChangedError          the file was not the same at the end as at the start
        ├── PartFailedError             a part was refused, or failed too often
        ├── UploadNotConfirmedError     all was sent, and the server did not confirm it in time
        └── ContentDiffersError         the server confirmed the content, and returns another

No error holds the query of a part URL, an upload id or a token.
"""

from __future__ import annotations

from typing import Any

from ..errors import ClientError

__all__ = [
    "ContentDiffersError",
    "PartFailedError",
    "SourceChangedError",
    "UploadError",
    "UploadInProgressError",
    "UploadNotConfirmedError",
    "UploadRefusedError",
    "UploadResponseInvalidError",
    "UploadStartUnknownError",
]


class UploadError(ClientError):
    """An upload did not finish.

    Attributes:
        record_id: of the record that the upload was for, once it is known; else None.
    """

    record_id: Any = None


class UploadRefusedError(UploadError, ValueError):
    """The file or an option breaks a rule of the protocol; nothing was sent."""


class UploadInProgressError(UploadError):
    """Another process or thread works on the same upload; nothing was sent.

    Attributes:
        key: of the upload, as ``uploads.list()`` shows it.
    """

    def __init__(self, reason: str, key: str) -> None:
        self.key = key
        super().__init__(reason)


class UploadStartUnknownError(UploadError):
    """The start got no response, and nothing identifies the record that it may have made; no bytes were sent."""


class UploadResponseInvalidError(UploadError):
    """The response to the start cannot be used; no bytes were sent."""


class SourceChangedError(UploadError):
    """The file was not the same at the end as at the start; the upload was not completed."""


class PartFailedError(UploadError):
    """A part was refused, or failed too often; the upload was not completed.

    Attributes:
        part: its index, from 0.
        attempts: how often it was sent.
        status_code: of the last response, or None if there was none.
    """

    def __init__(self, reason: str, part: int, attempts: int, status_code: int | None = None) -> None:
        self.part = part
        self.attempts = attempts
        self.status_code = status_code
        super().__init__(f"part {part + 1}: {reason} (attempt {attempts})")


class UploadNotConfirmedError(UploadError):
    """Everything was sent and completed, but the server did not confirm the content in time."""


class ContentDiffersError(UploadError):
    """The server confirmed the content, and returns another.

    Attributes:
        sent, found: SHA-256 of the file and of the download, in hexadecimal digits.
    """

    def __init__(self, sent: str, found: str) -> None:
        self.sent, self.found = sent, found
        super().__init__(f"the download has SHA-256 {found}, the file has {sent}: upload it again")
