"""What a process of the pool does: loads the package of a job once, then works off tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple
from functools import cached_property
from typing import Any

from specproof.prove.engine.check_outcome import run_check
from specproof.prove.engine.code_mutation import code_mutant_outcome
from specproof.prove.engine.job import Job
from specproof.prove.engine.mutation_run import MutationRun
from specproof.prove.engine.outcomes import CheckFinished, MutantFinished
from specproof.prove.engine.package_under_test import PackageUnderTest
from specproof.prove.mutants.code_mutation import CodeMutation
from specproof.prove.mutants.mutant import Mutant

__all__ = ["Worker", "start_worker"]


class Worker:
    """Handler of the tasks of a pool: a task is a pair of its kind and its argument."""

    def __init__(self, job: Job) -> None:
        self._tested = PackageUnderTest(job)

    def __call__(self, task: tuple[str, Any]) -> Iterator[Any]:
        kind, argument = task
        return _TASKS[kind](self, argument)

    def check_ids(self, _: None) -> Iterator[list[tuple[str, ...]]]:
        """Yield the fields of all check ids, in one event."""
        yield [astuple(check.id) for check in self._tested.checks]

    def checks(self, indices: list[int]) -> Iterator[CheckFinished]:
        """Run the checks with these indexes, and yield each result."""
        for index in indices:
            check = self._tested.copy_of(index)
            yield CheckFinished(index, run_check(check, self._tested.package, self._tested.seed_of(check)))

    def mutants(self, mutants: list[tuple[int, Mutant]]) -> Iterator[MutantFinished]:
        """Run the checks with these mutants of the document, and yield each result."""
        for index, mutant in mutants:
            yield MutantFinished(index, self._mutation_run.outcome(mutant))

    def code_mutations(self, mutations: list[tuple[int, CodeMutation]]) -> Iterator[MutantFinished]:
        """Run the checks with these mutations of generated code, and yield each result. Raises: StaleMutationError."""
        for index, mutation in mutations:
            yield MutantFinished(index, code_mutant_outcome(self._tested, mutation))

    @cached_property
    def _mutation_run(self) -> MutationRun:
        return MutationRun(self._tested)


_TASKS: Mapping[str, Callable[[Worker, Any], Iterator[Any]]] = {
    "check ids": Worker.check_ids,
    "checks": Worker.checks,
    "mutants": Worker.mutants,
    "code mutations": Worker.code_mutations,
}


def start_worker(job: Job) -> Worker:
    """Return the handler of tasks for a process of the pool. Raises: ImportError, if the package cannot be imported."""
    return Worker(job)
