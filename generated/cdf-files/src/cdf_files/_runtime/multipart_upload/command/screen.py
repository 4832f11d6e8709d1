"""Progress bars and error lines for people."""

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

__all__ = ["Screen", "one_line", "print_error"]


def one_line(text: object) -> str:
    """Return a text as one line, with blanks for line breaks and control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in str(text)).split())


def print_error(module: str, text: object) -> None:
    """Print a message as one line to standard error, after the package's name."""
    print(f"{module}: {one_line(text)}", file=sys.stderr)


class Screen:
    """Progress bars on standard error, one a file, if that is a terminal. Methods may be called from any thread."""

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

    def show_upload(self, path: str, progress: UploadProgress) -> None:
        """Show the progress of an upload in the bar of its file, and print its note."""
        if progress.note and not self._is_quiet:
            note = f"{self._module}: {one_line(path)}: {one_line(progress.note)}"
            self._progress.console.print(note, markup=False, highlight=False, soft_wrap=True)
        parts = f"{progress.stored_parts}/{progress.total_parts} parts"
        self._show(path, progress.sent_bytes, progress.total_bytes, parts)

    def show_download(self, path: str, done: int, total: int | None) -> None:
        """Show the progress of a download in bytes; ``total`` is None if unknown."""
        self._show(path, done, total, "")

    def remove(self, path: str) -> None:
        """Remove the bar of a file, if it has one."""
        if (bar := self._bars.pop(path, None)) is not None:
            self._progress.remove_task(bar)

    def _show(self, path: str, done: int, total: int | None, parts: str) -> None:
        if path not in self._bars:
            self._bars[path] = self._progress.add_task(one_line(path), total=total, parts=parts)
        self._progress.update(self._bars[path], completed=done, total=total, parts=parts)
