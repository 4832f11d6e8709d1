"""Uploads that were begun and not finished, as the user's state directory remembers them.

What is remembered holds no secret here; the journal itself does, and belongs to the user alone.
"""

from __future__ import annotations

import builtins

from ._operations import PACKAGE
from ._runtime.multipart_upload.resume.listing import UnfinishedUpload, forget_upload, unfinished_uploads

__all__ = ["UnfinishedUpload", "forget", "list"]


def list() -> builtins.list[UnfinishedUpload]:
    """All of them, the oldest first.

    Raises:
        UploadError: the journal cannot be read.
    """
    return unfinished_uploads(PACKAGE.module)


def forget(key: str) -> bool:
    """Remember an upload no longer, so that the next one of its file starts anew; whether there was one.

    Raises:
        UploadInProgressError: it is under way.
        UploadError: the journal cannot be read.
    """
    return forget_upload(PACKAGE.module, key)
