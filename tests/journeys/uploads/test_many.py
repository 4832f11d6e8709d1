"""Many files by one call: what arrives, what is left out, and that one bad file stops nothing."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.many_files import contents, many
from tests.journeys.uploads.service import PART, SOURCE, TOKEN, base_url, puts

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]


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
    assert "the next run uploads all files again" in caplog.text
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
    assert {str(one.error) for one in report.failed} == {"workers must be at least 1 (got 0)"}
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
