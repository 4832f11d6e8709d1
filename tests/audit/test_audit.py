"""What is said about each doubtful document: ``<CODE>/<case>/``; a case called ``silent`` shows what is fine.

``SPECPROOF_ACCEPT=1`` writes the expectation.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from specproof.audit import Audit, audit
from specproof.core.codes import CODES
from specproof.core.diagnostics import Findings
from specproof.document import DiskReader, Sources
from specproof.pipeline import normal
from specproof.project import from_options
from specproof.report.rows import rows
from specproof.report.text import as_text

HERE = Path(__file__).parent
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/openapi.yaml"))
SAID_BY_GENERATE = {
    "PATTERN_EXPLODES", "PATTERN_UNUSABLE", "DEFAULT_INVALID", "DISCRIMINATOR_TARGET", "SCHEMA_IDENTITY",
}  # fmt: skip


def audited(document: Path) -> tuple[Audit, str]:
    """The audit of a document, and what the command line prints about it."""
    reader, findings = DiskReader(), Findings()
    project = from_options(document, Path("out"), "pets-client", {})
    found = audit(normal(project, reader, findings), findings, lambda: 0.0, project.formats)
    return found, as_text(rows(findings, Sources(reader.texts).place, reader.texts))


@pytest.mark.parametrize("case", CASES)
def test_a_document_is_judged_in_these_words(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / case)
    _, said = audited(Path("openapi.yaml"))
    expected = HERE / case / "expected.txt"
    if os.environ.get("SPECPROOF_ACCEPT"):
        expected.write_text(said)
    assert said == expected.read_text()
    code, _, name = case.partition("/")
    assert (f"[{code}]" in said) is (name != "silent")


def test_every_code_of_an_audit_has_a_case_that_fires_and_one_that_does_not() -> None:
    audits = {code for code in CODES if code.startswith("AUDIT_")}
    assert {case.partition("/")[0] for case in CASES} == audits | SAID_BY_GENERATE
    for code in audits:
        assert f"{code}/silent" in CASES
        assert len([case for case in CASES if case.startswith(f"{code}/")]) > 1
