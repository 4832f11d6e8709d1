"""A proof as annotations: failed checks first, each at its line."""

from __future__ import annotations

from typing import Any

from specproof.report.annotations import proof_as_github

ABOUT: dict[str, Any] = {"subject": "Pet", "keyword": "maxLength", "detail": "", "location": "spec/a.yaml:12"}
RESULT: dict[str, Any] = {
    "outcomes": [
        {**ABOUT, "property": "reject", "verdict": "held"},
        {
            **ABOUT,
            "property": "reject",
            "verdict": "broken",
            "failure": {"case": "xxxx", "message": "accepted, 100%\n::error::forged", "command": "pytest -k x"},
        },
    ],
    "mutants": [
        {**ABOUT, "change": "loosen", "detail": "41", "verdict": "survived", "note": ""},
        {**ABOUT, "change": "drop", "verdict": "killed"},
    ],
    "code_mutants": [{"change": "lose an alias", "verdict": "survived", "location": "", "note": "nobody saw"}],
}


def test_one_line_each_with_its_place() -> None:
    assert proof_as_github(RESULT).splitlines() == [
        "::error file=spec/a.yaml,line=12,title=failed check::"
        "Pet reject maxLength: accepted, 100%25%0A::error::forged (pytest -k x)",
        "::warning file=spec/a.yaml,line=12,title=surviving mutant::Pet loosen maxLength 41",
        "::warning title=surviving mutant::lose an alias: nobody saw",
    ]


def test_a_proof_that_holds_says_nothing() -> None:
    assert proof_as_github({"outcomes": RESULT["outcomes"][:1], "mutants": RESULT["mutants"][1:]}) == ""


def test_a_long_command_stays_out() -> None:
    (held, broken) = RESULT["outcomes"]
    long = {**broken, "failure": {**broken["failure"], "command": "x" * 300}}
    assert "xxx" not in proof_as_github({"outcomes": [held, long]})
