"""A running emulator: in the main thread until a signal (``serve``), or in a thread of its own (``Emulator``)."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from specproof.core.diagnostics import Findings
from specproof.core.project import Project
from specproof.document import DiskReader, effective
from specproof.emulate.assembly import ADMIN, API, Assembly, Create, Options
from specproof.emulate.clock import Clock
from specproof.emulate.faults import Faults
from specproof.emulate.journal import Journal
from specproof.emulate.server import run, stopped_by_signals

__all__ = ["Emulator", "serve"]


def serve(
    document: Mapping[str, Any],
    behaviour: Path | Create | None = None,
    options: Options | None = None,
    *,
    ready: Callable[[Mapping[str, str]], None] = lambda urls: None,
) -> None:
    """Serve the emulator of an effective document until SIGINT or SIGTERM; call it in the main thread only.

    Args:
        behaviour: an emulator.py, or its ``create``; None to respond with examples.
        ready: called with origin -> base URL (``http://host:port``) once all origins respond.

    Raises:
        OSError: a port is in use, or the folder cannot be written.
        ImportError: the emulator.py cannot be loaded.
        ValueError: the behaviour does not fit the document, or rejects a setting.
    """
    assembly = Assembly(document, behaviour, options or Options())
    with contextlib.closing(assembly):
        asyncio.run(_serve(assembly, ready))


async def _serve(assembly: Assembly, ready: Callable[[Mapping[str, str]], None]) -> None:
    stop = asyncio.Event()
    with stopped_by_signals(stop):
        await run(assembly.apps, assembly.ports, stop, lambda: ready(assembly.ports.urls))


class Emulator:
    """Context manager of an emulator for tests and demos, which runs in a thread while the block runs.

    Entering raises the errors of ``serve``.
    """

    def __init__(
        self, document: Mapping[str, Any], behaviour: Path | Create | None = None, options: Options | None = None
    ) -> None:
        self._document, self._behaviour, self._options = document, behaviour, options or Options()

    @classmethod
    def from_project(cls, project: Project, options: Options | None = None, **settings: Any) -> Self:
        """Return the emulator that a project's specproof.toml describes; ``settings`` go before those of ``options``.

        Raises:
            StopError: the document has errors.
        """
        findings = Findings()
        document = effective(project, DiskReader(), findings)
        findings.stop_if_errors()
        options = options or Options()
        return cls(document.tree, project.emulator, replace(options, settings={**options.settings, **settings}))

    def __enter__(self) -> Self:
        self._assembly = Assembly(self._document, self._behaviour, self._options)
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name="specproof-emulator", daemon=True)
        self._thread.start()
        started.wait()
        return self

    def _run(self, started: threading.Event) -> None:
        asyncio.run(self._until_left(started))

    async def _until_left(self, started: threading.Event) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        try:
            await run(self._assembly.apps, self._assembly.ports, self._stop, started.set)
        finally:
            started.set()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._assembly.close()

    @property
    def urls(self) -> Mapping[str, str]:
        """Return origin -> base URL (``http://host:port``)."""
        return self._assembly.ports.urls

    @property
    def base_url(self) -> str:
        """Return the base URL of the API, without the path of the document's ``servers``."""
        return self.urls[API]

    @property
    def storage_url(self) -> str:
        """Return the base URL of the behaviour's origin ``storage``. Raises: KeyError, if it has none."""
        return self.urls["storage"]

    @property
    def admin_url(self) -> str:
        """Return the URL below which journal, clock, faults and settings are."""
        return self.urls[ADMIN] + "/_emulator"

    @property
    def contents(self) -> Path:
        """Return the folder of the stored bytes."""
        return self._assembly.contents

    @property
    def journal(self) -> Journal:
        """Return the journal of the requests so far."""
        return self._assembly.journal

    @property
    def clock(self) -> Clock:
        """Return the emulator's clock, which tests may move on."""
        return self._assembly.clock

    @property
    def faults(self) -> Faults:
        """Return the faults, which can be changed while the emulator runs: ``replace``, ``add``, ``clear``."""
        return self._assembly.faults

    def configure(self, **settings: Any) -> Mapping[str, Any]:
        """Change settings of the running behaviour; return all settings. Raises: ValueError, if one is rejected."""

        async def call() -> Mapping[str, Any]:
            configure = self._assembly.behaviour.configure
            if configure is None:
                raise ValueError("this behaviour takes no settings while it runs; it has no configure")
            return configure(settings)

        return asyncio.run_coroutine_threadsafe(call(), self._loop).result()

    def admin(self, name: str, value: Any = None) -> Any:
        """Return the result of one of the behaviour's admin handlers, as ``POST /_emulator/<name>`` does."""

        async def call() -> Any:
            return self._assembly.behaviour.admin[name](value if value is not None else {})

        return asyncio.run_coroutine_threadsafe(call(), self._loop).result()
