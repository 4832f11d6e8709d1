"""What must not be left behind by an upload: secrets in what it says, threads, open files and sockets."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

__all__ = ["SIGNED", "CapturedLogs", "captured_logs", "nothing_left"]

SIGNED = ("Signature=", "sig=", "token=", "&expires=")
"""What stands in the query of every signed URL of one flavor or another."""


@dataclass
class CapturedLogs(logging.Handler):
    """Every record of every logger, with its arguments."""

    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.DEBUG)

    def __hash__(self) -> int:
        return id(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(f"{record.getMessage()} {record.args!r} {record.exc_info!r}")

    def error(self, error: BaseException | None) -> None:
        """What is shown of an error: its text, its repr, its chain of causes; and its attributes, but for ``content``,
        which is a reply as it came.
        """
        if error is not None:
            attributes = {name: value for name, value in vars(error).items() if name != "content"}
            self.texts += [str(error), repr(error), repr(attributes), *traceback.format_exception(error)]

    def leaks(self, secrets: Iterable[str]) -> list[str]:
        return [text for text in self.texts for secret in secrets if secret in text]


@contextlib.contextmanager
def captured_logs() -> Iterator[CapturedLogs]:
    """Hear what any logger says, at any level."""
    said, root = CapturedLogs(), logging.getLogger()
    before = root.level
    root.addHandler(said)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(said)
        root.setLevel(before)


def _open_files() -> dict[str, str]:
    found = {}
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            found[number] = os.readlink(f"/proc/self/fd/{number}")
    return found


@contextlib.contextmanager
def nothing_left() -> Iterator[None]:
    """No thread and no open file more than before, without waiting for any: what is returned from is over."""
    threads, files = set(threading.enumerate()), _open_files()
    yield
    end = time.monotonic() + 1
    while (more := set(threading.enumerate()) - threads) and time.monotonic() < end:
        time.sleep(0.005)  # a thread that was joined may still be listed for a moment
    assert more == set()
    left = {name: target for name, target in _open_files().items() if files.get(name) != target}
    assert {name: target for name, target in left.items() if not target.startswith("/proc/")} == {}
