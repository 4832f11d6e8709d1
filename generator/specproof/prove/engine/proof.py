"""A whole proof as a stream of events: checks first, then mutants. It does not know who listens."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from specproof.prove.checks.check import CheckId
from specproof.prove.engine.job import Job
from specproof.prove.engine.outcomes import CheckFinished, CheckOutcome, Failure, MutantFinished, MutantOutcome
from specproof.prove.engine.pool import LostTask, Pool, Task
from specproof.prove.engine.worker import start_worker
from specproof.prove.mutants.code_mutation import CodeMutation
from specproof.prove.mutants.mutant import Mutant
from specproof.prove.mutants.sampling import sampled

__all__ = ["Event", "StageStarted", "UnknownSubjectError", "prove"]

_PATIENCE = 300.0  # seconds
_GROWTH = 128 * 2**20
_CHECKS, _MUTANTS, _CODE_MUTATIONS = 60, 10, 1
"""How many of them make a task, at most."""


class UnknownSubjectError(LookupError):
    """No check is about this type, operation or JSON pointer."""


@dataclass(frozen=True, slots=True)
class StageStarted:
    """Event: a stage begins.

    Attributes:
        stage: `checks`, `mutants` or `code mutations`.
        counts: property -> number of its checks; for mutants one number under the empty string.
    """

    stage: str
    counts: dict[str, int]


Event = StageStarted | CheckFinished | MutantFinished


def prove(
    job: Job,
    workers: int,
    mutants: Sequence[Mutant] = (),
    code_mutations: Sequence[CodeMutation] = (),
    most: int | None = None,
) -> Iterator[Event]:
    """Run the checks of a package, then mutants of its document and mutations of its code; yield events.

    Args:
        workers: how many processes to use.
        most: how many checks at most, some of each property; None for all.

    Raises:
        UnknownSubjectError: no check is about what ``job.only`` names.
        RuntimeError: the package or its tests cannot be imported, or a worker process raised an unexpected error.
    """
    with Pool(partial(start_worker, job), workers, _PATIENCE, _GROWTH) as pool:
        ids = _check_ids(pool)
        if job.only and not ids:
            raise UnknownSubjectError(f"no check is about {job.only!r}: give a type, an operation or a JSON pointer")
        chosen = sampled(ids, len(ids) if most is None else most, job.seed, lambda check_id: check_id.property)
        yield StageStarted("checks", _counted([ids[index] for index in chosen]))
        yield from _checks(pool, ids, chosen)
        if mutants:
            yield StageStarted("mutants", {"": len(mutants)})
            yield from _mutants(pool, "mutants", mutants, _MUTANTS)
        if code_mutations:
            yield StageStarted("code mutations", {"": len(code_mutations)})
            yield from _mutants(pool, "code mutations", code_mutations, _CODE_MUTATIONS)


def _check_ids(pool: Pool) -> list[CheckId]:
    for event in pool.run(deque([("check ids", None)])):
        if isinstance(event, LostTask):
            raise RuntimeError(event.why)
        return [CheckId(*fields) for fields in event]
    raise RuntimeError("no process sent the list of checks")


def _counted(ids: Sequence[CheckId]) -> dict[str, int]:
    return dict(Counter(check_id.property for check_id in ids))


def _checks(pool: Pool, ids: Sequence[CheckId], chosen: Sequence[int]) -> Iterator[CheckFinished]:
    """The checks of one subject together: what is worked out for one serves the others."""
    by_subject: dict[str, list[int]] = {}
    for index in chosen:
        by_subject.setdefault(ids[index].subject, []).append(index)
    queue: deque[Task] = deque(("checks", part) for indices in by_subject.values() for part in _parts(indices, _CHECKS))
    done: set[int] = set()
    for event in pool.run(queue):
        finished = event
        if isinstance(event, LostTask):
            lost, *rest = (index for index in event.task[1] if index not in done)
            queue.extendleft([("checks", rest)] if rest else [])
            finished = CheckFinished(lost, _lost_check(ids[lost], event.why))
        done.add(finished.index)
        yield finished


def _mutants(pool: Pool, kind: str, mutants: Sequence[Any], size: int) -> Iterator[MutantFinished]:
    queue: deque[Task] = deque((kind, part) for part in _parts(list(enumerate(mutants)), size))
    done: set[int] = set()
    for event in pool.run(queue):
        finished = event
        if isinstance(event, LostTask):
            (index, lost), *rest = (one for one in event.task[1] if one[0] not in done)
            queue.extendleft([(kind, rest)] if rest else [])
            finished = MutantFinished(index, _lost_mutant(lost, event.why))
        done.add(finished.index)
        yield finished


def _parts(items: list[Any], size: int) -> Iterator[list[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _lost_check(check_id: CheckId, why: str) -> CheckOutcome:
    return CheckOutcome(
        property=check_id.property,
        subject=check_id.subject,
        pointer=check_id.pointer,
        keyword=check_id.keyword,
        detail=check_id.detail,
        how="",
        verdict="broken",
        inside=0,
        outside=0,
        seconds=0.0,
        failure=Failure(None, why.strip().rpartition("\n")[2], ""),
    )


def _lost_mutant(lost: Mutant | CodeMutation, why: str) -> MutantOutcome:
    """A mutant over which a process died: no check failed over it."""
    if isinstance(lost, Mutant):
        pointer, change, keyword, detail = str(lost.at), lost.change, lost.keyword, lost.detail
    else:
        pointer, change, keyword, detail = lost.file, lost.what, "", ""
    return MutantOutcome(
        pointer=pointer,
        change=change,
        keyword=keyword,
        detail=detail,
        verdict="survived",
        by=None,
        subject="",
        seconds=0.0,
        note=why.strip().rpartition("\n")[2],
    )
