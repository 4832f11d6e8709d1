"""Unfinished uploads, which the journal in the user's state directory keeps.

Nothing here shows a secret; the journal holds secrets, and only the user may read it.
"""

from __future__ import annotations

import builtins

from ._operations import PACKAGE
from ._runtime.multipart_upload.resume.listing import UnfinishedUpload, forget_upload, unfinished_uploads

__all__ = ["UnfinishedUpload", "forget", "list"]


def list() -> builtins.list[UnfinishedUpload]:
    """Return all unfinished uploads, the oldest first.

    Raises:
        UploadError: the journal cannot be read.
    """
    return unfinished_uploads(PACKAGE.module)


def forget(key: str) -> bool:
    """Remove an upload from the journal, so that the next one of its file starts again; return whether it was there.

    Raises:
        UploadInProgressError: it is in progress.
        UploadError: the journal cannot be read.
    """
    return forget_upload(PACKAGE.module, key)
