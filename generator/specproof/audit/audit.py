"""The audit: how each constraint is enforced, and what can be proved about the document itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from specproof.audit.directions import add_direction_problems
from specproof.audit.examples import add_example_problems
from specproof.audit.named_operations import judge_named_operations
from specproof.audit.rows import Constraint, constraints_of
from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.core.openapi import SCHEMAS
from specproof.normal import Normal
from specproof.normal.inspect import inspect
from specproof.schema.constraint_report import State, constraint_report
from specproof.schema.findings import Analysis, Problem, analyze
from specproof.schema.split import split

__all__ = ["Audit", "audit"]


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of an audit, besides its findings.

    Attributes:
        constraints: every constraint of the document.
        problems: (defect, its location) of all defects that were proved.
        decided: number of questions that were answered.
        undecided: (question, location) of those without an answer.
    """

    constraints: tuple[Constraint, ...]
    problems: tuple[tuple[Problem, Location], ...]
    decided: int
    undecided: tuple[tuple[str, Location], ...]

    @property
    def states(self) -> Counter[State]:
        """Return the number of constraints by state."""
        return Counter(constraint.state for constraint in self.constraints)


def audit(
    form: Normal,
    findings: Findings,
    clock: Callable[[], float],
    formats: Mapping[str, str],
    keywords: Mapping[str, str] = MappingProxyType({}),
    seconds: float = 0.5,
) -> Audit:
    """Return how each constraint of a document is enforced and what is wrong with it; report the problems too.

    Args:
        clock: returns seconds, as ``time.monotonic``.
        formats: `format` -> Python type, as the project sets it.
        keywords: keywords of extensions, each with what the client does about it.
        seconds: time for one component, after which the rest of its questions remain undecided.
    """
    inspect(form, findings)
    analysis = analyze(form.schemas, form.opaque, clock, seconds)
    add_direction_problems(form, analysis)
    judge_named_operations(form.source, findings)
    located = [(problem, form.at(SCHEMAS + problem.at)) for problem in analysis.problems]
    open_questions = [(question, form.at(SCHEMAS + at)) for question, at in analysis.undecided]

    examples = Analysis()
    add_example_problems(form.source, examples)
    located += [(problem, form.source.origins.at(problem.at)) for problem in examples.problems]
    open_questions += [(question, form.source.origins.at(at)) for question, at in examples.undecided]

    for problem, place in located:
        findings.add(problem.code, problem.message, place)
    parts = split(form.schemas, _auxiliary(form), formats)
    rows = constraints_of(form, constraint_report(form.schemas, parts, formats), keywords)
    return Audit(tuple(rows), tuple(located), analysis.decided + examples.decided, tuple(open_questions))


def _auxiliary(form: Normal) -> Callable[[str], str]:
    """Unused names for the classes that the split adds; they are not shown."""
    return lambda name: next(free for free in _names(name) if free not in form.schemas)


def _names(name: str) -> Iterator[str]:
    while True:
        name += "Object"
        yield name
