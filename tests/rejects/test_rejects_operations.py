"""What lowering and naming refuse, to the letter: ``<CODE>/<case>/``, with a ``specproof.lock`` where names matter."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest

from specproof.core.codes import CODES
from specproof.core.diagnostics import Findings, StopError
from specproof.core.project import Project, References
from specproof.document import DiskReader, Sources
from specproof.pipeline import build
from specproof.report.rows import rows
from specproof.report.text import as_text

HERE = Path(__file__).parent
PREFIXES = ("LOCK_", "OPERATION_", "PAGINATION", "UPLOAD_")
CASES = sorted(
    path.parent.relative_to(HERE).as_posix()
    for path in HERE.glob("*/*/openapi.yaml")
    if path.parent.parent.name.startswith(PREFIXES)
)


def printed() -> str:
    reader, findings = DiskReader(), Findings()
    project = Project(
        folder=Path(),
        settings_file=None,
        document=Path("openapi.yaml"),
        overlays=(),
        name="things-client",
        module="things",
        output=Path("out"),
        lock=Path("specproof.lock"),
        cache=Path(".cache"),
        references=References(Path()),
    )
    with contextlib.suppress(StopError):
        build(project, reader, findings)
    return as_text(rows(findings, Sources(reader.texts).place, reader.texts))


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_refused_in_these_words(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HERE / case, tmp_path / "case")
    monkeypatch.chdir(tmp_path / "case")
    said = printed()
    expected = HERE / case / "expected.txt"
    if os.environ.get("SPECPROOF_ACCEPT"):
        expected.write_text(said)
    assert said == expected.read_text()
    assert f"error[{case.partition('/')[0]}]" in said


def test_every_code_has_a_case() -> None:
    errors = {name for name, code in CODES.items() if code.severity == "error" and name.startswith(PREFIXES)}
    assert errors == {case.partition("/")[0] for case in CASES}
