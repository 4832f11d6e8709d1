"""Uploads in parts, as a document's ``x-multipart-upload`` declares them."""

from __future__ import annotations

from .errors import (
    ContentDiffers,
    PartFailed,
    SourceChanged,
    StartLost,
    UploadError,
    UploadInProgress,
    UploadNotConfirmed,
    UploadRefused,
    UploadReplyInvalid,
)
from .options import PartOrigin, Progress, Progressed, UploadOptions
from .protocol import (
    Check,
    Complete,
    Conflict,
    Discard,
    Done,
    Download,
    LateVisibility,
    PartLimits,
    PartRequest,
    Poll,
    ReplyShape,
    StartExisting,
    StartFields,
    StartNew,
    UploadProtocol,
    Wait,
)
from .source import UploadSource
from .tasks import upload_async
from .threads import upload_sync

__all__ = [
    "Check",
    "Complete",
    "Conflict",
    "ContentDiffers",
    "Discard",
    "Done",
    "Download",
    "LateVisibility",
    "PartFailed",
    "PartLimits",
    "PartOrigin",
    "PartRequest",
    "Poll",
    "Progress",
    "Progressed",
    "ReplyShape",
    "SourceChanged",
    "StartExisting",
    "StartFields",
    "StartLost",
    "StartNew",
    "UploadError",
    "UploadInProgress",
    "UploadNotConfirmed",
    "UploadOptions",
    "UploadProtocol",
    "UploadRefused",
    "UploadReplyInvalid",
    "UploadSource",
    "Wait",
    "upload_async",
    "upload_sync",
]
