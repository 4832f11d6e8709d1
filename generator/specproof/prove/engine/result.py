"""A proof as one JSON document: what reports are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from specproof.prove.engine.outcomes import CheckOutcome, MutantOutcome

__all__ = ["has_passed", "result", "score", "summary"]

_WITHOUT = "no cases"


def result(
    about: Mapping[str, Any],
    outcomes: Sequence[CheckOutcome],
    mutants: Sequence[MutantOutcome],
    code_mutants: Sequence[MutantOutcome],
    enforced: Mapping[str, str],
    locate: Callable[[str], str],
) -> dict[str, Any]:
    """Return the content of the file that `specproof prove --json` writes.

    Args:
        about: `specproof`, `document`, `profile`, `seed`, `seconds`, `started`.
        enforced: JSON pointer of a keyword -> how it is enforced, such as `guard`.
        locate: JSON pointer -> `file:line` in the document; empty if it is not known.
    """
    return {
        **about,
        "summary": summary(outcomes, mutants, code_mutants),
        "outcomes": [{**asdict(outcome), "location": locate(outcome.pointer)} for outcome in outcomes],
        "mutants": [{**asdict(mutant), "location": locate(mutant.pointer)} for mutant in mutants],
        "code_mutants": [{**asdict(mutant), "location": ""} for mutant in code_mutants],
        "enforced": dict(enforced),
    }


def summary(
    outcomes: Sequence[CheckOutcome], mutants: Sequence[MutantOutcome], code_mutants: Sequence[MutantOutcome]
) -> dict[str, Any]:
    """Return the numbers of a proof: of checks by property, and of mutants by verdict."""
    by_property: dict[str, list[CheckOutcome]] = {}
    for outcome in outcomes:
        by_property.setdefault(outcome.property, []).append(outcome)
    return {
        "checks": len(outcomes),
        "broken": sum(outcome.verdict == "broken" for outcome in outcomes),
        "properties": {name: _row(those) for name, those in by_property.items()},
        "mutants": _fates(mutants),
        "code_mutants": _fates(code_mutants),
    }


def _row(outcomes: Sequence[CheckOutcome]) -> dict[str, Any]:
    without = Counter(outcome.how for outcome in outcomes if outcome.verdict == _WITHOUT)
    return {
        "checks": len(outcomes),
        "inside": sum(outcome.inside for outcome in outcomes),
        "outside": sum(outcome.outside for outcome in outcomes),
        "broken": sum(outcome.verdict == "broken" for outcome in outcomes),
        "without_cases": dict(sorted(without.items())),
        "seconds": round(sum(outcome.seconds for outcome in outcomes), 2),
    }


def _fates(verdicts: Sequence[MutantOutcome]) -> dict[str, Any]:
    fates = Counter(verdict.verdict for verdict in verdicts)
    killers = Counter(verdict.by for verdict in verdicts if verdict.by)
    return {
        "mutants": len(verdicts),
        **{fate: fates[fate] for fate in ("killed", "survived", "equivalent", "refused", "unused")},
        "score": score(verdicts),
        "by": dict(killers.most_common()),
    }


def score(verdicts: Iterable[MutantOutcome]) -> float | None:
    """Return killed mutants as a share of killed and survived ones, 0 to 1; None if there are none."""
    fates = Counter(verdict.verdict for verdict in verdicts)
    meaningful = fates["killed"] + fates["survived"]
    return fates["killed"] / meaningful if meaningful else None


def has_passed(proof: Mapping[str, Any]) -> bool:
    """Whether no check failed and no mutant survived in a proof.

    Args:
        proof: the content of the file that `specproof prove --json` writes.
    """
    numbers = proof["summary"]
    return not (numbers["broken"] or numbers["mutants"]["survived"] or numbers["code_mutants"]["survived"])
