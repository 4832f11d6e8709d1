"""Sample services, files and drivers, each upload once blocking and once on asyncio."""

from __future__ import annotations

from pathlib import Path

import pytest

from specproof.runtime import retries
from tests.unit.extensions.multipart_upload.resuming import Work
from tests.unit.extensions.multipart_upload.sample import Service
from tests.unit.extensions.multipart_upload.uploading import CONTENT, Upload, blocking, on_a_loop
from tests.unit.runtime.conftest import nothing_left, server, state, storage
from tests.unit.runtime.wire import Server

__all__ = ["nothing_left", "server", "state", "storage"]


@pytest.fixture(params=[blocking, on_a_loop], ids=["sync", "async"])
def upload(request: pytest.FixtureRequest, nothing_left: None) -> Upload:
    found: Upload = request.param
    return found


@pytest.fixture
def service(server: Server, storage: Server, quick: None) -> Service:
    return Service(server, storage)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Delays between attempts are short, and always the same."""
    monkeypatch.setattr(retries.random, "uniform", lambda low, high: low + high / 1000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data.csv").write_bytes(CONTENT)
    return tmp_path / "data.csv"


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def work(server: Server, storage: Server, request: pytest.FixtureRequest, nothing_left: None, quick: None) -> Work:
    return Work(Service(server, storage), request.param)
