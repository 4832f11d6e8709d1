"""Uploads that outlive their process: a journal of what was sent, so that a later call sends what is missing.

A file at a path is remembered from the start of its upload until the server has confirmed the content. The same call
with the same file, by path, inode, size and time of change, goes on where the last one ended. Sources without a path
(bytes, open files, pipes) are not remembered.
"""

from __future__ import annotations

from .listing import Remembered, forget_upload, remembered_uploads
from .memory import remembering
from .reopening import reopened
from .resume_api import discard_async, discard_sync, resume_async, resume_sync
from .state_dir import state_folder

__all__ = [
    "Remembered",
    "discard_async",
    "discard_sync",
    "forget_upload",
    "remembered_uploads",
    "remembering",
    "reopened",
    "resume_async",
    "resume_sync",
    "state_folder",
]
