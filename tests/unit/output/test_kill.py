"""Kill the process at every single step that it takes on the disk: the package is the old one or the new one, whole."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

OLD = {"README.md": "old\n", "src/pets/__init__.py": "old = 1\n", "src/pets/gone.py": "gone = 1\n"}
NEW = {"README.md": "new\n", "src/pets/__init__.py": "new = 1\n", "src/pets/added.py": "added = 1\n"}

STEP = """
import json, os, signal, sys
from pathlib import Path
from specproof.core.diagnostics import Findings
from specproof.output.write import apply, plan

folder, want, deadly = Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3])
steps = plan({path: text.encode() for path, text in want.items()}, folder, Findings())
taken = 0

def watch(event, _):
    global taken
    if event.startswith(("os.", "open", "shutil.", "ctypes.dlsym", "fcntl.")):
        taken += 1
        if taken == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
apply(steps)
"""


def run(folder: Path, want: dict[str, str], deadly: int = -1) -> int:
    arguments = [sys.executable, "-c", STEP, str(folder), json.dumps(want), str(deadly)]
    return subprocess.run(arguments, check=False, timeout=60).returncode


def package(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_a_whole_package(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(out, OLD) == 0
    (out / "mine.txt").write_text("mine")
    old = package(out)
    assert run(out, NEW) == 0
    new = package(out)
    assert run(out, OLD) == 0
    seen = set()
    for deadly in range(1, 200):
        ended = run(out, NEW, deadly)
        assert package(out) in (old, new), f"killed at step {deadly}"
        seen.add(package(out) == new)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        assert run(out, OLD) == 0
        assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert ended == 0
    assert deadly > 20
    assert seen == {False, True}
