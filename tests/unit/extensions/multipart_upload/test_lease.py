"""Leases: one process or thread at a time works on an upload."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from specproof.extensions.multipart_upload.runtime.errors import (
    UploadError,
)
from specproof.extensions.multipart_upload.runtime.resume.lease import LeaseHeldError, lease
from specproof.extensions.multipart_upload.runtime.resume.listing import forget_upload
from tests.unit.extensions.multipart_upload.resuming import MODULE, Work


def test_a_lease(tmp_path: Path) -> None:
    with lease(tmp_path, "a"), lease(tmp_path, "b"), pytest.raises(LeaseHeldError), lease(tmp_path, "a"):
        pass
    with lease(tmp_path, "a"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_lease_that_cannot_be_had(tmp_path: Path) -> None:
    (tmp_path / "a.lock").mkdir()
    with pytest.raises(sqlite3.OperationalError), lease(tmp_path, "a"):
        pass


@pytest.mark.parametrize("moment", ["before it is opened", "after it was opened"])
def test_a_lock_file_that_its_last_holder_removes_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Another one may hold the new file already: the old one is no lease."""
    module = import_module("specproof.extensions.multipart_upload.runtime.resume.lease")
    real, removed = sqlite3.connect, []

    def connect(path: Path, **more: Any) -> Any:
        found = real(path, **more)
        if not removed:
            removed.append(path)
            if moment == "after it was opened":
                found.execute("SELECT * FROM sqlite_master")
            path.unlink()
            if moment == "after it was opened":
                path.touch()
        return found

    monkeypatch.setattr(module.sqlite3, "connect", connect)
    with lease(tmp_path, "a"):
        monkeypatch.undo()
        assert removed
        with pytest.raises(LeaseHeldError), lease(tmp_path, "a"):
            pass


def test_a_lock_that_cannot_be_had_is_told(work: Work, path: Path, state: Path) -> None:
    key = work.interrupt(path)
    (state / f"{key}.lock").mkdir()
    with pytest.raises(UploadError, match="cannot be locked"):
        work.upload(path)
    with pytest.raises(UploadError, match="cannot be used"):
        forget_upload(MODULE, key)


def test_a_lease_ends_with_its_process(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom specproof.extensions.multipart_upload.runtime.resume.lease "
        "import lease\n"
        "with lease(Path(sys.argv[1]), 'a'):\n    print('held', flush=True)\n    time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(LeaseHeldError), lease(tmp_path, "a"):
        pass
    process.kill()
    process.communicate()
    with lease(tmp_path, "a"):
        pass


def test_a_second_thread_that_asks_takes_nothing_away(tmp_path: Path) -> None:
    """POSIX takes a process' locks away when it closes any descriptor of the file."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom specproof.extensions.multipart_upload.runtime.resume.lease "
        "import LeaseHeldError, lease\n"
        "try:\n    with lease(Path(sys.argv[1]), 'a'):\n        print('had')\n"
        "except LeaseHeldError:\n    print('taken')\n"
    )
    with lease(tmp_path, "a"):
        with pytest.raises(LeaseHeldError), lease(tmp_path, "a"):
            pass
        told = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert told.stdout == "taken\n"


def test_what_a_database_says_of_a_lock_is_told(tmp_path: Path) -> None:
    from specproof.extensions.multipart_upload.runtime.resume.lease import _is_locked

    class Broken:
        def execute(self, statement: str) -> None:
            raise sqlite3.OperationalError("disk I/O error")

    with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
        _is_locked(Broken(), tmp_path, 1)  # type: ignore[arg-type]  # it stands in for a connection
