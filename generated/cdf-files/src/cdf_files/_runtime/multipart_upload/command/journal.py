"""The commands about unfinished uploads."""

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
"""Columns of what is no terminal: a line that a program reads is not folded."""


def show(commands: Commands, given: argparse.Namespace) -> int:
    """Raises: UploadError, if the journal cannot be read."""
    found = unfinished_uploads(commands.module)
    if given.json:
        print(json.dumps([_data(one) for one in found]))
        return 0
    if not found:
        print("no unfinished uploads")
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("key", "file", "done", "parts", "to", "expires"):
        table.add_column(heading, overflow="fold")
    for one in found:
        table.add_row(*map(one_line, _row(one)))
    Console(markup=False, width=None if sys.stdout.isatty() else _WIDE).print(table)
    return 0


def _row(one: UnfinishedUpload) -> tuple[str, ...]:
    share = f"{100 * one.bytes_done // max(one.size, 1)} %"
    expires = f"{one.expires:%Y-%m-%d %H:%M}" if one.expires is not None else ""
    return one.key, one.path, share, f"{one.parts_done}/{one.parts}", one.target, expires


def _data(one: UnfinishedUpload) -> dict[str, Any]:
    times = {"started": one.started.isoformat(), "expires": one.expires.isoformat() if one.expires else None}
    return {**one._asdict(), **times}


def forget(commands: Commands, given: argparse.Namespace) -> int:
    """Raises: CommandFailedError, UploadError."""
    if not forget_upload(commands.module, given.key):
        raise CommandFailedError(f"no unfinished upload has the key {given.key!r}")
    print(json.dumps({"forgotten": given.key}) if given.json else f"forgotten  {one_line(given.key)}")
    return 0
