"""A package like ``cdf_files``, but for small parts and short waits; and the service that it talks to."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.journeys.uploads.faults.service import Service, served
from tests.journeys.uploads.faults.variant import SMALLEST, generated
from tests.journeys.uploads.service import TOKEN

Do = Callable[..., Any]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project; beside it lies what was generated."""
    return generated(tmp_path_factory.mktemp("small") / "spec")


@pytest.fixture(scope="session")
def package(small: Path) -> Iterator[ModuleType]:
    """``small_files``, and nothing left in the import path."""
    source = str(small.parent / "small-files" / "src")
    sys.path.insert(0, source)
    try:
        yield importlib.import_module("small_files")
    finally:
        sys.path.remove(source)


@pytest.fixture(scope="session")
def service(small: Path) -> Iterator[Service]:
    settings = {"minimum_part": SMALLEST, "uploaded_delay": 0.0, "strict": True}
    with served(small, **settings) as service:
        yield service


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Uploads are remembered here."""
    monkeypatch.setenv("SMALL_FILES_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture(autouse=True)
def quick(package: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between tries a thousandth as long, without their random part; no list of authorities, since there is no
    TLS here.
    """
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    retries = importlib.import_module("small_files._runtime.retries")
    monkeypatch.setattr(retries.random, "uniform", lambda low, high: high / 1000)


@pytest.fixture(params=["sync", "async"])
def do(request: pytest.FixtureRequest, package: ModuleType, service: Service) -> Do:
    """``do(project, method, …)`` of ``client.files``, blocking or on asyncio, by a client of its own."""

    def blocking(project: str, method: str, *arguments: Any, **more: Any) -> Any:
        with package.Client(base_url=service.base_url(project), token=TOKEN) as client:
            return getattr(client.files, method)(*arguments, **more)

    async def on_a_loop(project: str, method: str, *arguments: Any, **more: Any) -> Any:
        async with package.AsyncClient(base_url=service.base_url(project), token=TOKEN) as client:
            return await getattr(client.files, method)(*arguments, **more)

    if request.param == "sync":
        return blocking
    return lambda *arguments, **more: asyncio.run(on_a_loop(*arguments, **more))
