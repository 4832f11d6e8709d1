"""Kill the process at every single step that it takes on the disk: the package is the old one or the new one, whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

OLD = {"README.md": "old\n", "src/pets/__init__.py": "old = 1\n", "src/pets/gone.py": "gone = 1\n"}
NEW = {"README.md": "new\n", "src/pets/__init__.py": "new = 1\n", "src/pets/added.py": "added = 1\n"}

WRITER = """
import json, os, signal, sys
from pathlib import Path
from specproof.core.diagnostics import Findings
from specproof.output.write import apply, plan

def write(folder, want, deadly):
    steps = plan({path: text.encode() for path, text in want.items()}, Path(folder), Findings())
    taken = 0

    def watch(event, _):
        nonlocal taken
        if event.startswith(("os.", "open", "shutil.", "ctypes.dlsym", "fcntl.")):
            taken += 1
            if taken == deadly:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    apply(steps)

for line in sys.stdin:
    process = os.fork()
    if process == 0:
        write(*json.loads(line))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""
"""Writes in a process of its own, as often as it is asked; there is no way to take an audit hook back."""

Write = Callable[..., int]


@pytest.fixture
def write() -> Iterator[Write]:
    """``write(folder, want, deadly)``: a process writes a package and is killed at a step; its exit status."""
    command = [sys.executable, "-c", WRITER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        asked, said = writer.stdin, writer.stdout
        assert asked is not None and said is not None

        def run(folder: Path, want: dict[str, str], deadly: int = -1) -> int:
            asked.write(json.dumps([str(folder), want, deadly]) + "\n")
            asked.flush()
            return int(said.readline())

        yield run


def package(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_kill_at_any_step_leaves_a_whole_package(write: Write, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write(out, OLD) == 0
    (out / "mine.txt").write_text("mine")
    old = package(out)
    assert write(out, NEW) == 0
    new = package(out)
    assert write(out, OLD) == 0
    seen = set()
    for deadly in range(1, 200):
        ended = write(out, NEW, deadly)
        assert package(out) in (old, new), f"killed at step {deadly}"
        seen.add(package(out) == new)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        assert write(out, OLD) == 0
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert ended == 0
    assert deadly > 20
    assert seen == {False, True}
