"""What is refused beside documents: settings and output folders (``generate``), faults (``serve``). One folder a case.

``expected.txt`` is all that it prints, to the letter; it ends with 2 and changes nothing. A missing text is written
under ``SPECPROOF_WRITE_EXPECTED=1``, to be read before they are committed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from specproof.core.codes import CODES

HERE = Path(__file__).parent
CASES = sorted(path for path in HERE.glob("*/*") if path.is_dir() and path.parent.name in CODES)


def entries(folder: Path) -> dict[str, bytes | str | None]:
    """Everything in a folder: content of files, target of links."""
    return {
        path.relative_to(folder).as_posix(): os.readlink(path)
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in folder.rglob("*")
    }


def arguments(code: str) -> list[str]:
    if code.startswith("FAULTS_"):
        return ["serve", "case", "--faults", "case/faults.yaml", "--port", "0", "--storage-port", "0"]
    return ["generate", "case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_reject(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(case, folder, symlinks=True, ignore=shutil.ignore_patterns("expected.txt"))
    before = entries(folder)
    command = [sys.executable, "-m", "specproof", *arguments(case.parent.name)]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    printed = ended.stderr.replace(str(tmp_path), "<here>")
    expected = case / "expected.txt"
    if os.environ.get("SPECPROOF_WRITE_EXPECTED") and not expected.exists():
        expected.write_text(printed)
    assert printed == expected.read_text()
    assert f"error[{case.parent.name}]" in printed
    assert (ended.returncode, ended.stdout) == (2, "")
    assert entries(folder) == before


def test_every_code_has_a_case() -> None:
    ours = ("PROJECT_", "OUTPUT_", "FAULTS_")
    codes = {code for code in CODES if code.startswith(ours) and CODES[code].severity == "error"}
    assert codes == {case.parent.name for case in CASES}
