"""A whole proof as a stream of events: checks first, then mutants. It does not know who listens."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from specproof.prove.checks.check import About
from specproof.prove.engine.outcomes import Failure, Judged, Outcome, Proved, Verdict
from specproof.prove.engine.pool import Lost, Pool, Task
from specproof.prove.engine.worker import Job, open_session
from specproof.prove.mutants.edit import Edit
from specproof.prove.mutants.mutant import Mutant
from specproof.prove.mutants.sampling import sampled

__all__ = ["Event", "NothingPromised", "Planned", "prove"]

_PATIENCE = 300.0  # seconds
_GROWTH = 128 * 2**20
_CHECKS, _MUTANTS, _EDITS = 60, 10, 1
"""How many of them make a task, at most."""


class NothingPromised(LookupError):
    """No type, operation or place of the document that has a promise is called so."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What comes now, and how much of it: `checks` by property, `mutants`, `edits`."""

    stage: str
    counts: dict[str, int]


Event = Planned | Proved | Judged


def prove(
    job: Job,
    workers: int,
    mutants: Sequence[Mutant] = (),
    edits: Sequence[Edit] = (),
    most: int | None = None,
) -> Iterator[Event]:
    """Hold a package to its promises, then mutants of its document and edits of its code.

    Args:
        most: how many checks at most, some of each property; None for all.

    Raises:
        NothingPromised: what alone the job asks for does not exist.
        RuntimeError: the package or its tests cannot be imported, or something fails that is no promise.
    """
    with Pool(partial(open_session, job), workers, _PATIENCE, _GROWTH) as pool:
        abouts = _abouts(pool)
        if job.only and not abouts:
            raise NothingPromised(f"nothing is promised of {job.only!r}: no type, operation or pointer is called so")
        chosen = sampled(abouts, len(abouts) if most is None else most, job.seed, lambda about: about.property)
        yield Planned("checks", _counted([abouts[index] for index in chosen]))
        yield from _checked(pool, abouts, chosen)
        if mutants:
            yield Planned("mutants", {"": len(mutants)})
            yield from _judged(pool, "mutants", mutants, _MUTANTS)
        if edits:
            yield Planned("edits", {"": len(edits)})
            yield from _judged(pool, "edits", edits, _EDITS)


def _abouts(pool: Pool) -> list[About]:
    for said in pool.run(deque([("abouts", None)])):
        if isinstance(said, Lost):
            raise RuntimeError(said.why)
        return [About(*one) for one in said]
    raise RuntimeError("no process told which checks there are")


def _counted(abouts: Sequence[About]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for about in abouts:
        counts[about.property] = counts.get(about.property, 0) + 1
    return counts


def _checked(pool: Pool, abouts: Sequence[About], chosen: Sequence[int]) -> Iterator[Proved]:
    """The checks of one subject together: what is worked out for one serves the others."""
    by_subject: dict[str, list[int]] = {}
    for index in chosen:
        by_subject.setdefault(abouts[index].subject, []).append(index)
    queue: deque[Task] = deque(("checks", part) for indices in by_subject.values() for part in _parts(indices, _CHECKS))
    done: set[int] = set()
    for said in pool.run(queue):
        if isinstance(said, Lost):
            lost, *rest = (index for index in said.task[1] if index not in done)
            queue.extendleft([("checks", rest)] if rest else [])
            proved = Proved(lost, _without_end(abouts[lost], said.why))
        else:
            proved = said
        done.add(proved.index)
        yield proved


def _judged(pool: Pool, kind: str, mutants: Sequence[Any], size: int) -> Iterator[Judged]:
    queue: deque[Task] = deque((kind, part) for part in _parts(list(enumerate(mutants)), size))
    done: set[int] = set()
    for said in pool.run(queue):
        if isinstance(said, Lost):
            (index, lost), *rest = (one for one in said.task[1] if one[0] not in done)
            queue.extendleft([(kind, rest)] if rest else [])
            judged = Judged(index, _undecided(lost, said.why))
        else:
            judged = said
        done.add(judged.index)
        yield judged


def _parts(items: list[Any], size: int) -> Iterator[list[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _without_end(about: About, why: str) -> Outcome:
    return Outcome(
        property=about.property,
        subject=about.subject,
        pointer=about.pointer,
        keyword=about.keyword,
        detail=about.detail,
        place="",
        how="",
        verdict="broken",
        inside=0,
        outside=0,
        seconds=0.0,
        failure=Failure(None, why.strip().rpartition("\n")[2], ""),
    )


def _undecided(lost: Mutant | Edit, why: str) -> Verdict:
    """A mutant over which a process died has not been noticed by a promise."""
    if isinstance(lost, Mutant):
        pointer, change, keyword, detail = str(lost.at), lost.change, lost.keyword, lost.detail
    else:
        pointer, change, keyword, detail = lost.file, lost.what, "", ""
    return Verdict(
        pointer=pointer,
        place="",
        change=change,
        keyword=keyword,
        detail=detail,
        verdict="survived",
        by=None,
        subject="",
        seconds=0.0,
        note=why.strip().rpartition("\n")[2],
    )
