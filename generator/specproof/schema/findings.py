"""Defects of schemas that algebra can prove: unsatisfiable ones, constraints without effect, overlapping branches."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from specproof.core.location import Pointer
from specproof.core.openapi import schema_reference
from specproof.schema.algebra import Algebra, compiles, is_empty
from specproof.schema.disjoint import disjoint
from specproof.schema.example_value import example_value
from specproof.schema.expressions import without_double_escapes
from specproof.schema.keywords import BY_TYPE, Schema, assertions, types_of
from specproof.schema.specimens import texts
from specproof.schema.walk import targets, walk

__all__ = [
    "Analysis",
    "Problem",
    "analyze",
    "report_double_escapes",
    "report_endless",
    "report_overlaps",
    "report_redundant",
    "report_unsatisfiable",
    "shown",
]

_LIMITS = (
    "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "minimum",
    "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern",
)  # fmt: skip
_LONGEST = 160
_MOST_PAIRS = 6


@dataclass(frozen=True, slots=True)
class Problem:
    """A defect of a schema.

    Attributes:
        at: component, then the JSON pointer below it.
        value: a tuple of one example value that shows the defect, since it may be null; None without an example.
    """

    code: str
    message: str
    at: Pointer
    value: tuple[Any] | None = None


@dataclass(slots=True)
class Analysis:
    """Collects the result of an analysis.

    Attributes:
        is_late: whether the time for the current component is over.
        decided: number of questions that were answered.
        undecided: (question, component and pointer) of the others.
    """

    is_late: Callable[[], bool] = lambda: False
    problems: list[Problem] = field(default_factory=list)
    decided: int = 0
    undecided: list[tuple[str, Pointer]] = field(default_factory=list)

    def note(self, question: str, at: Pointer, answer: bool | None) -> bool:
        """Count a question as decided, or as undecided if the answer is None; return whether the answer is True."""
        if answer is None:
            self.undecided.append((question, at))
        else:
            self.decided += 1
        return answer is True


def analyze(
    schemas: Mapping[str, Schema], opaque: frozenset[str], clock: Callable[[], float], seconds: float = 0.5
) -> Analysis:
    """Return the defects of all schemas that set algebra can prove.

    Args:
        schemas: schema by component.
        opaque: components that are not analyzed.
        clock: returns seconds, as ``time.monotonic``.
        seconds: time for one component, after which the rest of its questions remain undecided.
    """
    started = clock()
    algebra, analysis = Algebra(schemas, opaque), Analysis(lambda: clock() - started > seconds)
    dead = report_unsatisfiable(algebra, analysis)
    report_endless(algebra, schemas, dead, analysis)
    for name, schema in schemas.items():
        if name in opaque:
            continue
        started = clock()
        for at, node in walk(schema, Pointer((name,))):
            if not isinstance(node, dict) or any(at[: len(one)] == one for one in dead):
                continue
            if analysis.is_late():
                analysis.undecided.append(("time", at))
                continue
            report_redundant(algebra, node, at, analysis)
            report_double_escapes(algebra, node, at, analysis)
            report_overlaps(algebra, schemas, node, at, analysis)
    return analysis


def report_unsatisfiable(algebra: Algebra, analysis: Analysis) -> list[Pointer]:
    """Report schemas that no value satisfies, of nested ones the innermost; return the pointers of all of them."""
    dead = algebra.unsatisfiable()
    for at, conflicts in dead.items():
        if not conflicts or any(other != at and other[: len(at)] == at for other in dead):
            continue
        telling = [(where, keywords) for where, keywords in conflicts if where != at or keywords != ("type",)]
        parts = [_named(keywords, where, at) for where, keywords in telling or conflicts]
        analysis.problems.append(Problem("AUDIT_UNSATISFIABLE", f"no value satisfies {' and '.join(parts)}", at))
    return list(dead)


def report_endless(algebra: Algebra, schemas: Mapping[str, Schema], dead: list[Pointer], analysis: Analysis) -> None:
    """Report schemas of which every value must contain another value of the same schema, without end.

    Args:
        dead: pointers of schemas that are reported already.
    """
    for name in _circular(schemas):
        at = Pointer((name,))
        values = algebra.values(schema_reference(name))
        if at not in dead and analysis.note("endless", at, None if values is None else is_empty(values) is True):
            message = "every value must contain another value of this schema, without end"
            analysis.problems.append(Problem("AUDIT_UNSATISFIABLE", message, at))


def _circular(schemas: Mapping[str, Schema]) -> list[str]:
    """What is left of the components when those that nothing left refers to, or that refer to nothing left, go."""
    uses = {name: set(targets(schema)) & schemas.keys() for name, schema in schemas.items()}
    while True:
        used = set().union(*uses.values())
        kept = {name: others & uses.keys() for name, others in uses.items() if name in used and others & uses.keys()}
        if kept == uses:
            return list(kept)
        uses = kept


def _named(keywords: tuple[str, ...], where: Pointer, at: Pointer) -> str:
    names = ", ".join(keywords) or "the schema"
    below = Pointer(where[len(at) :]) if where[: len(at)] == at else where
    return f"{names} at {below.fragment}" if below else names


def report_redundant(algebra: Algebra, schema: Mapping[str, Any], at: Pointer, analysis: Analysis) -> None:
    """Report the limits of one schema that its other keywords imply; of two that imply each other, one."""
    left = assertions(schema)
    if len(left) < 2:
        return
    for keyword in _LIMITS:
        if keyword not in left or (keyword == "pattern" and not compiles(left[keyword])):
            continue
        without = {key: value for key, value in left.items() if key != keyword}
        if analysis.note("redundant", at / keyword, _is_implied(algebra, without, left)):
            message = f"{keyword}: {shown(left[keyword])} has no effect: {_because(algebra, keyword, left)}"
            analysis.problems.append(Problem("AUDIT_REDUNDANT", message, at / keyword))
            left = without


def _is_implied(algebra: Algebra, without: Schema, limited: Schema) -> bool | None:
    """Whether a limit refuses nothing that is there without it. A value that it does refuse settles it."""
    more = algebra.difference(without, limited)
    answer = None if more is None else is_empty(more)
    if more is None or answer is not None:
        return answer
    wide, narrow = algebra.accepts(without), algebra.accepts(limited)
    if wide is None or narrow is None:
        return None
    refused = example_value(more, lambda value: wide(value) and not narrow(value))
    return None if refused is None else False


def _because(algebra: Algebra, keyword: str, limited: Mapping[str, Any]) -> str:
    kind = next(kind for kind, keywords in BY_TYPE.items() if keyword in keywords)
    declared = types_of(limited)
    if declared is not None and not {"integer" if kind == "number" else kind, kind} & set(declared):
        return f"it does not apply to values of type {' or '.join(declared)}"
    others = [key for key in limited if key not in (keyword, "type")]
    alone = (key for key in others if _does_imply(algebra, key, keyword, limited))
    return f"it is implied by {next(alone, None) or ' and '.join(others)}"


def _does_imply(algebra: Algebra, key: str, keyword: str, limited: Mapping[str, Any]) -> bool:
    kept = {word: limited[word] for word in ("type", key) if word in limited}
    more = algebra.difference(kept, {**kept, keyword: limited[keyword]})
    return more is not None and is_empty(more) is True


def report_double_escapes(algebra: Algebra, schema: Mapping[str, Any], at: Pointer, analysis: Analysis) -> None:
    """Report a pattern that seems to be escaped twice, with a string that matches only one of both readings."""
    pattern = schema.get("pattern")
    meant = without_double_escapes(pattern) if isinstance(pattern, str) else None
    if meant is None or pattern is None or not compiles(meant):
        return
    written, other = algebra.accepts({"pattern": pattern}), algebra.accepts({"pattern": meant})
    if written is None or other is None:
        return
    candidates = (*texts([meant], 1, None), *texts([pattern], 1, None))
    value = next((text for text in candidates if written(text) != other(text)), None)
    if analysis.note("escape", at / "pattern", None if value is None else True):
        verdict = "accepts" if value is not None and written(value) else "rejects"
        opposite = "rejects" if verdict == "accepts" else "accepts"
        message = f"{pattern} seems to be escaped twice: it {verdict} {shown(value)}, which {meant} {opposite}"
        analysis.problems.append(Problem("AUDIT_ESCAPE", message, at / "pattern", (value,)))


def report_overlaps(
    algebra: Algebra, schemas: Mapping[str, Schema], schema: Mapping[str, Any], at: Pointer, analysis: Analysis
) -> None:
    """Report pairs of ``oneOf`` branches that accept the same value, which ``oneOf`` therefore rejects."""
    branches = schema.get("oneOf", ())
    if len(branches) < 2 or not algebra.is_decidable(schema):
        return
    if disjoint(schemas, branches):
        analysis.note("overlap", at / "oneOf", False)
        return
    rest = {keyword: value for keyword, value in assertions(schema).items() if keyword != "oneOf"}
    problems: list[Problem] = []
    for i, j in combinations(range(len(branches)), 2):
        both = {"allOf": [*([rest] if rest else []), branches[i], branches[j]]}
        value = None if analysis.is_late() else _common(algebra, both, at, analysis)
        if value is not None:
            pair = f"{_branch(branches[i], i)} and {_branch(branches[j], j)}"
            message = f"the oneOf branches {pair} both accept {shown(value[0])}"
            problems.append(Problem("AUDIT_OVERLAP", message, at / "oneOf" / j, value))
    if analysis.is_late():
        analysis.undecided.append(("time", at / "oneOf"))
    if len(problems) > _MOST_PAIRS:
        last, more = problems[_MOST_PAIRS - 1], len(problems) - _MOST_PAIRS
        message = f"{last.message} (and {more} more pairs of this oneOf overlap)"
        problems[_MOST_PAIRS - 1 :] = [replace(last, message=message)]
    analysis.problems += problems


def _common(algebra: Algebra, both: Schema, at: Pointer, analysis: Analysis) -> tuple[Any] | None:
    values, accepts = algebra.values(both), algebra.accepts(both)
    empty = None if values is None else is_empty(values)
    value = None if empty or values is None or accepts is None else example_value(values, accepts)
    analysis.note("overlap", at / "oneOf", True if value is not None else False if empty else None)
    return value


def _branch(schema: Schema, index: int) -> str:
    ref = schema.get("$ref") if isinstance(schema, Mapping) else None
    return f"{index + 1} ({Pointer.parse(ref)[-1]})" if isinstance(ref, str) and ref.startswith("#") else f"{index + 1}"


def shown(value: Any) -> str:
    """Return a value as JSON for a message, cut to 160 characters."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
