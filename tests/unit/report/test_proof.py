"""What a `proof.json` says, put together; and the page as text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from specproof.report.html import render_html
from specproof.report.proof import CODE, view

NAME: dict[str, Any] = {"subject": "Pet", "pointer": "/components/schemas/Pet/properties/name", "location": "a.yaml:3"}
LENGTH = {**NAME, "keyword": "maxLength", "detail": ""}
NONE = {"how": "undecided", "verdict": "no cases"}
PETS = {**NAME, "subject": "GET /pets"}
RESULT: dict[str, Any] = {
    "document": {"title": "Pets & more", "version": "1"},
    "outcomes": [
        {**NAME, "pointer": "/components/schemas/Pet", "property": "accept", "verdict": "held", "inside": 9},
        {**LENGTH, "property": "reject", "verdict": "held", "inside": 2, "outside": 5, "seconds": 0.5},
        {**NAME, **NONE, "keyword": "minLength", "property": "reject", "how": "redundant"},
        {**PETS, **NONE, "pointer": "/components/parameters/P", "property": "request"},
        {**PETS, "pointer": "/paths/~1pets/get", "property": "response", "verdict": "broken"},
    ],
    "mutants": [
        {**LENGTH, "change": "drop", "verdict": "killed", "by": "reject", "seconds": 0.25},
        {**LENGTH, "change": "loosen", "detail": "41", "verdict": "undecided-survived"},
        {**LENGTH, "change": "tighten", "verdict": "equivalent"},
        {**NAME, "keyword": "pattern", "change": "drop", "verdict": "undecided-killed"},
        {
            "pointer": "/components/securitySchemes/key",
            "keyword": "in",
            "change": "swap",
            "verdict": "unused",
            "subject": "",
        },
    ],
    "code_mutants": [{"change": "lose an alias", "verdict": "killed"}],
    "enforced": {"/components/schemas/Pet/properties/name/maxLength": "type"},
}


def test_outcomes_and_mutants_of_one_constraint_are_one_row() -> None:
    pet = view(RESULT).groups[0]
    assert [row.keyword for row in pet.rows] == ["", "maxLength", "minLength", "pattern"]
    length = pet.rows[1]
    assert (length.inside, length.outside, length.seconds, length.enforced) == (2, 5, 0.75, "type")
    assert (length.killed, length.survived, len(length.mutants)) == (1, 1, 3)


def test_what_a_reader_looks_for() -> None:
    marks = {
        (group.name, row.keyword, row.pointer[-1]): row.marks for group in view(RESULT).groups for row in group.rows
    }
    assert marks["Pet", "", "t"] == ()
    assert marks["Pet", "maxLength", "e"] == ("survivor", "undecided")
    assert marks["Pet", "minLength", "e"] == ("redundant",)
    assert marks["Pet", "pattern", "e"] == ("undecided",)
    assert marks["GET /pets", "", "P"] == ("undecided",)
    assert marks["GET /pets", "", "t"] == ("broken",)


def test_groups_are_of_four_kinds() -> None:
    kinds = [(group.name, group.kind, group.pointer) for group in view(RESULT).groups]
    assert kinds == [
        ("Pet", "schema", "/components/schemas/Pet"),
        ("GET /pets", "operation", "/paths/~1pets/get"),
        ("/components/securitySchemes/key", "elsewhere", "/components/securitySchemes/key"),
        (CODE, "code", "0"),
    ]


def test_the_score_counts_what_changes_the_meaning() -> None:
    page = view(RESULT)
    assert (page.killed, page.survived, dict(page.unscored)) == (3, 1, {"equivalent": 1, "unused": 1})
    assert page.score == 0.75
    assert page.verdicts == {"held": 2, "no cases": 2, "broken": 1}


@pytest.mark.parametrize(
    ("killed", "survived", "shown"), [(1, 0, "100"), (1999, 1, "99.9"), (99999, 1, "99.9"), (0, 3, "0")]
)
def test_a_score_is_never_rounded_up(killed: int, survived: int, shown: str) -> None:
    mutants = [{**LENGTH, "verdict": "killed"}] * killed + [{**LENGTH, "verdict": "survived"}] * survived
    assert f"<b>{shown}<i>%</i></b>" in render_html({"mutants": mutants})


def test_without_mutants_the_score_is_of_the_promises() -> None:
    text = render_html({**RESULT, "mutants": [], "code_mutants": []})
    assert "<b>66.6<i>%</i></b> <span>of the checks passed" in text
    assert "No check was run" in render_html({})


def test_the_page_is_one_file_that_asks_for_nothing() -> None:
    text = render_html(RESULT)
    assert re.findall(r"""(?:src|href|action)="(?!#|data:)[^"]*\"""", text) == []
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|innerHTML|document\.write", text)
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
    assert " style=" not in text


def test_data_cannot_leave_its_element() -> None:
    hostile = "</script><!--<script>\u2028]]>"
    text = render_html({"outcomes": [{**NAME, "subject": hostile, "verdict": "held", "property": "accept"}]})
    (data,) = re.findall(r'<script type="application/json" id="proof">(.*?)</script>', text, re.DOTALL)
    assert not set("<>&") & set(data)
    assert json.loads(data)["groups"][0]["name"] == hostile.replace("\u2028", "\\u2028")


def test_the_same_result_gives_the_same_page() -> None:
    assert render_html(RESULT) == render_html(json.loads(json.dumps(RESULT)))


def test_what_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match="verdict"):
        render_html({"outcomes": [NAME]})
