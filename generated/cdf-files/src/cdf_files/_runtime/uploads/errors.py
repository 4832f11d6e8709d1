"""What an upload can raise beside the errors of its calls.

    ApiError
    └── UploadError                an upload did not finish
        ├── UploadRefused          nothing was sent: the file or the plan breaks a rule of the protocol
        ├── UploadInProgress       nothing was sent: another process or thread is at the same upload
        ├── StartLost              no reply to the start: a record may have been made; no bytes were sent
        ├── UploadReplyInvalid     the reply that starts an upload cannot be used; no bytes were sent
        ├── SourceChanged          the file was not the same at the end as at the start
        ├── PartFailed             a part was refused, or failed too often
        ├── UploadNotConfirmed     all was sent, and the server did not confirm it in time
        └── ContentDiffers         all was confirmed, and what the server gives back is something else

No error holds a part URL's query, an upload id or a token.
"""

from __future__ import annotations

from typing import Any

from ..errors import ApiError

__all__ = [
    "ContentDiffers",
    "PartFailed",
    "SourceChanged",
    "StartLost",
    "UploadError",
    "UploadInProgress",
    "UploadNotConfirmed",
    "UploadRefused",
    "UploadReplyInvalid",
]


class UploadError(ApiError):
    """An upload did not finish.

    Attributes:
        record_id: of the record that the upload was for, once it is known; else None.
    """

    record_id: Any = None


class UploadRefused(UploadError, ValueError):
    """The file or the plan breaks a rule of the protocol; nothing was sent."""


class UploadInProgress(UploadError):
    """Another process or thread is at the same upload; nothing was sent.

    Attributes:
        key: of the upload, as ``uploads.list()`` has it.
    """

    def __init__(self, reason: str, key: str) -> None:
        self.key = key
        super().__init__(reason)


class StartLost(UploadError):
    """No reply to the start came, and nothing identifies the record that may have been made by it all the same."""


class UploadReplyInvalid(UploadError):
    """The reply that starts an upload cannot be used; no bytes were sent."""


class SourceChanged(UploadError):
    """The file was not the same at the end as at the start; the upload was not completed."""


class PartFailed(UploadError):
    """A part was refused, or failed too often; the upload was not completed.

    Attributes:
        part: its index, from 0.
        attempts: how often it was sent.
        status_code: of the last reply, or None if none came.
    """

    def __init__(self, reason: str, part: int, attempts: int, status_code: int | None = None) -> None:
        self.part = part
        self.attempts = attempts
        self.status_code = status_code
        super().__init__(f"part {part + 1}: {reason} (attempt {attempts})")


class UploadNotConfirmed(UploadError):
    """Everything was sent and completed, but the server did not confirm the content in time."""


class ContentDiffers(UploadError):
    """The server confirmed the content, and gives back something else.

    Attributes:
        sent, found: SHA-256 of the file and of the download, in hexadecimal digits.
    """

    def __init__(self, sent: str, found: str) -> None:
        self.sent, self.found = sent, found
        super().__init__(f"the download is not what was sent (SHA-256 {found}, not {sent}): upload it again")
