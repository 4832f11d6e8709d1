"""The progress of a proof: bars on a terminal, otherwise a line every few seconds."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from specproof.prove.engine.outcomes import CheckFinished
from specproof.prove.engine.proof import Event, StageStarted

__all__ = ["Watcher", "proof_progress"]

_EVERY = 5.0  # seconds


class Watcher(Protocol):
    """Shows the progress of a proof."""

    def update(self, event: Event) -> None: ...


@contextmanager
def proof_progress() -> Iterator[Watcher]:
    """Return a context manager of a watcher that shows the progress of a proof on stderr."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[bad]}", style="red"),
        console=Console(stderr=True),
    )
    with progress:
        yield _Bars(progress)


class _Bars:
    """A bar per property, and one for all mutants."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}
        self._bad: dict[str, int] = {}
        self._stage = ""

    def update(self, event: Event) -> None:
        if isinstance(event, StageStarted):
            self._stage = event.stage
            for name, count in event.counts.items():
                self._bars[name or event.stage] = self._progress.add_task(name or event.stage, total=count, bad="")
            return
        name = event.outcome.property if isinstance(event, CheckFinished) else self._stage
        self._bad[name] = self._bad.get(name, 0) + _is_bad(event)
        word = "broken" if isinstance(event, CheckFinished) else "survived"
        self._progress.update(self._bars[name], advance=1, bad=f"{self._bad[name]} {word}" if self._bad[name] else "")


class _Lines:
    """A line for each stage, and one every few seconds."""

    def __init__(self) -> None:
        self._stage, self._total, self._done, self._bad = "", 0, 0, 0
        self._start = self._last = time.monotonic()

    def update(self, event: Event) -> None:
        now = time.monotonic()
        if isinstance(event, StageStarted):
            self._stage, self._total = event.stage, sum(event.counts.values())
            self._done = self._bad = 0
            self._start = self._last = now
            print(f"{self._stage}: {self._total:,}", file=sys.stderr, flush=True)
            return
        self._done += 1
        self._bad += _is_bad(event)
        if now - self._last >= _EVERY or self._done == self._total:
            self._last = now
            left = (now - self._start) / self._done * (self._total - self._done)
            word = "broken" if self._stage == "checks" else "survived"
            line = f"{self._stage}: {self._done:,} of {self._total:,}, {self._bad} {word}, about {left:.0f} s left"
            print(line, file=sys.stderr, flush=True)


def _is_bad(event: Event) -> bool:
    if isinstance(event, StageStarted):
        return False
    return (
        event.outcome.verdict == "broken" if isinstance(event, CheckFinished) else event.outcome.verdict == "survived"
    )
