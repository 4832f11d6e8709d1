"""The journal of unfinished uploads: where it is, what it holds, who may read it."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from specproof.extensions.multipart_upload.runtime.errors import (
    UploadError,
)
from specproof.extensions.multipart_upload.runtime.resume.journal import Journal
from specproof.extensions.multipart_upload.runtime.resume.listing import unfinished_uploads
from specproof.extensions.multipart_upload.runtime.resume.state_dir import state_dir
from tests.unit.extensions.multipart_upload.resuming import MODULE, Work, entry
from tests.unit.extensions.multipart_upload.uploading import CONTENT


def test_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("A_B_STATE_DIR", "/own")
    assert state_dir("company.a_b") == Path("/own")
    monkeypatch.delenv("A_B_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert state_dir("company.a_b") == Path("/state/a_b")
    monkeypatch.setenv("HOME", str(tmp_path))
    for none in ("", "relative"):
        monkeypatch.setenv("XDG_STATE_HOME", none)
        assert state_dir("a_b") == tmp_path / ".local/state/a_b"


def test_a_user_without_a_home(
    work: Work, path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As in a container that runs under any number: the upload goes on, and the list says what to set."""

    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in [name for name in os.environ if name.endswith(("_STATE_DIR", "XDG_STATE_HOME"))]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(Path, "home", unknown)
    work.upload(path)
    assert work.service.content == CONTENT
    assert "cannot be resumed: there is no home directory: set" in caplog.text
    with pytest.raises(UploadError, match=r"set .*_STATE_DIR"):
        unfinished_uploads(MODULE)


def test_the_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with closing(Journal(tmp_path / "new" / "folder")) as journal:
            journal.write(entry())
            modes = {stat.S_IMODE(file.stat().st_mode) for file in journal.folder.iterdir()}
            assert stat.S_IMODE(journal.folder.stat().st_mode) == 0o700
    finally:
        os.umask(before)
    assert modes == {0o600}


def test_a_journal(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal, closing(Journal(tmp_path)) as other:
        journal.write(entry())
        journal.write(entry(key="older", started=0.0))
        journal.stored("k", 1, 99)
        journal.stored("k", 0, None)
        assert other.parts("k") == {0: None, 1: 99}
        assert [one.key for one in other.entries()] == ["older", "k"]
        journal.completed("k")
        journal.take_over("k")
        assert other.find("k") == entry(is_completed=1, pid=os.getpid())
        journal.write(entry(response="{}"))
        assert other.parts("k") == {}
        journal.forget("k")
        assert other.find("k") is None


def test_what_is_half_written_is_not_there(tmp_path: Path) -> None:
    with closing(Journal(tmp_path)) as journal:
        journal.write(entry())
        journal.stored("k", 0, None)
        with pytest.raises(sqlite3.Error):
            journal.write(entry(lengths=object()))
        assert journal.parts("k") == {0: None}


def test_its_repr_tells_nothing() -> None:
    assert "secret" not in repr(entry(response="secret"))
