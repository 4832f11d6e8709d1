"""What a run reads, and what it was asked for in vain."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from specproof.output.cache import Recorder, Stamp, is_current, tool_digest, write_stamp


def test_a_device_is_no_input() -> None:
    """It has no end, so no limit on bytes would ever be reached."""
    recorder = Recorder()
    with pytest.raises(OSError, match="a device"):
        recorder.read(Path("/dev/zero"))
    assert recorder.missing == {"/dev/zero"}


def test_what_was_read_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"text")
    recorder = Recorder()
    assert recorder.read(tmp_path / "a") == b"text"
    with pytest.raises(FileNotFoundError):
        recorder.read(tmp_path / "b")
    assert (recorder.texts, recorder.missing) == ({str(tmp_path / "a"): b"text"}, {str(tmp_path / "b")})


def test_a_pipe_is_no_input(tmp_path: Path) -> None:
    """Without a writer a reader would wait for ever."""
    os.mkfifo(tmp_path / "a")
    with pytest.raises(OSError, match="a pipe"):
        Recorder().read(tmp_path / "a")


def test_an_input_that_became_a_pipe_is_another_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    stamp = Stamp(tool_digest(), "", {str(tmp_path / "a"): "0"}, str(tmp_path), {}, [])
    assert not is_current(stamp, "")


def test_git_ignores_the_cache(tmp_path: Path) -> None:
    write_stamp(tmp_path / "cache", Stamp("", "", {}, str(tmp_path), {}, []))
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    seen = subprocess.run(["git", "status", "--porcelain"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ((tmp_path / "cache" / "stamp.json").exists(), seen.stdout) == (True, "")
