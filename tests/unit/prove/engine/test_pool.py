"""Processes that work off tasks: what they tell, what becomes of those that die, hang or grow."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from specproof.prove.engine.pool import LostTask, Pool, memory

HELD: list[bytes] = []


def counting(task: Any) -> Iterator[Any]:
    """Tells the numbers below the task, and which process told them."""
    yield from ((number, os.getpid()) for number in range(task))


def dying(task: Any) -> Iterator[Any]:
    yield task
    if task == "die":
        os._exit(7)


def hanging(task: Any) -> Iterator[Any]:
    yield task
    if task == "hang":
        time.sleep(600)


def failing(task: Any) -> Iterator[Any]:
    yield task
    raise ValueError("this went wrong")


def growing(task: Any) -> Iterator[Any]:
    HELD.append(b"x" * (task * 2**20))
    yield os.getpid()


def handler_of(name: str) -> Callable[[Any], Iterator[Any]]:
    found: Callable[[Any], Iterator[Any]] = globals()[name]
    return found


class Opening:
    """Picklable."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self) -> Callable[[Any], Iterator[Any]]:
        return handler_of(self.name)


class Interrupting(Opening):
    """Interrupts this process while another one starts: that is when it is pickled."""

    def __getstate__(self) -> dict[str, Any]:
        os.kill(os.getpid(), signal.SIGINT)
        return vars(self)


def run(name: str, *tasks: Any, count: int = 1, patience: float = 60, growth: int = 2**40) -> list[Any]:
    with Pool(Opening(name), count, patience, growth) as pool:
        return list(pool.run(deque(tasks)))


def test_every_event_of_every_task() -> None:
    told = run("counting", 3, 4, 0, count=2)
    assert sorted(number for number, _ in told) == [0, 0, 1, 1, 2, 2, 3]
    assert os.getpid() not in {pid for _, pid in told}


def test_a_task_is_lost_with_the_process_that_dies_over_it() -> None:
    told = run("dying", "a", "die", "b")
    assert told[0] == "a"
    assert told[1] == "die"
    assert isinstance(told[2], LostTask)
    assert (told[2].task, told[2].why) == ("die", "its process ended with status 7")
    assert told[3] == "b"


def test_a_process_that_says_nothing_is_given_up() -> None:
    told = run("hanging", "a", "hang", "b", patience=5)
    assert [one for one in told if not isinstance(one, LostTask)] == ["a", "hang", "b"]
    assert [one.why for one in told if isinstance(one, LostTask)] == ["no event for 5 s"]


def test_a_task_that_raises_ends_it_all_and_says_why() -> None:
    with pytest.raises(RuntimeError, match="ValueError: this went wrong"):
        run("failing", "a", "b")


def test_a_process_that_has_grown_is_replaced() -> None:
    if not memory():
        pytest.skip("this system does not say how much memory a process has")
    assert len(set(run("growing", 1, 64, 1, growth=32 * 2**20))) == 2
    assert len(set(run("growing", 1, 64, 1, growth=2**40))) == 1


def test_what_cannot_begin_says_why() -> None:
    with pytest.raises(RuntimeError, match="KeyError: 'nothing'"):
        run("nothing", 1)


def test_an_interrupt_while_a_process_starts_is_not_lost() -> None:
    with pytest.raises(KeyboardInterrupt), Pool(Interrupting("counting"), 1, 60, 2**40) as pool:
        list(pool.run(deque([1])))


def test_no_process_outlives_its_pool() -> None:
    with Pool(Opening("counting"), 2, 60, 2**40) as pool:
        list(pool.run(deque([1, 1])))
        pids = pool.pids
    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
