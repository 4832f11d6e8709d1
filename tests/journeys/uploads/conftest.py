"""The generated package against the emulated API, over sockets: blocking and on asyncio."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof.document import load_effective
from specproof.emulate import Emulator, Options
from tests.journeys.uploads.service import PART, PROJECT, SOURCE, TOKEN, base_url

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]


@pytest.fixture(scope="session")
def package() -> ModuleType:
    """The committed package ``cdf_files``."""
    sys.path.insert(0, str(SOURCE))
    try:
        import cdf_files  # type: ignore[import-not-found]  # it lies in generated/, which no checker of tests reads
    finally:
        sys.path.remove(str(SOURCE))
    found: ModuleType = cdf_files
    return found


@pytest.fixture(scope="session")
def document() -> Mapping[str, Any]:
    return load_effective(PROJECT)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Uploads are remembered here."""
    monkeypatch.setenv("CDF_FILES_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture(autouse=True)
def quick(package: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits without their random part."""
    from cdf_files._runtime import retries  # type: ignore[import-not-found]  # as above

    monkeypatch.setattr(retries.random, "uniform", lambda low, high: low + high / 1000)


@pytest.fixture
def serve(document: Mapping[str, Any]) -> Iterator[Serve]:
    """Starts an emulator: ``faults`` are those of docs/serve.md, the rest are settings."""
    with ExitStack() as stack:

        def start(*, faults: Any = (), **settings: Any) -> Emulator:
            settings = {"strict": True, "uploaded_delay": 0.0, **settings}
            options = Options(settings=settings, faults=faults)
            return stack.enter_context(Emulator(document, PROJECT / "emulator.py", options))

        yield start


@pytest.fixture
def nothing_left() -> Iterator[None]:
    """No thread of an upload is left, and no socket."""
    before = sockets()
    yield
    deadline = time.monotonic() + 5
    while sockets() - before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert sockets() - before == set()
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("upload")] == []


def sockets() -> set[str]:
    """Connections of this process that are established, by their inode."""
    found = set()
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            continue
        if target.startswith("socket:"):
            found.add(target)
    return found & connected()


def connected() -> set[str]:
    lines = Path("/proc/self/net/tcp").read_text().splitlines()[1:]
    return {f"socket:[{fields[9]}]" for fields in map(str.split, lines) if fields[3] == "01"}


@pytest.fixture(params=["sync", "async"])
def upload(request: pytest.FixtureRequest, package: ModuleType) -> Upload:
    """``upload(emulator, file, …)`` by either client; ``method`` names another one than ``upload``, ``client`` the
    client's own settings."""

    def blocking(
        emulator: Emulator,
        *arguments: Any,
        method: str = "upload",
        client: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Any:
        with package.Client(base_url=base_url(emulator), token=TOKEN, **(client or {})) as opened:
            return getattr(opened.files, method)(*arguments, **more)

    def on_a_loop(
        emulator: Emulator,
        *arguments: Any,
        method: str = "upload",
        client: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Any:
        async def run() -> Any:
            async with package.AsyncClient(base_url=base_url(emulator), token=TOKEN, **(client or {})) as opened:
                return await getattr(opened.files, method)(*arguments, **more)

        return asyncio.run(run())

    return blocking if request.param == "sync" else on_a_loop


@pytest.fixture(scope="session")
def content() -> bytes:
    """Three parts."""
    return random.Random(5).randbytes(2 * PART + 1000)


@pytest.fixture
def path(tmp_path: Path, content: bytes) -> Path:
    (tmp_path / "manual.pdf").write_bytes(content)
    return tmp_path / "manual.pdf"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Six of them, each with its own size and content."""
    paths = [tmp_path / f"{number}.bin" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_bytes(bytes([number]) * (number * 1000))
    return paths
