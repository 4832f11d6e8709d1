"""A proof as JUnit XML."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from specproof.report.junit import as_junit


def outcome(**more: Any) -> dict[str, Any]:
    about = {
        "property": "accept",
        "subject": "Pet",
        "pointer": "/a",
        "keyword": "type",
        "detail": "",
        "location": "pets.yaml:12",
    }
    return {
        **about,
        "how": "algebra",
        "verdict": "held",
        "inside": 3,
        "outside": 0,
        "seconds": 0.5,
        "failure": None,
        **more,
    }


def mutant(verdict: str) -> dict[str, Any]:
    about = {"pointer": "/a", "location": "", "change": "drop", "keyword": "type", "detail": "", "subject": "Pet"}
    return {**about, "verdict": verdict, "by": None, "seconds": 0.25, "note": ""}


def parsed(outcomes: list[dict[str, Any]], *mutants: dict[str, Any]) -> ElementTree.Element:
    proof = {"seconds": 1.5, "outcomes": outcomes, "mutants": list(mutants), "code_mutants": []}
    return ElementTree.fromstring(as_junit(proof))


def test_a_suite_a_property() -> None:
    root = parsed([outcome(), outcome(property="reject"), outcome(property="reject", pointer="/b")])
    assert [(suite.attrib["name"], suite.attrib["tests"]) for suite in root] == [("accept", "1"), ("reject", "2")]
    case = root[0][0]
    assert (case.attrib["classname"], case.attrib["name"], case.attrib["time"]) == ("Pet", "/a type", "0.500")
    assert (case.attrib["file"], case.attrib["line"]) == ("pets.yaml", "12")
    assert root.attrib["time"] == "1.500"


def test_a_failure_says_all_there_is_to_say() -> None:
    failure = {"case": {"a": "\x00<é"}, "message": "refused: \x01\nbecause", "command": "pytest tests"}
    root = parsed([outcome(verdict="broken", failure=failure)])
    assert root[0].attrib["failures"] == "1"
    found = root[0][0].find("failure")
    assert found is not None
    assert found.attrib["message"] == "refused: \ufffd"
    for said in ("because", "pets.yaml:12 #/a", '{"a": "\\u0000<é"}', "pytest tests"):
        assert said in str(found.text)


def test_without_cases() -> None:
    root = parsed([outcome(verdict="no cases", how="redundant")])
    assert root[0].attrib["skipped"] == "1"
    skipped = root[0][0].find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "redundant"


def test_mutants_that_survive_are_failures() -> None:
    root = parsed([], mutant("killed"), mutant("survived"), mutant("equivalent"))
    suite = root[0]
    assert {key: suite.attrib[key] for key in ("name", "tests", "failures", "skipped")} == {
        "name": "mutants",
        "tests": "3",
        "failures": "1",
        "skipped": "1",
    }
