"""Many files by an executor: other processes, secrets that stay here, executors that break."""

from __future__ import annotations

import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx2
import pytest

from specproof.emulate import Emulator
from specproof.extensions.multipart_upload.runtime.batch.ledger import Ledger
from specproof.extensions.multipart_upload.runtime.resume.journal import Journal
from tests.journeys.uploads.many_files import contents
from tests.journeys.uploads.service import SOURCE, TOKEN, base_url

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]


class Elsewhere(Executor):
    """An executor that runs what comes out of a pickle, as one in another process would."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            self.sent.append(pickle.dumps((fn, args, kwargs)))
            there, given, named = pickle.loads(self.sent[-1])
            future.set_result(pickle.loads(pickle.dumps(there(*given, **named))))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def processes() -> Iterator[Executor]:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


def test_other_processes(
    serve: Serve, package: ModuleType, files: list[Path], processes: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(SOURCE))
    monkeypatch.setenv("A_TOKEN", TOKEN)
    emulator = serve(tokens={TOKEN: ["filesAcl:READ", "filesAcl:WRITE"]})
    files.append(files[0].with_name("nowhere.bin"))
    with package.Client(base_url=base_url(emulator), token=package.FromEnvironment("A_TOKEN")) as client:
        report = client.files.upload_many(files, executor=processes)
        assert [one.status for one in report.outcomes] == ["uploaded"] * 6 + ["failed"], report
        assert isinstance(report.failed[0].error, package.errors.UploadRefusedError)
        assert len(client.files.upload_many(files, executor=processes).skipped) == 6
    assert contents(emulator) == sorted(path.read_bytes() for path in files[:-1])


def test_secrets_stay_here_unless_asked(serve: Serve, package: ModuleType, files: list[Path]) -> None:
    emulator, executor = serve(), Elsewhere()
    identity = package.ClientCredentials("me", TOKEN, token_url="https://tokens.invalid")
    for name, settings in {
        "token": {"token": TOKEN},
        "client_credentials": {"client_credentials": identity},
        "Authorization": {"headers": {"Authorization": TOKEN}},
    }.items():
        with package.Client(base_url=base_url(emulator), **settings) as client:
            with pytest.raises(package.errors.InvalidArgumentError, match=f"{name}: is a secret") as raised:
                client.files.upload_many(files, executor=executor)
            assert TOKEN not in str(raised.value)
    assert executor.sent == []
    with package.Client(base_url=base_url(emulator), token=TOKEN) as client:
        client.files.upload_many(files, executor=executor, send_secrets=True).check()
    assert all(TOKEN.encode() in sent for sent in executor.sent)


def test_what_travels_holds_no_secret(
    serve: Serve, package: ModuleType, files: list[Path], monkeypatch: pytest.MonkeyPatch, nothing_left: None
) -> None:
    monkeypatch.setenv("A_TOKEN", TOKEN)
    executor = Elsewhere()
    with package.Client(base_url=base_url(serve()), token=package.FromEnvironment("A_TOKEN"), timeout=9.0) as client:
        client.files.upload_many(files, executor=executor, progress=nobody).check()
    assert len(executor.sent) == 6
    assert not any(TOKEN.encode() in sent for sent in executor.sent)


def nobody(path: str, progressed: Any) -> None:
    assert progressed.total_bytes <= 5000


def test_a_variable_that_is_not_there(serve: Serve, package: ModuleType, files: list[Path]) -> None:
    with package.Client(base_url=base_url(serve()), token=package.FromEnvironment("NO_SUCH_TOKEN")) as client:
        report = client.files.upload_many(files, executor=Elsewhere())
    assert {str(one.error).partition(":")[0] for one in report.failed} == {"NO_SUCH_TOKEN"}


def test_an_own_http_client_stays_here(serve: Serve, package: ModuleType, files: list[Path]) -> None:
    with (
        httpx2.Client() as http,
        package.Client(base_url=base_url(serve()), http_client=http) as client,
        pytest.raises(package.errors.InvalidArgumentError, match="http_client"),
    ):
        client.files.upload_many(files, executor=Elsewhere())


def test_threads_of_the_callers(serve: Serve, package: ModuleType, files: list[Path]) -> None:
    """Within the process the client itself is used, with its secrets and its connections."""
    with ThreadPoolExecutor(3) as pool, package.Client(base_url=base_url(serve()), token=TOKEN) as client:
        assert len(client.files.upload_many(files, executor=pool).uploaded) == 6


class Broken(Executor):
    """Loses what it is given, after the first."""

    def __init__(self) -> None:
        self.given = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.given += 1
        if self.given > 2:
            raise RuntimeError("cannot schedule new futures")
        future: Future[Any] = Future()
        if self.given == 1:
            future.set_result(fn(*args, **kwargs))
        else:
            future.set_exception(MemoryError("the worker is gone"))
        return future


def test_an_executor_that_breaks(serve: Serve, package: ModuleType, files: list[Path]) -> None:
    with package.Client(base_url=base_url(serve()), token=TOKEN) as client:
        report = client.files.upload_many(files, executor=Broken(), send_secrets=True)
    assert [one.status for one in report.outcomes] == ["failed"] * 5 + ["uploaded"]
    assert {type(one.error) for one in report.failed} == {MemoryError, RuntimeError}


_ANOTHER_PROCESS = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=0)
try:
    database.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
database.close()
"""


def test_starting_an_upload_takes_away_no_lock_of_another(
    serve: Serve, package: ModuleType, files: list[Path], state: Path
) -> None:
    """SQLite loses its locks when any descriptor of the file is closed in the process: both databases are spared it."""
    with package.Client(base_url=base_url(serve()), token=TOKEN) as client:
        client.files.upload_many(files[:1])
    ledger, journal = state / "done.sqlite3", state / "uploads-1.sqlite3"
    with (
        closing(sqlite3.connect(ledger, isolation_level=None)) as of_ledger,
        closing(sqlite3.connect(journal, isolation_level=None)) as of_journal,
    ):
        for database in (of_ledger, of_journal):
            database.execute("BEGIN IMMEDIATE")
        Journal(state).close()
        Ledger(ledger, "t")
        for path in (ledger, journal):
            command = [sys.executable, "-c", _ANOTHER_PROCESS, str(path)]
            assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "database is locked\n"
        assert journal.with_name(f"{journal.name}-wal").exists(), "the other process took itself for the last one"
