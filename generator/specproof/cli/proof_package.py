"""The package to be proved, in a folder of its own, and the mutants to be tested."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from specproof import pipeline
from specproof.audit.rows import constraints_of
from specproof.cli.rebuild import Rebuild
from specproof.cli.session import Session
from specproof.core.location import Pointer
from specproof.core.project import Project
from specproof.pipeline import Build
from specproof.prove.engine.job import Job
from specproof.prove.engine.loading import write
from specproof.prove.mutants.catalogue import mutants_of
from specproof.prove.mutants.mutant import Mutant
from specproof.prove.mutants.sampling import sampled

__all__ = ["Options", "ProofPackage", "proof_package"]


@dataclass(frozen=True, slots=True)
class Options:
    """How much of a package is tested, as the options of `specproof prove` say; `sample` is a number of mutants.

    For `checks` and `sample` None means all; for `only`, a type, operation or JSON pointer, an empty string does.
    """

    profile: str
    seed: int
    workers: int
    only: str
    checks: int | None
    mutants: bool
    sample: int | None
    code_mutants: bool


@dataclass(frozen=True, slots=True)
class ProofPackage:
    """A generated package, in memory, and its project."""

    project: Project
    built: Build

    @property
    def tree(self) -> dict[str, Any]:
        """Return the effective document as JSON."""
        return self.built.document.tree

    def job(self, folder: Path, options: Options) -> Job:
        """Write the package into a folder, and return the job that proves it there."""
        write(self.built.files, folder / "package")
        rebuild = Rebuild.of(self.project, self.built.lock)
        return Job(
            folder=str(folder / "package"),
            module=self.project.module,
            rebuild=rebuild,
            scratch=str(folder / "mutants"),
            profile=options.profile,
            seed=options.seed,
            only=options.only,
        )

    def mutants(self, options: Options) -> list[Mutant]:
        """Return the mutants of the document to test; none unless the options ask for mutants."""
        if not options.mutants and options.sample is None:
            return []
        mutants = list(mutants_of(self.tree, tuple(self.project.formats)))
        if options.only:
            around = (options.only, self._pointer(options.only))
            mutants = [mutant for mutant in mutants if any(f"{mutant.at}/".startswith(f"{place}/") for place in around)]
        most = len(mutants) if options.sample is None else options.sample
        return [mutants[index] for index in sampled(mutants, most, options.seed, lambda mutant: mutant.stratum)]

    def _pointer(self, name: str) -> str:
        """The pointer of a type or an operation."""
        if (pointer := self.built.normal.pointers.get(name)) is not None:
            return str(pointer)
        method, _, path = name.partition(" ")
        return str(Pointer(("paths", path, method.lower())))

    def enforced(self) -> dict[str, str]:
        """Return how each constraint is enforced: JSON pointer of the keyword -> state, such as `native` or `guard`."""
        rows = constraints_of(self.built.normal, self.built.constraint_report)
        return {str(row.pointer): str(row.state) for row in rows}


def proof_package(session: Session) -> ProofPackage:
    """Return the generated package of a project, in memory.

    Raises:
        StopError: the settings or the document have errors.
    """
    project = session.project()
    return ProofPackage(project, pipeline.build(project, session.recorder, session.findings))
