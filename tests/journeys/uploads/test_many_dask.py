"""The recipe of docs/many-files.md, as it stands there: a scheduler and two workers, each a process of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from distributed import Client as Dask  # type: ignore[attr-defined]  # the package does not say what it exports

from specproof.emulate import Emulator
from tests.journeys.uploads.service import ROOT, SOURCE, TOKEN, base_url, stored

Serve = Callable[..., Emulator]

pytestmark = pytest.mark.slow


class Cluster(NamedTuple):
    """Where the scheduler is, and where each worker remembers its uploads."""

    address: str
    states: list[Path]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The workers alone know the token."""
    folder = tmp_path_factory.mktemp("cluster")
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    states = [folder / "one", folder / "two"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = ["dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--dashboard-address", ":0"]
    worker = ["dask_worker", address, "--no-dashboard", "--nthreads", 2, "--local-directory", folder, "--no-nanny"]
    with ExitStack() as stack:
        of_workers = [(worker, {"A_TOKEN": TOKEN, "CDF_FILES_STATE_DIR": str(state)}) for state in states]
        for words, more in [(scheduler, {}), *of_workers]:
            command = [sys.executable, "-m", f"distributed.cli.{words[0]}", *map(str, words[1:])]
            log = stack.enter_context((folder / f"{len(list(folder.iterdir()))}.log").open("wb"))
            process = subprocess.Popen(command, env={**environment, **more}, stdout=log, stderr=log)
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
        yield Cluster(address, states)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Twenty, the largest of several parts; the fifth does not exist."""
    paths = [tmp_path / f"{number:02}.bin" for number in range(20)]
    for number, path in enumerate(paths):
        path.write_bytes(os.urandom(6_000_000 if number == 7 else number * 10_000))
    paths[5].unlink()
    return paths


def test_twenty_files_on_two_workers(
    serve: Serve, package: ModuleType, cluster: Cluster, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SOURCE))
    emulator = serve(tokens={TOKEN: ["filesAcl:READ", "filesAcl:WRITE"]}, flavor="azure")
    given = {"SCHEDULER": cluster.address, "FILES": files, "BASE_URL": base_url(emulator)}
    with Dask(cluster.address) as dask:
        dask.wait_for_workers(2, timeout=60)
        first = recipe(given)
        assert [one.path for one in first.failed] == [str(files[5])], first.failed
        assert str(first) == "19 uploaded, 0 skipped, 1 failed"
        assert isinstance(first.failed[0].error, package.errors.UploadRefusedError)
        there = [path.read_bytes() for path in files if path.exists()]
        assert sorted(one or b"" for one in stored(emulator)) == sorted(there)
        assert {one.record.external_id for one in first.uploaded} == {path.name for path in files if path.exists()}

        files[5].write_bytes(b"now it is there")
        second = recipe(given)
        assert str(second) == "1 uploaded, 19 skipped, 0 failed"
        assert len(stored(emulator)) == 20
    assert [any(folder.iterdir()) for folder in cluster.states] == [True, True]


def recipe(given: dict[str, Any]) -> Any:
    """The recipe, with the names that it leaves open."""
    text = (ROOT / "docs" / "many-files.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(# On a Dask cluster.*?)```", text, re.DOTALL)
    exec(code, given)
    return given["report"]
