"""A spinner on stderr for work that takes more than a second."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator

__all__ = ["working"]

_PATIENCE = 1.0  # seconds


@contextlib.contextmanager
def working(on: str) -> Iterator[None]:
    """Show a spinner with the text ``on`` on stderr once the block has run for a second; only on a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with contextlib.ExitStack() as stack:
        lock = threading.Lock()
        done = False

        def show() -> None:
            from rich.console import Console  # here: quick runs never need it

            with lock:
                if not done:
                    stack.enter_context(Console(stderr=True).status(on))

        timer = threading.Timer(_PATIENCE, show)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            with lock:
                done = True
