"""Interrupted uploads: the next call sends what is missing."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime.errors import (
    PartFailedError,
    UploadError,
)
from specproof.extensions.multipart_upload.runtime.resume.journal import Journal
from specproof.extensions.multipart_upload.runtime.resume.listing import forget_upload, unfinished_uploads
from specproof.runtime.errors import InvalidArgumentError, StatusError
from tests.unit.extensions.multipart_upload.resuming import KNOWN, MODULE, Work
from tests.unit.extensions.multipart_upload.sample import INIT, reply
from tests.unit.extensions.multipart_upload.uploading import CONTENT
from tests.unit.runtime.wire import Answer


def test_only_what_is_missing_is_sent(work: Work, path: Path) -> None:
    key = work.interrupt(path)
    work.service.storage.seen.clear()
    seen: list[Any] = []
    work.upload(path, options={"progress": seen.append})
    assert [put.path for put in work.service.storage.seen] == ["/put/2"]
    assert work.service.content == CONTENT
    assert seen[0][:4] == (200_000, 250_001, 2, 3)
    assert seen[0].note == f"resuming upload {key}: 2 of 3 parts are stored"
    assert unfinished_uploads(MODULE) == []


def test_the_parts_stay_as_they_were_cut(work: Work, path: Path) -> None:
    work.interrupt(path)
    work.upload(path, options={"part_size": 50_000})
    assert work.service.content == CONTENT
    assert len(work.service.calls("init")) == 1


def test_by_key(work: Work, path: Path) -> None:
    for start in ({"fields": {"name": "n", "key": "k"}}, {"identifiers": {"key": "k"}}):
        work.service.content = None
        key = work.interrupt(path, **start)
        work.resume(key)
        assert work.service.content == CONTENT


def test_by_key_without_what_it_needs(work: Work, path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="there is no unfinished upload"):
        work.resume("nothing")
    key = work.interrupt(path)
    other = replace(KNOWN, start_new=replace(KNOWN.start_new, operation=replace(INIT, id="other")))
    for protocol in (other, replace(other, start_existing=None)):
        with pytest.raises(InvalidArgumentError, match="by another operation"):
            work.resume(key, protocol)
    assert forget_upload(MODULE, key)


def test_other_fields_are_another_upload(work: Work, path: Path) -> None:
    work.interrupt(path)
    work.upload(path, fields={"name": "other"})
    assert len(work.service.calls("init")) == 2
    assert len(unfinished_uploads(MODULE)) == 1


def test_names_of_any_bytes(work: Work, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.csv")
    path.write_bytes(CONTENT)
    key = work.interrupt(path)
    assert unfinished_uploads(MODULE)[0].path == str(path)
    work.resume(key)
    assert work.service.content == CONTENT


def test_a_link_to_a_file_is_the_file(work: Work, path: Path) -> None:
    work.interrupt(path)
    path.with_name("link.csv").symlink_to(path)
    work.upload(path.with_name("link.csv"))
    assert len(work.service.calls("init")) == 1


def test_without_a_lifetime_nothing_expires(work: Work, path: Path) -> None:
    work.interrupt(path)
    assert unfinished_uploads(MODULE)[0].expires is None


@pytest.mark.parametrize("way", ["link", "new"])
def test_dead_urls(work: Work, path: Path, way: str) -> None:
    fields = {"name": "n", "key": "k"} if way == "link" else {"name": "n"}
    work.interrupt(path, fields=fields)
    work.service.faults[2] = [Answer(403)]
    notes: list[str] = []
    work.upload(path, fields=fields, options={"progress": lambda told: notes.append(told.note)})
    assert work.service.content == CONTENT
    assert (len(work.service.calls("link")), len(work.service.calls("init"))) == ((1, 1) if way == "link" else (0, 2))
    assert any("starts again" in note for note in notes)


def test_dead_urls_where_no_record_can_be_opened_again(work: Work, path: Path) -> None:
    work.interrupt(path)
    work.service.faults[2] = [Answer(410)]
    bare = replace(KNOWN, start_existing=None)
    (one,) = unfinished_uploads(MODULE)
    work.resume(one.key, bare)
    assert len(work.service.calls("init")) == 2


@pytest.mark.parametrize("status", [404, 403])
def test_dead_urls_whose_record_is_refused(work: Work, path: Path, status: int) -> None:
    work.interrupt(path, fields={"name": "n", "key": "k"})
    work.service.faults[2] = [Answer(403)]
    work.service.start_faults = [reply({}, status)]
    if status == 403:
        with pytest.raises(StatusError):
            work.upload(path, fields={"name": "n", "key": "k"})
        (one,) = unfinished_uploads(MODULE)
        assert one.parts_done == 2, "the record that it has made is still known"
        work.upload(path, fields={"name": "n", "key": "k"})
        assert len(work.service.calls("init")) == 1
    else:
        work.upload(path, fields={"name": "n", "key": "k"})
        assert len(work.service.calls("init")) == 2


def test_dead_urls_of_content_for_a_record(work: Work, path: Path) -> None:
    work.interrupt(path, identifiers={"key": "k"})
    work.service.faults[2] = [Answer(403)]
    work.service.start_faults = [reply({}, 404)]
    with pytest.raises(StatusError):
        work.upload(path, identifiers={"key": "k"})
    work.upload(path, identifiers={"key": "k"})
    assert work.service.content == CONTENT


def test_urls_die_but_once(work: Work, path: Path) -> None:
    work.interrupt(path, fields={"name": "n", "key": "k"})
    work.service.faults[2] = [Answer(403), Answer(403)]
    with pytest.raises(PartFailedError):
        work.upload(path, fields={"name": "n", "key": "k"})


def test_urls_that_are_too_old(work: Work, path: Path, state: Path) -> None:
    work.interrupt(path, fields={"name": "n", "key": "k"})
    with closing(sqlite3.connect(state / "uploads-1.sqlite3", isolation_level=None)) as journal:
        journal.execute("UPDATE uploads SET expires = ?", (time.time(),))
    work.upload(path, fields={"name": "n", "key": "k"})
    assert len(work.service.calls("link")) == 1


def test_a_journal_that_fails_meanwhile_ends_no_upload(
    work: Work, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(Journal, "stored", fail)
    work.upload(path)
    assert work.service.content == CONTENT
    assert "disk I/O error" in caplog.text


def test_no_part_is_noted_for_a_start_that_could_not_be(
    work: Work, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would count for the older upload that the journal may still tell of."""
    noted: list[Any] = []

    def fail(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Journal, "write", fail)
    monkeypatch.setattr(Journal, "stored", lambda *given: noted.append(given))
    monkeypatch.setattr(Journal, "completed", lambda *given: noted.append(given))
    work.upload(path)
    assert (work.service.content, noted) == (CONTENT, [])


def test_a_journal_of_another_make(work: Work, path: Path, state: Path, caplog: pytest.LogCaptureFixture) -> None:
    state.mkdir()
    with closing(sqlite3.connect(state / "uploads-1.sqlite3")) as database:
        database.execute("CREATE TABLE uploads (key TEXT, something TEXT)")
    work.upload(path)
    assert work.service.content == CONTENT
    assert "uploads are not kept in the journal, and cannot be resumed: no such column" in caplog.text


def test_a_page_that_cannot_be_read(work: Work, path: Path, state: Path, caplog: pytest.LogCaptureFixture) -> None:
    work.interrupt(path)
    with closing(sqlite3.connect(state / "uploads-1.sqlite3")) as database, database:
        assert database.execute("UPDATE uploads SET lengths = '{'").rowcount == 1
    work.upload(path)
    assert work.service.content == CONTENT
    assert "cannot be read" in caplog.text


def test_a_journal_that_cannot_be_read(state: Path) -> None:
    state.mkdir()
    (state / "uploads-1.sqlite3").write_bytes(b"no database" * 999)
    for ask in (lambda: unfinished_uploads(MODULE), lambda: forget_upload(MODULE, "k")):
        with pytest.raises(UploadError, match="not a database"):
            ask()
