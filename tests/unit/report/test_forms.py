"""One finding in the three forms."""

from __future__ import annotations

import json

from specproof.core.diagnostics import Findings
from specproof.core.location import Location, Pointer
from specproof.report.machine import as_github, as_json
from specproof.report.rows import Row, rows
from specproof.report.text import as_text

TEXT = b"openapi: 3.1.0\r\n\tpaths: {}\r\n"


def located(column: int = 2, text: bytes = TEXT) -> list[Row]:
    findings = Findings()
    findings.add("DOC_SHAPE", "no place for this", Location("a.yaml", Pointer.parse("/paths")), hint="remove it")
    return rows(findings, lambda _: (2, column), {"a.yaml": text})


def test_text_shows_the_line_with_its_tab() -> None:
    assert as_text(located()) == (
        "a.yaml:2:2: error[DOC_SHAPE]: no place for this\n"
        "  at #/paths\n"
        "     2 |  paths: {}\n"
        "       |  ^\n"
        "  hint: remove it\n"
    )


def test_a_long_line_is_cut_around_the_place() -> None:
    printed = as_text(located(5000, b"\n" + b"x" * 4999 + b"!" + b"y" * 4999)).splitlines()
    excerpt, caret = printed[2], printed[3]
    assert len(excerpt) < 140
    assert excerpt[caret.index("^")] == "!"


def test_a_row_keeps_no_more_of_a_minified_document_than_it_shows() -> None:
    (row,) = located(500_001, b"\n" + b"x" * 500_000 + b"!" + b"y" * 500_000)
    assert row.source is not None
    assert len(row.source) <= 120
    assert row.source[500_000 - row.cut] == "!"


def test_a_message_is_not_longer_than_somebody_reads() -> None:
    findings = Findings()
    findings.add("DOC_SHAPE", f"no place for {'x' * 1_000_000}")
    (row,) = rows(findings, lambda _: None, {})
    assert row.message.startswith("no place for xxx")
    assert row.message.endswith(" more characters)")
    assert len(row.message) < 2_100


def test_control_characters_of_a_document_do_not_reach_the_terminal() -> None:
    row = Row("DOC_SHAPE", "error", "bad \x1b[31m name\n::error::", source="\x1b]0;title\x07 a", line=1, column=1)
    assert "\x1b" not in as_text([row])
    assert as_github([row]).count("\n") == 1


def test_a_finding_without_a_place() -> None:
    findings = Findings()
    findings.add("DOC_SHAPE", "somewhere")
    assert as_text(rows(findings, lambda _: None, {})) == (
        "error[DOC_SHAPE]: somewhere\n  hint: see the OpenAPI specification for this object\n"
    )


def test_a_place_that_no_text_holds() -> None:
    findings = Findings()
    findings.add("DOC_SHAPE", "somewhere", Location("b.yaml", Pointer.parse("/x")), hint="-")
    assert as_text(rows(findings, lambda _: None, {})) == "b.yaml: error[DOC_SHAPE]: somewhere\n  at #/x\n  hint: -\n"


def test_github_escapes_what_it_would_read_as_its_own() -> None:
    row = Row("DOC_SHAPE", "note", "100%\nsure", file="a,b:c.yaml", line=1, column=2)
    assert as_github([row]) == "::notice file=a%2Cb%3Ac.yaml,line=1,col=2,title=DOC_SHAPE::100%25%0Asure\n"


def test_json_holds_what_is_known() -> None:
    printed = as_json([Row("DOC_SHAPE", "error", "é", source="a: b")], {"files": 1})
    finding = {"code": "DOC_SHAPE", "severity": "error", "message": "é"}
    assert json.loads(printed) == {"findings": [finding], "files": 1}
    assert printed.isascii()


def test_a_pointer_in_text_is_not_longer_than_somebody_reads() -> None:
    row = Row("DOC_SHAPE", "error", "no", "fix it", "a.json", f"/paths/{'x' * 1_000_000}/get", 1, 1)
    text = as_text([row])
    assert len(text) < 1_500
    assert "at #/paths/xxx" in text
    assert "xxx/get" in text
