"""The files of one run: what is sent, in which order, by whom, and what is kept of it."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from ...errors import InvalidArgumentError
from ...session import AsyncSession, SyncSession

from ..options import UploadProgress
from ..resume.state_dir import state_folder
from .ledger import Ledger, digest
from .outcomes import Outcome, Report
from .pickling import Loan
from .work import Target, Task, upload_one, upload_one_async

__all__ = ["BatchOptions", "upload_many_async", "upload_many_sync"]

Paths = Iterable[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Choices for one run.

    Args:
        fields: arguments of the single upload for each file: a function of its path, or a mapping by path.
        common: arguments of the single upload for all files, which do not change what is uploaded.
        executor: runs one task a file; threads of its own if None.
        files_at_once: of the own threads or tasks. With one it is the caller's thread that works.
        workers: parts of one file at once. If None two for each of the own threads or tasks, or as many as the protocol
            suggests where it is not known how many files are on their way.
        progress: called with path and progress, where the file is sent.
        on_outcome: called as each file ends, where the run was begun.
        skip_done: whether to leave out what an earlier run has done.
        ledger: the file that remembers it; one in the user's state folder if None.
        send_secrets: whether secrets that are text may go to other processes.
    """

    fields: Callable[[str], Mapping[str, Any]] | Mapping[str, Mapping[str, Any]] | None = None
    common: Mapping[str, Any] = field(default_factory=dict)
    executor: Executor | None = None
    files_at_once: int = 4
    workers: int | None = None
    progress: Callable[[str, UploadProgress], None] | None = None
    on_outcome: Callable[[Outcome[Any]], None] | None = None
    skip_done: bool = True
    ledger: str | os.PathLike[str] | None = None
    send_secrets: bool = False


def upload_many_sync(session: SyncSession, target: Target, paths: Paths, options: BatchOptions) -> Report[Any]:
    """Upload files, each by the method that ``target`` names. Errors of files are collected in the report.

    Raises:
        InvalidArgumentError: an option is wrong, or the executor would take secrets elsewhere.
        OSError, sqlite3.Error: the ledger that was asked for cannot be used.
    """
    loan = Loan(session, options.send_secrets)
    if options.executor is not None and not isinstance(options.executor, ThreadPoolExecutor):
        loan.__reduce__()
    run = _Run(session, target, paths, options)
    for outcome in run.outcomes(partial(upload_one, loan, target)):
        run.keep(outcome)
    return run.report()


async def upload_many_async(session: AsyncSession, target: Target, paths: Paths, options: BatchOptions) -> Report[Any]:
    """As ``upload_many_sync``, in tasks. Cancelling it stops every upload before it returns."""
    run = _Run(session, target, paths, options)
    waiting = iter(run.tasks)

    async def work() -> None:
        for task in waiting:
            run.keep(await upload_one_async(session, target, run.telling(task)))

    async with asyncio.TaskGroup() as group:
        for _ in range(min(options.files_at_once, len(run.tasks))):
            group.create_task(work())
    return run.report()


class _Run:
    """``tasks`` are what is to be done, the largest files first, so that none of them comes last and alone."""

    def __init__(
        self, session: SyncSession | AsyncSession, target: Target, paths: Paths, options: BatchOptions
    ) -> None:
        if options.files_at_once < 1:
            raise InvalidArgumentError("files_at_once", "must be at least 1")
        if isinstance(paths, (str, bytes, os.PathLike)):
            raise InvalidArgumentError("paths", "a list of them is needed, not one")
        workers = (
            options.workers
            if options.workers is not None
            else (2 if options.executor is None and options.files_at_once > 1 else None)
        )
        self._common = {**options.common, "workers": workers}
        given = {os.path.abspath(path): os.fspath(path) for path in paths}
        self._options, self._ledger = options, _ledger(session, target, options)
        self._known = self._ledger.known() if self._ledger is not None and options.skip_done else {}
        self._rows: dict[str, tuple[str, str]] = {}
        self._outcomes: dict[str, Outcome[Any] | None] = dict.fromkeys(given.values())
        self.tasks = [task for file in sorted(given, key=_size) if (task := self._task(given[file], file))]

    def _task(self, path: str, file: str) -> Task | None:
        fields = self._options.fields or {}
        try:
            arguments = {**(fields(path) if callable(fields) else fields.get(path, {}))}
            row = self._rows[path] = file.encode("utf-8", "backslashreplace").decode(), digest(arguments)
        except Exception as error:
            self.keep(Outcome(path, "failed", error=error))
            return None
        return Task(path, file, {**self._common, **arguments}, self._known.get(row))

    def keep(self, outcome: Outcome[Any]) -> None:
        """One file has ended."""
        self._outcomes[outcome.path] = outcome
        if self._ledger is not None and outcome.done is not None:
            try:
                self._ledger.note(*self._rows[outcome.path], outcome.done)
            except sqlite3.Error as error:
                logging.getLogger(__name__).warning("%s will be uploaded again: %s", outcome.path, error)
        if self._options.on_outcome is not None:
            self._options.on_outcome(outcome)

    def report(self) -> Report[Any]:
        return Report(tuple(filter(None, self._outcomes.values())))

    def outcomes(self, upload: partial[Outcome[Any]]) -> Iterator[Outcome[Any]]:
        """As they come."""
        if self._options.executor is not None:
            yield from self._by(self._options.executor, upload)
        elif self._options.files_at_once == 1:
            yield from (upload(self.telling(task)) for task in self.tasks)
        else:
            with ThreadPoolExecutor(self._options.files_at_once, thread_name_prefix="upload-file") as pool:
                yield from self._by(pool, upload)

    def _by(self, executor: Executor, upload: partial[Outcome[Any]]) -> Iterator[Outcome[Any]]:
        """Whoever stops listening stops what has not begun, and what runs in threads."""
        stop = Event() if isinstance(executor, ThreadPoolExecutor) else None
        futures = {}
        try:
            for task in self.tasks:
                try:
                    futures[executor.submit(upload, self.telling(task, stop))] = task
                except Exception as error:
                    yield Outcome(task.path, "failed", error=error)
            for future in as_completed(futures):
                try:
                    yield future.result()
                except Exception as error:
                    yield Outcome(futures[future].path, "failed", error=error)
        finally:
            if stop is not None:
                stop.set()
            for future in futures:
                future.cancel()

    def telling(self, task: Task, stop: Event | None = None) -> Task:
        """The task, with a function that is told of its progress where there is something to tell or to stop."""
        progress = self._options.progress and partial(self._options.progress, task.path)
        if stop is not None:
            progress = partial(_watched, stop, progress)
        return replace(task, arguments={"progress": progress, **task.arguments}) if progress else task


def _watched(stop: Event, told: Callable[[UploadProgress], None] | None, progressed: UploadProgress) -> None:
    """Ends an upload in a thread, at its next bytes, once the run was broken off."""
    if stop.is_set():
        raise InterruptedError("the run was broken off")
    if told is not None:
        told(progressed)


def _size(file: str) -> int:
    try:
        return -os.stat(file).st_size
    except OSError:
        return 0


def _ledger(session: SyncSession | AsyncSession, target: Target, options: BatchOptions) -> Ledger | None:
    module = session.api.package.module
    try:
        path = Path(options.ledger or state_folder(module) / "done.sqlite3")
        return Ledger(path, f"{target.resource}.{target.method} {session.api.base.shown}")
    except (OSError, sqlite3.Error) as error:
        if options.ledger is not None:
            raise
        logging.getLogger(module).warning("what is uploaded will not be remembered: %s", error)
        return None
