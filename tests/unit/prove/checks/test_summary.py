"""What a run says at its end: nothing is passed over in silence."""

from __future__ import annotations

from specproof.prove.checks.check_run import CaseCounts
from specproof.prove.checks.summary import Summary


def lines(*rows: tuple[str, CaseCounts, str]) -> list[str]:
    summary = Summary()
    for check_id, counts, constraint in rows:
        summary.add(check_id, counts, constraint)
    return list(summary.lines())


def test_nothing_tried_nothing_said() -> None:
    assert lines() == []


def test_sides_are_counted_by_constraint() -> None:
    assert lines(
        ("accept A", CaseCounts("algebra", 1200, 0), ""),
        ("accept A max", CaseCounts("algebra", 3, 0), "A max"),
        ("reject A max", CaseCounts("sampled", 0, 4), "A max"),
        ("accept A min", CaseCounts("algebra", 1, 0), "A min"),
        ("reject A min", CaseCounts("redundant", 0, 0), "A min"),
    ) == [
        "proof: 5 checks with 1,204 valid and 4 invalid cases",
        "proof: 1 of 2 constraints tried on both sides, 1 of them by sampling where the algebra had no answer",
        "proof: 1 redundant (proved: the schema means the same without it)",
    ]


def test_what_is_undecided_is_named() -> None:
    found = lines(*((f"reject A {number}", CaseCounts("undecided"), f"A {number}") for number in range(12)))
    assert found[2] == "proof: 12 undecided (no value found, and no proof that there is none)"
    assert found[3:] == [*(f"  reject A {number}" for number in range(10)), "  … and 2 more"]
