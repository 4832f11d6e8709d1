"""An upload that was broken off goes on where it ended: what is stored is not sent again, and nothing is mixed up."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specproof.emulate import Emulator
from tests.journeys.uploads.interrupted import REFUSED, child, interrupted
from tests.journeys.uploads.service import PART, TOKEN, base_url, puts, stored

Serve = Callable[..., Emulator]
Upload = Callable[..., Any]


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_after_a_kill_only_the_missing_parts_are_sent(
    serve: Serve, upload: Upload, path: Path, content: bytes, kind: str
) -> None:
    """Journey 5, U14: the process is killed while it sends its last part."""
    emulator = serve(faults=[{"match": {"part": 2}, "times": 1, "slow": {"stall": 60}}])
    process = child(kind, emulator, path)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("2"):
        assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert puts(emulator) == [0, 1]
    emulator.faults.replace([])
    notes: list[str] = []
    record = upload(emulator, path, external_id="pump", progress=lambda told: notes.append(told.note))
    assert record.uploaded
    assert puts(emulator) == [0, 1, 2]
    assert stored(emulator) == [content]
    assert notes[0].endswith("2 of 3 parts are stored")
    assert len(emulator.journal.select(label="initMultiPartUpload")) == 1


def test_a_finished_upload_leaves_the_journal(serve: Serve, upload: Upload, package: ModuleType, path: Path) -> None:
    emulator = serve()
    for _ in range(2):
        upload(emulator, path)
        assert package.uploads.list() == []
    assert len(emulator.journal.select(label="initMultiPartUpload")) == 2


def test_what_is_remembered_and_who_may_read_it(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, state: Path
) -> None:
    """H12: URLs and upload ids are kept where only their owner reads them, and shown to nobody."""
    emulator = serve()
    interrupted(upload, package, emulator, path, external_id="pump")
    (one,) = package.uploads.list()
    assert (one.path, one.size, one.parts, one.parts_done, one.bytes_done) == (
        str(path),
        path.stat().st_size,
        3,
        2,
        2 * PART,
    )
    assert "external" in one.target and "pump" in one.target
    assert (one.expires - one.started).total_seconds() == 604_800
    assert "ignature" not in repr(one)
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in state.iterdir()} == {0o600}
    assert b"ignature" in b"".join(file.read_bytes() for file in state.iterdir())


def test_by_its_key(serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes) -> None:
    emulator = serve()
    interrupted(upload, package, emulator, path, external_id="pump", metadata={"a": "b"})
    (one,) = package.uploads.list()
    assert upload(emulator, one.key, method="resume_upload").external_id == "pump"
    assert puts(emulator) == [0, 1, 2]
    assert stored(emulator) == [content]
    assert package.uploads.list() == []
    with pytest.raises(package.errors.InvalidArgumentError, match="there is no unfinished upload"):
        upload(emulator, one.key, method="resume_upload")


def test_by_its_key_elsewhere(serve: Serve, upload: Upload, package: ModuleType, path: Path) -> None:
    emulator = serve()
    interrupted(upload, package, emulator, path)
    (one,) = package.uploads.list()
    with pytest.raises(package.errors.InvalidArgumentError, match="another server"):
        upload(serve(), one.key, method="resume_upload")


def test_content_of_a_record_that_exists(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes
) -> None:
    emulator = serve()
    small = path.with_name("small")
    small.write_bytes(b"old")
    upload(emulator, small, external_id="pump", name="n")
    emulator.journal.clear()
    interrupted(upload, package, emulator, path, method="upload_content", external_id="pump")
    (one,) = package.uploads.list()
    upload(emulator, one.key, method="resume_upload")
    assert puts(emulator) == [0, 1, 2]
    assert stored(emulator) == [content]


@pytest.mark.parametrize("how", ["rewritten", "longer", "replaced"])
def test_a_file_that_has_changed_is_refused(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes, how: str
) -> None:
    """Journey 5: nothing is sent; forgetting it, or resume=False, starts anew."""
    emulator = serve()
    interrupted(upload, package, emulator, path)
    if how == "longer":
        with path.open("ab") as file:
            file.write(b"more")
    elif how == "rewritten":
        path.write_bytes(content[::-1])
    else:
        path.with_name("other").write_bytes(content)
        path.with_name("other").replace(path)
    calls = len(emulator.journal)
    with pytest.raises(
        package.errors.SourceChangedError, match=r"uploads\.forget\('.*'\), or give resume=False"
    ) as caught:
        upload(emulator, path)
    assert "2 of 3 parts" in str(caught.value)
    assert len(emulator.journal) == calls
    upload(emulator, path, resume=False)
    assert package.uploads.list() != []
    assert package.uploads.forget(package.uploads.list()[0].key)
    upload(emulator, path)
    assert stored(emulator)[1:] == [path.read_bytes()] * 2


def test_forgetting(serve: Serve, upload: Upload, package: ModuleType, path: Path, state: Path) -> None:
    emulator = serve()
    interrupted(upload, package, emulator, path)
    (one,) = package.uploads.list()
    assert package.uploads.forget(one.key)
    assert not package.uploads.forget(one.key)
    assert package.uploads.list() == []
    assert b"ignature" not in (state / "uploads-1.sqlite3").read_bytes()


def test_dead_urls_of_a_record_that_can_be_found(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes
) -> None:
    """Journey 6: the link endpoint gives new URLs for the same record, and the caller is told."""
    emulator = serve(abandoned_lifetime=1e9)
    interrupted(upload, package, emulator, path, external_id="pump")
    emulator.clock.advance(604_801)
    notes: list[str] = []
    upload(emulator, path, external_id="pump", progress=lambda told: notes.append(told.note))
    assert any("the upload of the same record starts again" in note for note in notes)
    assert len(emulator.journal.select(label="getMultiPartUploadLink", status=201)) == 1
    assert len(emulator.journal.select(label="initMultiPartUpload")) == 1
    assert sorted(puts(emulator)) == [0, 0, 1, 1, 2]
    assert stored(emulator) == [content]


def test_dead_urls_of_a_record_that_is_gone(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes
) -> None:
    emulator = serve()
    interrupted(upload, package, emulator, path, external_id="pump")
    emulator.clock.advance(604_801)
    upload(emulator, path, external_id="pump")
    assert stored(emulator) == [content]


def test_dead_urls_of_a_record_that_nothing_names(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes
) -> None:
    """Journey 6: a new record, and the old one is named to the caller."""
    emulator = serve(abandoned_lifetime=1e9)
    interrupted(upload, package, emulator, path)
    (orphan,) = emulator.admin("state", {"project": "test"})["files"]
    emulator.clock.advance(604_801)
    notes: list[str] = []
    upload(emulator, path, progress=lambda told: notes.append(told.note))
    assert any(f"for record {orphan['id']}" in note for note in notes)
    assert stored(emulator) == [None, content]


def test_urls_that_are_known_to_be_too_old_are_not_tried(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes, state: Path
) -> None:
    emulator = serve()
    interrupted(upload, package, emulator, path, external_id="pump")
    with sqlite3.connect(state / "uploads-1.sqlite3") as journal:
        journal.execute("UPDATE uploads SET expires = ?", (time.time() - 1,))
    journal.close()
    upload(emulator, path, external_id="pump")
    assert len(emulator.journal.select(label="getMultiPartUploadLink", status=201)) == 1
    assert stored(emulator) == [content]


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_completion_that_was_done_is_not_done_again(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes, kind: str
) -> None:
    """Journey 7: everything was sent and completed, and the wait was broken off."""
    emulator = serve(uploaded_delay=5.0, repeat_complete=409)
    process = child(kind, emulator, path)
    while not emulator.journal.select(label="getFileByInternalId", status=200):
        assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert package.uploads.list()[0].parts_done == 3
    emulator.clock.advance(5)
    assert upload(emulator, path, external_id="pump").uploaded
    assert len(emulator.journal.select(label="completeMultiPartUpload")) == 1
    assert stored(emulator) == [content]
    assert package.uploads.list() == []


@pytest.mark.parametrize("repeat", [200, 409])
@pytest.mark.parametrize("delay", [0.0, 1.0])
def test_a_completion_whose_reply_nobody_kept(
    serve: Serve, upload: Upload, package: ModuleType, path: Path, content: bytes, repeat: int, delay: float
) -> None:
    """Journey 7: the server has completed the upload, and the process died before it could write that down."""
    emulator = serve(
        uploaded_delay=delay,
        repeat_complete=repeat,
        faults=[
            {"match": {"operation": "completeMultiPartUpload", "nth": 1}, "slow": {"stall": 60, "side": "replying"}}
        ],
    )
    process = child("sync", emulator, path)
    while emulator.admin("state", {"project": "test"})["uploads"][:1] == [] or "open" in {
        one["state"] for one in emulator.admin("state", {"project": "test"})["uploads"]
    }:
        assert process.poll() is None, process.communicate()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=20)
    assert upload(emulator, path, external_id="pump").uploaded
    assert puts(emulator) == [0, 1, 2]
    assert stored(emulator) == [content]
    assert package.uploads.list() == []


def test_two_processes_on_one_file(serve: Serve, upload: Upload, package: ModuleType, path: Path) -> None:
    """One works, the other says so; a kill gives the file back."""
    emulator = serve(faults=[{"match": {"part": 1}, "times": 1, "slow": {"stall": 60}}])
    process = child("sync", emulator, path)
    assert process.stdout is not None
    while not process.stdout.readline().startswith("1"):
        assert process.poll() is None, process.communicate()
    calls = len(emulator.journal.select(origin="api"))
    with pytest.raises(package.errors.UploadInProgressError, match=f"process {process.pid} is uploading {path}"):
        upload(emulator, path, external_id="pump")
    (one,) = package.uploads.list()
    with pytest.raises(package.errors.UploadInProgressError):
        package.uploads.forget(one.key)
    other = path.with_name("other")
    other.write_bytes(b"other")
    with pytest.raises(package.errors.UploadInProgressError, match="another file for the same record"):
        upload(emulator, other, external_id="pump", method="upload_content")
    assert len(emulator.journal.select(origin="api")) == calls
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=20)
    emulator.faults.replace([])
    assert upload(emulator, path, external_id="pump").uploaded
    assert sorted(puts(emulator)) == [0, 1, 2]


def test_two_threads_on_one_file(serve: Serve, package: ModuleType, path: Path) -> None:
    emulator = serve()
    begun, go = threading.Event(), threading.Event()

    def told(progressed: Any) -> None:
        begun.set()
        go.wait(20)

    with package.Client(base_url=base_url(emulator), token=TOKEN) as client:
        thread = threading.Thread(target=client.files.upload, args=(path,), kwargs={"progress": told})
        thread.start()
        try:
            begun.wait(20)
            with pytest.raises(package.errors.UploadInProgressError):
                client.files.upload(path)
            client.files.upload(path, external_id="another target")
        finally:
            go.set()
            thread.join()
    assert len(stored(emulator)) == 2


def test_without_a_folder_for_it_an_upload_is_not_remembered(
    serve: Serve,
    upload: Upload,
    package: ModuleType,
    path: Path,
    state: Path,
    caplog: pytest.LogCaptureFixture,
    content: bytes,
) -> None:
    emulator = serve()
    state.write_text("in the way")
    upload(emulator, path)
    assert stored(emulator) == [content]
    assert "uploads are not kept in the journal" in caplog.text
    with pytest.raises(package.errors.UploadError, match="journal of uploads"):
        package.uploads.list()


def test_a_journal_that_is_none(serve: Serve, upload: Upload, package: ModuleType, path: Path, state: Path) -> None:
    emulator = serve()
    state.mkdir()
    (state / "uploads-1.sqlite3").write_bytes(b"not a database, but long enough to be taken for one" * 99)
    assert upload(emulator, path).uploaded
    with pytest.raises(package.errors.UploadError, match="not a database"):
        package.uploads.forget("x")


@pytest.mark.parametrize("kind", ["bytes", "handle", "resume=False"])
def test_what_is_not_remembered(serve: Serve, upload: Upload, package: ModuleType, path: Path, kind: str) -> None:
    emulator = serve(faults=REFUSED)
    with path.open("rb") as file, pytest.raises(package.errors.PartFailedError):
        source = {"bytes": path.read_bytes(), "handle": file, "resume=False": path}[kind]
        upload(emulator, source, name="n", part_size=PART, workers=1, resume=kind != "resume=False")
    assert package.uploads.list() == []
