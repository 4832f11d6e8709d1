"""The commands that list and forget unfinished uploads."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from rich.console import Console
from rich.table import Table

from ..resume.listing import UnfinishedUpload, forget_upload, unfinished_uploads
from .access import CommandFailedError
from .declared import Commands
from .screen import one_line

__all__ = ["forget", "show"]

_WIDE = 4_000
"""Columns of an output that is not a terminal: a line that a program reads is not folded."""


def show(commands: Commands, given: argparse.Namespace) -> int:
    """Print the unfinished uploads of the package, and return the exit status.

    Raises:
        UploadError: the journal cannot be read.
    """
    uploads = unfinished_uploads(commands.module)
    if given.json:
        print(json.dumps([_data(upload) for upload in uploads]))
        return 0
    if not uploads:
        print("no unfinished uploads")
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("key", "file", "done", "parts", "to", "expires"):
        table.add_column(heading, overflow="fold")
    for upload in uploads:
        table.add_row(*map(one_line, _row(upload)))
    Console(markup=False, width=None if sys.stdout.isatty() else _WIDE).print(table)
    return 0


def _row(upload: UnfinishedUpload) -> tuple[str, ...]:
    share = f"{100 * upload.bytes_done // max(upload.size, 1)} %"
    expires = f"{upload.expires:%Y-%m-%d %H:%M}" if upload.expires is not None else ""
    return upload.key, upload.path, share, f"{upload.parts_done}/{upload.parts}", upload.target, expires


def _data(upload: UnfinishedUpload) -> dict[str, Any]:
    times = {"started": upload.started.isoformat(), "expires": upload.expires.isoformat() if upload.expires else None}
    return {**upload._asdict(), **times}


def forget(commands: Commands, given: argparse.Namespace) -> int:
    """Delete the upload whose key is among the arguments from the journal, and return the exit status.

    Raises:
        CommandFailedError: no upload has this key. UploadError: it is in progress, or the journal cannot be read.
    """
    if not forget_upload(commands.module, given.key):
        raise CommandFailedError(f"there is no unfinished upload {given.key!r}")
    print(json.dumps({"forgotten": given.key}) if given.json else f"forgotten  {one_line(given.key)}")
    return 0
