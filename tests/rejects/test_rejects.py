"""Every case of bad input, and exactly what is said about it: ``<CODE>/<case>/`` holds the input and ``expected.txt``.

The document is ``openapi.yaml`` or ``openapi.json``, with ``overlay.yaml`` where there is one; ``remote/`` is what the
network would answer, and ``references.json`` says which URLs are pinned. ``SPECPROOF_ACCEPT=1`` writes the expectation.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from pathlib import Path

import pytest

from specproof.core.codes import CODES
from specproof.core.diagnostics import Findings, StopError
from specproof.core.limits import Limits
from specproof.core.project import References
from specproof.document import DiskReader, Sources, effective_of
from specproof.report.rows import rows
from specproof.report.text import as_text

from .inputs import BUILT

HERE = Path(__file__).parent
PREFIXES = ("LOAD_", "REF_", "OVERLAY_", "DOC_")
CASES = sorted({path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/expected.txt")} | set(BUILT))
OURS = [case for case in CASES if case.startswith(PREFIXES)]


def fetch(url: str) -> bytes:
    return (Path("remote") / url.rpartition("/")[2]).read_bytes()


def printed(limits: Limits) -> str:
    """What the command line prints about the document in the current folder."""
    reader, findings = DiskReader(), Findings()
    first = next((path for path in (Path("openapi.json"), Path("openapi.yaml")) if path.exists()), Path("openapi.yaml"))
    overlays = tuple(path for path in (Path("overlay.yaml"),) if path.exists())
    told = Path("references.json")
    pinned = json.loads(told.read_text()) if told.exists() else {}
    with contextlib.suppress(StopError):
        effective_of(first, overlays, References(Path(), {}, pinned), reader, findings, limits=limits, fetch=fetch)
    return as_text(rows(findings, Sources(reader.texts).place, reader.texts))


@pytest.fixture
def folder(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the case, as the current folder: no path of a machine gets into what is printed."""
    made = tmp_path / "case"
    if (HERE / case).is_dir():
        shutil.copytree(HERE / case, made)
    made.mkdir(exist_ok=True)
    if case in BUILT:
        BUILT[case](made)
    monkeypatch.chdir(made)
    return made


@pytest.mark.parametrize("case", OURS)
def test_bad_input_is_refused_in_these_words(case: str, folder: Path) -> None:
    said = printed(Limits(bytes=1_000_000))
    expected = HERE / case / "expected.txt"
    if os.environ.get("SPECPROOF_ACCEPT"):
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(said)
    assert said == expected.read_text()
    assert f"error[{case.partition('/')[0]}]" in said


def test_every_code_has_a_case() -> None:
    errors = {name for name, code in CODES.items() if code.severity == "error" and name.startswith(PREFIXES)}
    assert errors == {case.partition("/")[0] for case in OURS}
