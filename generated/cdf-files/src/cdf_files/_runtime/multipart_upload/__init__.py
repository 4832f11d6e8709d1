"""Uploads in parts, as a document's ``x-multipart-upload`` declares them.

The modules, from the bytes outwards: ``source`` and ``plan`` (a file, cut), ``parts`` and ``sending`` (what goes to
storage, and how), ``threads`` and ``tasks`` (the two drivers), ``protocol`` (the declaration, as data). What is said
to the API stands in ``dialogue``, what outlives a process in ``resume``, how bytes reach a socket in ``direct``.
"""

from __future__ import annotations

from .async_driver import upload_async
from .options import PartOrigin, Progress, Progressed, UploadOptions
from .protocol import UploadProtocol
from .source import UploadSource
from .sync_driver import upload_sync

__all__ = [
    "PartOrigin",
    "Progress",
    "Progressed",
    "UploadOptions",
    "UploadProtocol",
    "UploadSource",
    "upload_async",
    "upload_sync",
]
