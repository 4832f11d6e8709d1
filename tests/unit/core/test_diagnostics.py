"""Findings, and the codes that extensions add."""

from __future__ import annotations

import pytest

from specproof.core.codes import Code
from specproof.core.diagnostics import Findings, Severity

ODD = Code("warning", "an odd greeting", "write another")


def test_a_code_must_be_known() -> None:
    with pytest.raises(KeyError, match="GREETING"):
        Findings().add("GREETING", "odd")


def test_an_added_code_is_known_to_these_findings_alone() -> None:
    findings = Findings()
    findings.add_codes({"GREETING": ODD})
    findings.add_codes({"GREETING": ODD})
    findings.add("GREETING", "odd")
    (finding,) = findings.of(Severity.WARNING)
    assert finding.advice == "write another"
    with pytest.raises(KeyError):
        Findings().add("GREETING", "odd")


def test_a_code_means_one_thing() -> None:
    with pytest.raises(ValueError, match="the code LOAD_SYNTAX is taken"):
        Findings().add_codes({"LOAD_SYNTAX": ODD})
