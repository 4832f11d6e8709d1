"""What people see: bars while bytes are on their way, lines when they have come."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from ..options import UploadProgress

__all__ = ["Screen", "complain", "one_line"]


def one_line(text: object) -> str:
    """A text without line breaks or anything that a terminal would obey."""
    return " ".join("".join(char if char.isprintable() else " " for char in str(text)).split())


def complain(module: str, text: object) -> None:
    print(f"{module}: {one_line(text)}", file=sys.stderr)


class Screen:
    """A bar a file, on standard error if that is a terminal. Its methods may be called from any thread."""

    def __init__(self, module: str, is_quiet: bool) -> None:
        self._module, self._is_quiet = module, is_quiet
        console = Console(stderr=True)
        self._bars: dict[str, TaskID] = {}
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(binary_units=True),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[parts]}", markup=False),
            console=console,
            disable=is_quiet or not console.is_terminal,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._progress.stop()

    def uploading(self, path: str, progressed: UploadProgress) -> None:
        if progressed.note and not self._is_quiet:
            said = f"{self._module}: {one_line(path)}: {one_line(progressed.note)}"
            self._progress.console.print(said, markup=False, highlight=False, soft_wrap=True)
        parts = f"{progressed.stored_parts}/{progressed.total_parts} parts"
        self._show(path, progressed.sent_bytes, progressed.total_bytes, parts)

    def downloading(self, path: str, done: int, total: int | None) -> None:
        self._show(path, done, total, "")

    def ended(self, path: str) -> None:
        """Take the bar away."""
        if (bar := self._bars.pop(path, None)) is not None:
            self._progress.remove_task(bar)

    def _show(self, path: str, done: int, total: int | None, parts: str) -> None:
        if path not in self._bars:
            self._bars[path] = self._progress.add_task(one_line(path), total=total, parts=parts)
        self._progress.update(self._bars[path], completed=done, total=total, parts=parts)
