"""Servers on loopback, clients of the sample package, and the check that nothing is left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.runtime.wire import Server


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Uploads are remembered here, not in the home of whoever runs the tests."""
    monkeypatch.setenv("SAMPLE_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def storage() -> Iterator[Server]:
    """A second server: another port, so another origin."""
    made = Server()
    yield made
    made.close()


@pytest.fixture
def nothing_left(server: Server, storage: Server) -> Iterator[None]:
    """After the test, with its clients closed: no thread of an upload, no connection to a server."""
    yield
    deadline = time.monotonic() + 5
    while server.open_connections + storage.open_connections and time.monotonic() < deadline:
        time.sleep(0.01)
    assert server.open_connections + storage.open_connections == 0, "a socket was left open"
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("upload")] == []
