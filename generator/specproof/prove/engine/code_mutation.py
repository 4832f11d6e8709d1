"""The checks of a package, run with a copy of it that has one mutation of its code."""

from __future__ import annotations

import itertools
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from specproof.prove.checks.package import Package
from specproof.prove.engine.loading import load, unload
from specproof.prove.engine.mutation_check import Kill, MutationCheck, first_kill
from specproof.prove.engine.outcomes import MutantOutcome
from specproof.prove.engine.package_under_test import PackageUnderTest
from specproof.prove.mutants.code_mutation import CodeMutation, MutationNotApplicableError, apply
from specproof.prove.mutants.features import features

__all__ = ["code_mutant_outcome"]

_numbers = itertools.count()
_EXAMPLES = 5


def code_mutant_outcome(tested: PackageUnderTest, mutation: CodeMutation) -> MutantOutcome:
    """Run the checks with a copy of the package whose code has one mutation, and return whether one of them fails.

    Raises:
        StaleMutationError: the runtime does not contain the text that the mutation replaces.
    """
    start = time.monotonic()
    fate, kill, note = "unused", None, "the document has nothing that this mutation is about"
    if mutation.needs in _features(tested):
        with suppress(MutationNotApplicableError):
            kill = _kill(tested, mutation)
            fate, note = ("killed", kill.message) if kill else ("survived", "")
    return MutantOutcome(
        pointer=mutation.file,
        change=mutation.what,
        keyword="",
        detail=f"{mutation.old.strip()} → {mutation.new.strip()}",
        verdict=fate,
        by=kill.property if kill else None,
        subject="",
        seconds=round(time.monotonic() - start, 4),
        note=note[:300],
    )


def _kill(tested: PackageUnderTest, mutation: CodeMutation) -> Kill | None:
    home = Path(tested.job.folder) / "src" / tested.job.module
    name = f"_specproof_mutation_{os.getpid()}_{next(_numbers)}"
    folder = Path(tested.job.scratch) / name
    try:
        shutil.copytree(home, folder)
        texts = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.py"))}
        changed, text = apply(mutation, texts)
        (folder / changed).write_text(text)
        return _kill_of(tested, name, folder, mutation)
    finally:
        unload(name)
        shutil.rmtree(folder, ignore_errors=True)


def _features(tested: PackageUnderTest) -> frozenset[str]:
    home = Path(tested.job.folder) / "src" / tested.job.module
    models = "".join(path.read_text() for path in sorted((*home.glob("models.py"), *home.glob("models/*.py"))))
    return features(dict(tested.contract.document.source), models)


def _kill_of(tested: PackageUnderTest, name: str, folder: Path, mutation: CodeMutation) -> Kill | None:
    try:
        load(name, folder)
    except Exception as error:
        return Kill("import", f"{type(error).__name__}: {error}")
    package = Package(name)
    order = sorted(range(len(tested.checks)), key=lambda index: tested.checks[index].id.property != mutation.by)
    checks = [MutationCheck(tested.copy_of(index), tested.package) for index in order]
    if found := first_kill(checks, package):
        return found
    seeded = ((check, tested.seed_of(check)) for check in checks)
    return next((found for check, seed in seeded if (found := check.search_kill(package, seed, _EXAMPLES))), None)
