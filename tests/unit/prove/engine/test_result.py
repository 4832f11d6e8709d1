"""A proof in numbers."""

from __future__ import annotations

from typing import Any

from specproof.prove.engine.outcomes import CheckOutcome, Failure, MutantOutcome
from specproof.prove.engine.result import has_passed, result, score


def outcome(verdict: str, how: str = "algebra", inside: int = 1, outside: int = 0) -> CheckOutcome:
    failure = Failure({"a": 1}, "rejected", "pytest") if verdict == "broken" else None
    return CheckOutcome("accept", "Pet", "/a", "type", "", how, verdict, inside, outside, 0.25, failure)


def mutant(verdict: str, by: str | None = None) -> MutantOutcome:
    return MutantOutcome("/a", "drop", "type", "", verdict, by, "Pet", 0.1)


def proof(outcomes: list[CheckOutcome], mutants: list[MutantOutcome]) -> dict[str, Any]:
    return result({"seed": 0}, outcomes, mutants, [], {"/a/type": "native"}, lambda pointer: f"api.yaml:{len(pointer)}")


def test_numbers() -> None:
    found = proof([outcome("held"), outcome("broken", outside=2), outcome("no cases", "redundant", 0)], [])
    assert found["summary"]["properties"]["accept"] == {
        "checks": 3,
        "inside": 2,
        "outside": 2,
        "broken": 1,
        "without_cases": {"redundant": 1},
        "seconds": 0.75,
    }
    assert found["outcomes"][1]["failure"] == {"case": {"a": 1}, "message": "rejected", "command": "pytest"}
    assert found["enforced"] == {"/a/type": "native"}
    assert {outcome["location"] for outcome in found["outcomes"]} == {"api.yaml:2"}


def test_what_the_score_counts() -> None:
    killed = [mutant("killed", "accept")] * 3
    assert score([*killed, mutant("survived"), mutant("equivalent"), mutant("unused"), mutant("refused")]) == 0.75
    assert score([mutant("equivalent")]) is None


def test_what_holds() -> None:
    assert has_passed(proof([outcome("held")], [mutant("killed", "accept"), mutant("equivalent")]))
    assert not has_passed(proof([outcome("broken")], []))
    assert not has_passed(proof([outcome("held")], [mutant("survived")]))
