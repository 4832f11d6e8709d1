"""The checks of the original document, run with a package that is generated of a mutant."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from specproof.core.location import Pointer
from specproof.oracle.directions import Direction
from specproof.oracle.document import Document
from specproof.oracle.media_types import essence, is_json
from specproof.oracle.operations import METHODS
from specproof.prove.checks.check import Check
from specproof.prove.checks.exported_types import ExportedType
from specproof.prove.checks.package import Package
from specproof.prove.engine.mutant_package import NotGeneratedError, NotImportableError, mutant_package
from specproof.prove.engine.mutation_check import Kill, MutationCheck, first_kill
from specproof.prove.engine.outcomes import MutantOutcome
from specproof.prove.engine.package_under_test import PackageUnderTest
from specproof.prove.mutants.document_slices import Slices, Unit
from specproof.prove.mutants.equivalence import is_escaped_alike, means_the_same
from specproof.prove.mutants.implied_change import is_implied
from specproof.prove.mutants.mutant import Mutant

__all__ = ["MutationRun"]

_EXAMPLES = 60
_SECONDS = 10.0
"""Of the processor, for the search of a case that kills what the boundary cases let live."""

_MARKS = frozenset(("readOnly", "writeOnly"))
"""Keywords of a property that the types of its objects enforce."""

_SEEING = frozenset(("unevaluatedProperties", "unevaluatedItems"))
_CLOSING = frozenset(("tighten", "narrow", "require", "swap type"))
_OPERATIONS = 3
"""Of those that share a part: some can never be called, for want of a style that says their arguments."""

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_UNREACHED = "nothing that the client sends or reads depends on this"
_SAID = 300  # characters


@dataclass(frozen=True, slots=True)
class _Trial:
    """What is generated of a mutant, and which checks it is tried with.

    Attributes:
        units: parts of the document.
        types: the exported types that are tried; empty for an operation.
        subjects: whose checks.
    """

    units: tuple[Unit, ...]
    types: tuple[ExportedType, ...]
    subjects: tuple[str, ...]


class MutationRun:
    """Runs the checks of a package with mutants of its document."""

    def __init__(self, tested: PackageUnderTest) -> None:
        self._tested = tested
        self._slices = Slices(dict(tested.contract.document.source))
        self._types: dict[Pointer, list[ExportedType]] = defaultdict(list)
        for one in tested.contract.types:
            self._types[Pointer.parse(one.pointer)].append(one)
        self._checks: dict[str, list[Check]] = defaultdict(list)
        for check in tested.checks:
            self._checks[check.id.subject].append(check)
        self._fresh = lru_cache(8)(self._copies)
        self._part = lru_cache(4)(self._slice)
        self._document = lru_cache(4)(lambda trial: Document(self._part(trial)))

    def outcome(self, mutant: Mutant) -> MutantOutcome:
        """Return whether a check fails with the package of a mutant."""
        start = time.monotonic()
        unit = self._slices.unit_of(mutant.at)
        note = _why_unused(mutant)
        trials = [] if unit is None or note else self._trials(mutant, unit)
        verdict, by, note = self._fate(mutant, trials) if trials else ("unused", None, note or _UNREACHED)
        return MutantOutcome(
            pointer=str(mutant.at),
            change=mutant.change,
            keyword=mutant.keyword,
            detail=mutant.detail,
            verdict=verdict,
            by=by,
            subject=trials[0].subjects[0] if trials else "",
            seconds=round(time.monotonic() - start, 4),
            note=note[:_SAID],
        )

    def _fate(self, mutant: Mutant, trials: Sequence[_Trial]) -> tuple[str, str | None, str]:
        """Verdict, property, note."""
        proved = True
        for trial in trials:
            try:
                fate = self._tried(trial, mutant)
            except NotGeneratedError as error:
                return "refused", None, str(error)
            except NotImportableError as error:
                return "killed", "import", str(error)
            if isinstance(fate, Kill):
                return "killed", fate.property, fate.message
            proved = proved and fate
        return ("equivalent", None, "it is proved to mean the same") if proved else ("survived", None, "")

    def _tried(self, trial: _Trial, mutant: Mutant) -> Kill | bool:
        """What kills the mutant, or whether it is proved that nothing can."""
        with mutant_package(self._tested, self._part(trial), mutant, not trial.types) as package:
            checks = self._ordered(trial, mutant)
            if kill := first_kill(checks, package):
                return kill
            return self._is_equivalent(trial, mutant) or self._searched(checks, package) or False

    def _trials(self, mutant: Mutant, unit: Unit) -> list[_Trial]:
        """For a schema the types around the change; for what is said of a property, those that use its schema, too."""
        if not mutant.is_schema:
            return self._of_operation(unit)
        lengths = range(len(mutant.at), 1, -1)
        around = [one for length in lengths for one in self._types.get(Pointer(mutant.at[:length]), ())]
        trials = [_trial((unit,), around)]
        if mutant.keyword in _MARKS:
            users = self._slices.users(unit)
            types = [one for at, types in self._types.items() if self._slices.unit_of(at) in users for one in types]
            trials.append(_trial((unit, *users), types))
        return [trial for trial in trials if trial.types] or self._of_operation(unit)

    def _of_operation(self, unit: Unit) -> list[_Trial]:
        is_operation = unit[0] == "paths" and unit[2] in METHODS
        operations = [unit] if is_operation else self._slices.operations(unit)
        return [_Trial((one,), (), (f"{one[2].upper()} {one[1]}",)) for one in operations[:_OPERATIONS]]

    def _searched(self, checks: list[MutationCheck], package: Package) -> Kill | None:
        end = time.process_time() + _SECONDS
        for check in checks:
            if time.process_time() > end:
                return None
            if kill := check.search_kill(package, self._tested.seed_of(check), _EXAMPLES):
                return kill
        return None

    def _is_equivalent(self, trial: _Trial, mutant: Mutant) -> bool:
        """Whether the types mean the same: for each, the changed schema object does, or the whole."""
        before, after = self._document(trial), Document(mutant.of(self._part(trial)))
        if not trial.types:
            way: Direction = "response" if "responses" in mutant.at else "request"
            same = mutant.is_schema and means_the_same(before, after, str(mutant.at), way)
            return same is True or (mutant.keyword == "allowReserved" and is_escaped_alike(before, str(mutant.at)))
        by_part = mutant.keyword not in _MARKS and not _counts_what_was_seen(before.source)
        at = str(mutant.at)
        return all(
            (by_part and means_the_same(before, after, at, one.direction))
            or means_the_same(before, after, one.pointer, one.direction)
            or (by_part and is_implied(before, mutant, one.direction))
            for one in trial.types
        )

    def _ordered(self, trial: _Trial, mutant: Mutant) -> list[MutationCheck]:
        """The checks that are likeliest to notice first."""
        at = str(mutant.at)
        checks = [check for subject in trial.subjects for check in self._fresh(subject)]
        wanted = ("accept", "reject") if mutant.change in _CLOSING else ("reject", "accept")

        def rank(check: MutationCheck) -> tuple[bool, bool, bool, bool]:
            return (
                check.id.pointer != at,
                check.id.keyword not in ("", mutant.keyword),
                check.id.property != wanted[0],
                check.id.property != wanted[1],
            )

        return sorted(checks, key=rank)

    def _copies(self, subject: str) -> list[MutationCheck]:
        return [MutationCheck(copy(check), self._tested.package) for check in self._checks.get(subject, ())]

    def _slice(self, trial: _Trial) -> dict[str, Any]:
        return self._slices.of_schemas(*trial.units) if trial.types else self._slices.of_operation(trial.units[0])


def _trial(units: tuple[Unit, ...], types: Sequence[ExportedType]) -> _Trial:
    return _Trial(units, tuple(types), tuple(dict.fromkeys(one.name for one in types)))


def _why_unused(mutant: Mutant) -> str:
    """Why the change makes no difference to a client, which passes on what it gets; empty if it may."""
    at = mutant.at
    if (mutant.kind == "header" and not mutant.is_schema) or (mutant.kind, mutant.keyword) == ("response", "headers"):
        return "a client passes on the headers of a response as they are"
    if mutant.is_schema and at[-1] == "schema" and "content" in at[:-1]:
        media = essence(at[len(at) - at[::-1].index("content")])
        if not is_json(media) and (media not in _FORMS or "responses" in at):
            return f"a client passes on {media} as it is"
    return ""


def _counts_what_was_seen(node: Any) -> bool:
    """Whether a document asks what other keywords have looked at: then two schemas that accept the same may differ."""
    if isinstance(node, list):
        return any(map(_counts_what_was_seen, node))
    if not isinstance(node, Mapping):
        return False
    return not _SEEING.isdisjoint(node) or any(map(_counts_what_was_seen, node.values()))
