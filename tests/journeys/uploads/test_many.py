"""Many files by one call: what arrives, what is left out, and that one bad file stops nothing."""

from __future__ import annotations

import asyncio
import os
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
from tests.journeys.uploads.service import PART, SOURCE, TOKEN, base_url, puts, stored

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Six of them, each with its own size and content."""
    paths = [tmp_path / f"{number}.bin" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_bytes(bytes([number]) * (number * 1000))
    return paths


def contents(emulator: Emulator) -> list[bytes]:
    return sorted(one or b"" for one in stored(emulator))


def many(upload: Upload, emulator: Emulator, *arguments: Any, **more: Any) -> Any:
    return upload(emulator, *arguments, method="upload_many", **more)


def test_all_arrive_with_their_own_fields(
    serve: Serve, upload: Upload, files: list[Path], nothing_left: None, package: ModuleType
) -> None:
    emulator, seen = serve(), []
    report = many(
        upload,
        emulator,
        files,
        fields=lambda path: {"external_id": Path(path).stem, "metadata": {"path": path}},
        on_outcome=seen.append,
    )
    report.check()
    assert str(report) == "6 uploaded, 0 skipped, 0 failed"
    assert [one.path for one in report.outcomes] == [str(path) for path in files]
    assert sorted(seen, key=lambda one: one.path) == list(report.outcomes)
    assert [one.record.external_id for one in report.outcomes] == [path.stem for path in files]
    assert [one.record_id for one in report.outcomes] == [one.record.id for one in report.outcomes]
    assert contents(emulator) == sorted(path.read_bytes() for path in files)


def test_a_bad_file_stops_nothing(serve: Serve, upload: Upload, files: list[Path], package: ModuleType) -> None:
    emulator = serve()
    files.insert(2, files[0].with_name("nowhere.bin"))
    fields = {
        str(files[0]): {"directory": "not absolute"},
        str(files[1]): {"no_such_field": 1},
        str(files[3]): {"external_id": "pump"},
    }
    report = many(upload, emulator, files, fields=fields)
    assert [one.status for one in report.outcomes] == ["failed"] * 3 + ["uploaded"] * 4
    assert [type(one.error) for one in report.failed] == [
        package.errors.InvalidArgumentError,
        TypeError,
        package.errors.UploadRefusedError,
    ]
    assert contents(emulator) == sorted(path.read_bytes() for path in files[3:])
    with pytest.raises(ExceptionGroup) as raised:
        report.check()
    assert raised.value.exceptions == tuple(one.error for one in report.failed)


def test_a_function_that_knows_no_fields_for_a_file(serve: Serve, upload: Upload, files: list[Path]) -> None:
    emulator = serve()
    report = many(upload, emulator, files, fields=lambda path: {"0": {}}[Path(path).stem])
    assert [one.status for one in report.outcomes] == ["uploaded"] + ["failed"] * 5


def test_the_next_run_leaves_out_what_is_done(serve: Serve, upload: Upload, files: list[Path]) -> None:
    emulator = serve()
    first = many(upload, emulator, [*files[:3], files[0].with_name("late.bin")])
    files[0].with_name("late.bin").write_bytes(b"late")
    second = many(upload, emulator, [*files, files[0].with_name("late.bin")])
    assert [one.status for one in second.outcomes] == ["skipped"] * 3 + ["uploaded"] * 4
    assert [one.record_id for one in second.skipped] == [one.record_id for one in first.uploaded]
    assert len(contents(emulator)) == 7


@pytest.mark.parametrize("change", ["content", "time", "fields", "deleted", "overwritten", "asked", "ledger"])
def test_what_is_not_surely_there_is_uploaded_again(
    serve: Serve, upload: Upload, files: list[Path], package: ModuleType, change: str, tmp_path: Path
) -> None:
    emulator = serve()
    fields = {str(files[1]): {"external_id": "pump", "overwrite": True}}
    (one,) = many(upload, emulator, files[1:2], fields=fields).outcomes
    assert [other.status for other in many(upload, emulator, files[1:2], fields=fields).outcomes] == ["skipped"]
    more: dict[str, Any] = {}
    match change:
        case "content":
            files[1].write_bytes(b"other")
        case "time":
            os.utime(files[1], ns=(1, 1))
        case "fields":
            fields[str(files[1])]["source"] = "elsewhere"
        case "deleted":
            upload(emulator, method="delete_files", body=deletion(package, one.record_id))
        case "overwritten":
            emulator.clock.advance(10)
            upload(emulator, files[2], external_id="pump", overwrite=True)
            emulator.clock.advance(10)
        case "asked":
            more = {"skip_done": False}
        case "ledger":
            more = {"ledger": tmp_path / "other" / "ledger.sqlite"}
    again = many(upload, emulator, files[1:2], fields=fields, **more)
    assert [other.status for other in again.outcomes] == ["uploaded"], again
    assert files[1].read_bytes() in contents(emulator)


def deletion(package: ModuleType, record_id: int) -> Any:
    return package.models.FileDeleteByIds.model_validate({"items": [{"id": record_id}]})


def test_a_look_that_fails_is_no_reason_to_send_again(serve: Serve, upload: Upload, files: list[Path]) -> None:
    emulator = serve()
    many(upload, emulator, files[:1])
    emulator.faults.replace([{"match": {"operation": "getFileByInternalId"}, "reply": {"status": 403}}])
    (one,) = many(upload, emulator, files[:1]).outcomes
    assert (one.status, one.error.status_code) == ("failed", 403)
    assert len(puts(emulator)) == 1


def test_unconfirmed_is_not_done(serve: Serve, upload: Upload, files: list[Path]) -> None:
    emulator = serve(uploaded_delay=None)
    for _ in range(2):
        assert [one.status for one in many(upload, emulator, files[:1], wait=False).outcomes] == ["uploaded"]


def test_what_the_ledger_holds(serve: Serve, upload: Upload, files: list[Path], state: Path) -> None:
    many(upload, serve(), files, fields=lambda path: {"metadata": {"secret": "hidden-value"}})
    ledger = state / "done.sqlite3"
    assert ledger.stat().st_mode & 0o777 == 0o600
    assert b"hidden" not in ledger.read_bytes()


def test_without_a_ledger_it_says_so(
    serve: Serve, upload: Upload, files: list[Path], state: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (state / "done.sqlite3").mkdir(parents=True)
    assert len(many(upload, serve(), files).uploaded) == 6
    assert "will not be remembered" in caplog.text
    with pytest.raises(sqlite3.OperationalError):
        many(upload, serve(), files, ledger=state / "done.sqlite3")


def test_a_ledger_that_fails_meanwhile_stops_nothing(
    serve: Serve, upload: Upload, files: list[Path], state: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As on a disk that is full."""
    many(upload, serve(), files[:1])
    with closing(sqlite3.connect(state / "done.sqlite3")) as database, database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON done BEGIN SELECT RAISE(FAIL, 'disk is full'); END")
    emulator = serve()
    assert len(many(upload, emulator, files).uploaded) == 6
    assert "disk is full" in caplog.text


@pytest.mark.skipif(sys.platform == "darwin", reason="its names of files are Unicode")
def test_names_of_any_bytes(serve: Serve, upload: Upload, tmp_path: Path) -> None:
    path = os.fsdecode(bytes(tmp_path) + b"/\xff\xfe.bin")
    Path(path).write_bytes(b"1")
    emulator = serve()
    assert len(many(upload, emulator, [path], fields={path: {"name": "n"}}).uploaded) == 1
    assert len(many(upload, emulator, [path], fields={path: {"name": "n"}}).skipped) == 1


def test_one_path_is_no_list_of_paths(serve: Serve, upload: Upload, files: list[Path]) -> None:
    for one in (str(files[0]), files[0]):
        with pytest.raises(ValueError, match="list"):
            many(upload, serve(), one)


def test_no_workers_at_all(serve: Serve, upload: Upload, files: list[Path]) -> None:
    report = many(upload, serve(), files, workers=0)
    assert {str(one.error) for one in report.failed} == {"workers is 0, and must be at least 1"}
    assert len(report.failed) == 6


def test_one_budget_for_all_files(serve: Serve, upload: Upload, tmp_path: Path) -> None:
    emulator = serve(faults=[{"match": {"method": "PUT"}, "slow": {"stall": 0.1}}])
    paths = [tmp_path / f"{number}.bin" for number in range(4)]
    for path in paths:
        path.write_bytes(bytes(2 * PART))
    many(upload, emulator, paths, files_at_once=2, workers=1, part_size=PART).check()
    assert emulator.journal.largest_at_once("PUT") == 2


_MANY_HANDLES = """
import asyncio, resource, sys
sys.path.insert(0, sys.argv[1])
import cdf_files
kind, url, folder = sys.argv[2:5]
import httpx2, pathlib, cdf_files._runtime.multipart_upload.batch
from cdf_files._runtime.multipart_upload.drivers import async_driver, sync_driver
paths = sorted(pathlib.Path(folder).iterdir())
held = len(list(pathlib.Path("/proc/self/fd").iterdir()))
resource.setrlimit(resource.RLIMIT_NOFILE, (held + 40, held + 40))
if kind == "sync":
    with cdf_files.Client(base_url=url, token="t") as client:
        report = client.files.upload_many(paths, files_at_once=4, workers=2)
else:
    async def run():
        async with cdf_files.AsyncClient(base_url=url, token="t") as client:
            return await client.files.upload_many(paths, files_at_once=4, workers=2)
    report = asyncio.run(run())
print(report, report.failed[:1])
"""


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_hundred_files_need_few_handles(serve: Serve, tmp_path: Path, kind: str) -> None:
    (tmp_path / "files").mkdir()
    for number in range(100):
        (tmp_path / "files" / f"{number}.bin").write_bytes(bytes(number))
    command = [sys.executable, "-c", _MANY_HANDLES, str(SOURCE), kind, base_url(serve()), str(tmp_path / "files")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.stdout == "100 uploaded, 0 skipped, 0 failed ()\n", ended.stderr


def test_progress_by_file(serve: Serve, upload: Upload, files: list[Path]) -> None:
    told: dict[str, Any] = {}
    many(upload, serve(), files, progress=told.__setitem__)
    assert {path: one.sent_bytes for path, one in told.items()} == {str(path): path.stat().st_size for path in files}


def test_each_path_once_and_none(serve: Serve, upload: Upload, files: list[Path], package: ModuleType) -> None:
    assert str(many(upload, serve(), [])) == "0 uploaded, 0 skipped, 0 failed"
    doubled = [files[1], os.path.relpath(files[1])]
    assert len(many(upload, serve(), doubled).outcomes) == 1
    with pytest.raises(package.errors.InvalidArgumentError, match="files_at_once"):
        many(upload, serve(), files, files_at_once=0)


def test_in_the_callers_thread(serve: Serve, package: ModuleType, files: list[Path]) -> None:
    with package.Client(base_url=base_url(serve()), token=TOKEN) as client:
        assert len(client.files.upload_many(files, files_at_once=1).uploaded) == 6


def test_what_is_raised_while_it_runs_stops_it(
    serve: Serve, package: ModuleType, files: list[Path], nothing_left: None
) -> None:
    """As Ctrl-C does, in whatever the caller is told with."""
    emulator = serve()

    def interrupt(outcome: Any) -> None:
        raise KeyboardInterrupt

    with package.Client(base_url=base_url(emulator), token=TOKEN) as client, pytest.raises(KeyboardInterrupt):
        client.files.upload_many(files, files_at_once=2, on_outcome=interrupt)
    sent = len(puts(emulator))
    assert sent < 6


def test_a_cancelled_task_stops_all(serve: Serve, package: ModuleType, files: list[Path], nothing_left: None) -> None:
    emulator = serve(faults=[{"match": {"method": "PUT"}, "slow": {"stall": 60}}])

    async def run() -> None:
        async with package.AsyncClient(base_url=base_url(emulator), token=TOKEN) as client:
            async with asyncio.timeout(1):
                await client.files.upload_many(files, skip_done=False)

    with pytest.raises(TimeoutError):
        asyncio.run(run())


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
