"""A disk that takes no more bytes: the old package stays, nothing half-written is left."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from specproof.core.diagnostics import Findings
from specproof.output.write import apply, plan, replace_file


@contextmanager
def full_after(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size`` bytes: the kernel refuses the write, as it does when a disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_old_package_stays(tmp_path: Path) -> None:
    apply(plan({"a.py": b"old", "b.py": b"old"}, tmp_path / "out", Findings()))
    steps = plan({"a.py": b"new", "b.py": b"n" * 100_000}, tmp_path / "out", Findings())
    with full_after(4096), pytest.raises(OSError, match="too large"):
        apply(steps)
    assert (tmp_path / "out" / "a.py").read_bytes() == b"old"
    assert (tmp_path / "out" / "b.py").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out"]


def test_a_first_package_is_not_begun(tmp_path: Path) -> None:
    steps = plan({"b.py": b"n" * 100_000}, tmp_path / "out", Findings())
    with full_after(4096), pytest.raises(OSError, match="too large"):
        apply(steps)
    assert os.listdir(tmp_path) == []


def test_one_file_stays_as_it_was(tmp_path: Path) -> None:
    replace_file(tmp_path / "lock", b"old")
    with full_after(4096), pytest.raises(OSError, match="too large"):
        replace_file(tmp_path / "lock", b"n" * 100_000)
    assert (tmp_path / "lock").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["lock"]
