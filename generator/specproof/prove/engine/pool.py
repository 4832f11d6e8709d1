"""Processes that work off tasks and send events: replaced when they have grown, and when they die.

A task is lost with the process that dies over it, or says nothing for too long; no other task is.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

__all__ = ["Handler", "LostTask", "Pool", "Task", "memory"]

Task = Any
Handler = Callable[[Task], Iterator[Any]]

_STATM = Path("/proc/self/statm")
_BEAT = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class LostTask:
    """Event: a task did not end, because its process died or hung; ``why`` says which."""

    task: Task
    why: str


@dataclass(slots=True)
class _Worker:
    process: Any
    connection: Connection
    task: Task = None
    last_event: float = field(default_factory=time.monotonic)
    first: int = 0
    """Bytes after its first task: what it needs at least."""


class Pool:
    """Context manager of worker processes, which are started when there is work, and replaced when they die or grow.

    Args:
        opening: called in each process, returns its handler of tasks; picklable.
        count: how many processes at most.
        patience: seconds without an event after which a process is killed.
        growth: bytes of memory that a process may grow by until it is replaced.
    """

    def __init__(self, opening: Callable[[], Handler], count: int, patience: float, growth: int) -> None:
        self._opening, self._count, self._patience, self._growth = opening, count, patience, growth
        self._workers: list[_Worker] = []
        self._context = multiprocessing.get_context("spawn")
        self.started = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in self._workers:
            self._end(worker)
        self._workers.clear()

    @property
    def pids(self) -> list[int]:
        """Return the ids of the running processes."""
        return [worker.process.pid for worker in self._workers]

    def run(self, tasks: deque[Task]) -> Iterator[Any]:
        """Yield the events of all tasks, including those added meanwhile; a ``LostTask`` for each that did not end.

        Raises:
            RuntimeError: a process could not start, or its handler raised an error; the text is the traceback.
        """
        while tasks or any(worker.task is not None for worker in self._workers):
            self._hand_out(tasks)
            lines = {worker.connection: worker for worker in self._workers if worker.task is not None}
            for line in wait(list(lines), timeout=_BEAT):
                yield from self._receive(lines[line])  # type: ignore[index]  # wait gives back what it was given
            yield from self._overdue()

    def _hand_out(self, tasks: deque[Task]) -> None:
        idle = [worker for worker in self._workers if worker.task is None]
        while tasks:
            if not idle and len(self._workers) >= self._count:
                return
            worker = idle.pop() if idle else self._start()
            worker.task, worker.last_event = tasks.popleft(), time.monotonic()
            worker.connection.send(worker.task)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._opening), daemon=True)
        with _interrupts_blocked():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        self.started += 1
        return worker

    def _receive(self, worker: _Worker) -> Iterator[Any]:
        try:
            kind, content = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join(_BEAT)
            yield self._lost(worker, f"its process ended with status {worker.process.exitcode}")
            return
        worker.last_event = time.monotonic()
        if kind == "event":
            yield content
        elif kind in ("error", "closed"):
            raise RuntimeError(content)
        else:
            self._done(worker, content)

    def _done(self, worker: _Worker, size: int) -> None:
        worker.task = None
        worker.first = worker.first or size
        if size - worker.first > self._growth:
            self._workers.remove(worker)
            self._end(worker)

    def _overdue(self) -> Iterator[LostTask]:
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.task is not None and now - worker.last_event > self._patience:
                yield self._lost(worker, f"no event for {self._patience:.0f} s")

    def _lost(self, worker: _Worker, why: str) -> LostTask:
        self._workers.remove(worker)
        self._end(worker)
        return LostTask(worker.task, why)

    def _end(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Processes started inside never see SIGINT, from their first instruction on; this one gets it afterwards."""
    resource_tracker.ensure_running()  # it would be started inside, and would unblock SIGINT
    usual = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, usual)


def _serve(line: Connection, opening: Callable[[], Handler]) -> None:
    """Work off tasks in a process, until the pool closes the connection."""
    with suppress(EOFError, ConnectionError):
        try:
            handler = opening()
        except Exception:
            line.recv()
            line.send(("closed", traceback.format_exc()))
            return
        while True:
            _work_off(line.recv(), handler, line)
            line.send(("done", memory()))


def _work_off(task: Task, handler: Handler, line: Connection) -> None:
    try:
        for event in handler(task):
            line.send(("event", event))
    except ConnectionError:
        raise
    except Exception:
        line.send(("error", traceback.format_exc()))


def memory() -> int:
    """Return how many bytes of this process are in memory; 0 if the system does not say."""
    if not _STATM.exists():
        return 0
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
