"""A proof as JUnit XML: a suite per property, a case per check; each surviving mutant is a failure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

__all__ = ["as_junit"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, 2.2: what no document may hold."""


def as_junit(proof: Mapping[str, Any]) -> str:
    """Return a proof as an XML document in JUnit's format.

    Args:
        proof: the content of the file that `specproof prove --json` writes.
    """
    root = ElementTree.Element("testsuites", name="specproof prove", time=_seconds(proof["seconds"]))
    by_property: dict[str, list[Mapping[str, Any]]] = {}
    for outcome in proof["outcomes"]:
        by_property.setdefault(outcome["property"], []).append(outcome)
    for name, outcomes in by_property.items():
        _suite(root, name, [_case(outcome) for outcome in outcomes])
    for name in ("mutants", "code_mutants"):
        if proof[name]:
            _suite(root, name.replace("_", " "), [_mutant(verdict) for verdict in proof[name]])
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ElementTree.Element, name: str, cases: list[ElementTree.Element]) -> None:
    failures = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    seconds = sum(float(case.get("time", "0")) for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures), "skipped": str(skipped), "errors": "0"}
    ElementTree.SubElement(root, "testsuite", {"name": name, "time": _seconds(seconds), **counts}).extend(cases)


def _case(outcome: Mapping[str, Any]) -> ElementTree.Element:
    words = (outcome["pointer"], outcome["keyword"], outcome["detail"])
    case = _element(outcome["subject"], " ".join(word for word in words if word), outcome)
    failure = outcome["failure"]
    if failure is not None:
        element = ElementTree.SubElement(case, "failure", message=_text(failure["message"].partition("\n")[0]))
        element.text = _text("\n".join(_lines(outcome, failure)))
    elif outcome["verdict"] == "no cases":
        ElementTree.SubElement(case, "skipped", message=_text(outcome["how"]))
    return case


def _lines(outcome: Mapping[str, Any], failure: Mapping[str, Any]) -> Iterator[str]:
    yield failure["message"]
    yield f"declared: {outcome['location']} #{outcome['pointer']}"
    yield f"value: {json.dumps(failure['case'], ensure_ascii=False)}"
    if failure["command"]:
        yield f"reproduce: {failure['command']}"


def _mutant(verdict: Mapping[str, Any]) -> ElementTree.Element:
    words = (verdict["change"], verdict["keyword"], verdict["detail"], verdict["pointer"])
    case = _element(verdict["subject"] or "package", " ".join(word for word in words if word), verdict)
    if verdict["verdict"] == "survived":
        ElementTree.SubElement(case, "failure", message="no check detects this mutant").text = _text(verdict["note"])
    elif verdict["verdict"] != "killed":
        ElementTree.SubElement(case, "skipped", message=_text(f"{verdict['verdict']}: {verdict['note']}"))
    return case


def _element(subject: str, name: str, row: Mapping[str, Any]) -> ElementTree.Element:
    facts = {"classname": _text(subject), "name": _text(name), "time": _seconds(row["seconds"])}
    file, _, line = row["location"].rpartition(":")
    return ElementTree.Element("testcase", facts | ({"file": _text(file), "line": line} if file else {}))


def _seconds(value: float) -> str:
    return f"{value:.3f}"


def _text(value: str) -> str:
    return _NOT_XML.sub("\ufffd", value)
