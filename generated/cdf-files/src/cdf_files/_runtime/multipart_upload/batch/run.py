"""Runs of many files: their order, their executor, and the ledger."""

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

from ..options import Progress, UploadProgress
from ..resume.state_dir import state_dir
from .file_task import FileTask, MethodRef, upload_one, upload_one_async
from .ledger import Ledger, arguments_digest
from .outcomes import Outcome, Report
from .pickling import PicklableSession

__all__ = ["BatchOptions", "upload_many_async", "upload_many_sync"]

Paths = Iterable[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Options of an upload of many files.

    Args:
        fields: arguments of the single upload for each file: a function of its path, or a mapping by path.
        common: arguments of the single upload for all files that do not change what is uploaded.
        executor: runs one task a file; own threads if None.
        files_at_once: number of own threads or tasks; with 1 the caller's thread does the work.
        workers: parts of one file sent at once. If None, 2 for each of the own threads or tasks, and the protocol's
            suggestion with one file at once or an executor.
        progress: called with path and progress, in the process that sends the file.
        on_outcome: called as each file ends, in the process of the run.
        skip_done: whether to skip what an earlier run has uploaded.
        ledger: path of the ledger; one in the state directory if None.
        send_secrets: whether secrets given as text may go to other processes.
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


def upload_many_sync(session: SyncSession, method: MethodRef, paths: Paths, options: BatchOptions) -> Report[Any]:
    """Upload files, each by the same method, and return their outcomes; errors of single files are not raised.

    Raises:
        InvalidArgumentError: an option is wrong, or the executor would pickle secrets.
        OSError, sqlite3.Error: the given ledger cannot be used.
    """
    client = PicklableSession(session, options.send_secrets)
    if options.executor is not None and not isinstance(options.executor, ThreadPoolExecutor):
        client.pickled_arguments()  # raises before anything is submitted
    run = _Run(session, method, paths, options)
    for outcome in run.outcomes(partial(upload_one, client, method)):
        run.keep(outcome)
    return run.report()


async def upload_many_async(
    session: AsyncSession, method: MethodRef, paths: Paths, options: BatchOptions
) -> Report[Any]:
    """Upload files in tasks of asyncio, as ``upload_many_sync``. Cancelling stops every upload before it returns."""
    run = _Run(session, method, paths, options)
    waiting = iter(run.tasks)

    async def work() -> None:
        for task in waiting:
            run.keep(await upload_one_async(session, method, run.with_progress(task)))

    async with asyncio.TaskGroup() as group:
        for _ in range(min(options.files_at_once, len(run.tasks))):
            group.create_task(work())
    return run.report()


class _Run:
    """The tasks of one run, the largest files first, so that none of them comes last and alone."""

    def __init__(
        self, session: SyncSession | AsyncSession, method: MethodRef, paths: Paths, options: BatchOptions
    ) -> None:
        if options.files_at_once < 1:
            raise InvalidArgumentError("files_at_once", "must be at least 1")
        if isinstance(paths, (str, bytes, os.PathLike)):
            raise InvalidArgumentError("paths", "must be several paths (got one): give a list")
        usual = 2 if options.executor is None and options.files_at_once > 1 else None
        self._common = {**options.common, "workers": usual if options.workers is None else options.workers}
        given = {os.path.abspath(path): os.fspath(path) for path in paths}
        self._options, self._ledger = options, _ledger(session, method, options)
        self._known = self._ledger.confirmed() if self._ledger is not None and options.skip_done else {}
        self._rows: dict[str, tuple[str, str]] = {}
        self._outcomes: dict[str, Outcome[Any] | None] = dict.fromkeys(given.values())
        self.tasks = [task for file in sorted(given, key=_size) if (task := self._task(given[file], file))]

    def _task(self, path: str, file: str) -> FileTask | None:
        fields = self._options.fields or {}
        try:
            arguments = {**(fields(path) if callable(fields) else fields.get(path, {}))}
            row = self._rows[path] = file.encode("utf-8", "backslashreplace").decode(), arguments_digest(arguments)
        except Exception as error:
            self.keep(Outcome(path, "failed", error=error))
            return None
        return FileTask(path, file, {**self._common, **arguments}, self._known.get(row))

    def keep(self, outcome: Outcome[Any]) -> None:
        """Keep the outcome of a file, and add it to the ledger."""
        self._outcomes[outcome.path] = outcome
        if self._ledger is not None and outcome.done is not None:
            try:
                self._ledger.add(*self._rows[outcome.path], outcome.done)
            except sqlite3.Error as error:
                logging.getLogger(__name__).warning("%s is not in the ledger: %s", outcome.path, error)
        if self._options.on_outcome is not None:
            self._options.on_outcome(outcome)

    def report(self) -> Report[Any]:
        return Report(tuple(filter(None, self._outcomes.values())))

    def outcomes(self, upload: partial[Outcome[Any]]) -> Iterator[Outcome[Any]]:
        """Yield the outcomes as the files end."""
        if self._options.executor is not None:
            yield from self._by(self._options.executor, upload)
        elif self._options.files_at_once == 1:
            yield from (upload(self.with_progress(task)) for task in self.tasks)
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
                    futures[executor.submit(upload, self.with_progress(task, stop))] = task
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

    def with_progress(self, task: FileTask, stop: Event | None = None) -> FileTask:
        """Return the task with a progress callback, if progress is reported or the task must be stoppable."""
        progress = self._options.progress and partial(self._options.progress, task.path)
        if stop is not None:
            progress = partial(_report_unless_stopped, stop, progress)
        return replace(task, arguments={"progress": progress, **task.arguments}) if progress else task


def _report_unless_stopped(stop: Event, report: Progress | None, progress: UploadProgress) -> None:
    """End an upload in a thread at its next bytes, once the run was interrupted. Raises: InterruptedError."""
    if stop.is_set():
        raise InterruptedError("the run was interrupted")
    if report is not None:
        report(progress)


def _size(file: str) -> int:
    try:
        return -os.stat(file).st_size
    except OSError:
        return 0


def _ledger(session: SyncSession | AsyncSession, method: MethodRef, options: BatchOptions) -> Ledger | None:
    module = session.api.package.module
    try:
        path = Path(options.ledger or state_dir(module) / "done.sqlite3")
        return Ledger(path, f"{method.resource}.{method.method} {session.api.base.shown}")
    except (OSError, sqlite3.Error) as error:
        if options.ledger is not None:
            raise
        logging.getLogger(module).warning("there is no ledger, the next run uploads all files again: %s", error)
        return None
