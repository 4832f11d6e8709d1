"""What a process of the pool does: loads the package under proof once, then works off tasks."""

from __future__ import annotations

import gc
import importlib
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import astuple, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis.configuration import set_hypothesis_home_dir

from specproof.prove.checks import Package, profiles
from specproof.prove.engine.attempt import outcome
from specproof.prove.engine.loading import load
from specproof.prove.engine.outcomes import Judged, Proved

if TYPE_CHECKING:
    from specproof.prove.engine.mutation_run import Replay
    from specproof.prove.mutants.edit import Edit
    from specproof.prove.mutants.mutant import Mutant

__all__ = ["PACKAGE", "TESTS", "Job", "Rebuild", "Session", "open_session"]

Rebuild = Callable[[dict[str, Any], Mapping[str, str], bool], Mapping[str, str | bytes]]
"""An effective document, operations that have another key in it by that key, and whether more than models is wanted ->
the modules of its package by path below the module's folder. Raises: StopError."""

PACKAGE = "_specproof_proved"
TESTS = "_specproof_promises"
_FRAMES = 20_000


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be proved, for any process.

    Attributes:
        folder: the package: `src/`, `tests/`.
        module: its import name.
        rebuild: generates a mutant; picklable.
        only: a subject or a pointer; empty for all.
        scratch: a folder for mutants.
    """

    folder: str
    module: str
    rebuild: Rebuild
    scratch: str
    profile: str = "ci"
    seed: int = 0
    only: str = ""
    formats: tuple[str, ...] = ()


class Session:
    """The package and its checks, in one process."""

    def __init__(self, job: Job) -> None:
        self.job = job
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))
        sys.dont_write_bytecode = True
        set_hypothesis_home_dir(Path(job.scratch) / ".hypothesis")  # not in the folder of whoever asks
        profiles.load(job.profile)
        folder = Path(job.folder)
        load(PACKAGE, folder / "src" / job.module)
        load(TESTS, folder / "tests")
        self.promises: Any = importlib.import_module(f"{TESTS}.promises").PROMISES
        self.package = self.package_of(PACKAGE)
        gc.freeze()  # what is here stays: no collection has to look at it again

    def package_of(self, module: str) -> Package:
        """A package under proof."""
        return Package(module)

    @cached_property
    def checks(self) -> list[Any]:
        """All that are asked for. None of them is ever tried itself: it would keep its cases."""
        wanted = self.job.only
        return [
            check
            for check in self.promises.checks()
            if not wanted or wanted in (check.about.subject, check.about.pointer, str(check.about))
        ]

    def fresh(self, index: int) -> Any:
        """A check that is forgotten together with its cases."""
        return copy(self.checks[index])

    def place(self, pointer: str) -> str:
        return str(self.promises.places.at(pointer))

    def seed_of(self, check: Any) -> int:
        """Another one for each check, the same in every run."""
        return zlib.crc32(str(check.about).encode()) ^ self.job.seed

    def __call__(self, task: tuple[str, Any]) -> Iterator[Any]:
        kind, given = task
        return _TASKS[kind](self, given)

    def abouts(self, _: Any) -> Iterator[Any]:
        """What every check is about, in one event."""
        yield [astuple(check.about) for check in self.checks]

    def tried(self, indices: list[int]) -> Iterator[Proved]:
        """An outcome a check."""
        for index in indices:
            check = self.fresh(index)
            place = self.place(check.about.pointer)
            yield Proved(index, outcome(check, self.package, place, self.seed_of(check)))

    def mutated(self, mutants: list[tuple[int, Mutant]]) -> Iterator[Judged]:
        """A verdict a mutant of the document."""
        for index, mutant in mutants:
            yield Judged(index, self.replay.verdict(mutant))

    def edited(self, edits: list[tuple[int, Edit]]) -> Iterator[Judged]:
        """A verdict an edit of the generated code."""
        from specproof.prove.engine.code_mutation import verdict  # here: few runs want it

        for index, edit in edits:
            yield Judged(index, verdict(self, edit))

    @cached_property
    def replay(self) -> Replay:
        from specproof.prove.engine.mutation_run import Replay  # here: it brings the algebra along

        return Replay(self)


_TASKS: Mapping[str, Callable[[Session, Any], Iterator[Any]]] = {
    "abouts": Session.abouts,
    "checks": Session.tried,
    "mutants": Session.mutated,
    "edits": Session.edited,
}


def open_session(job: Job) -> Session:
    """What the pool calls in each process."""
    return Session(job)
