"""The checks of a package, held to a copy of it in which one text is another."""

from __future__ import annotations

import itertools
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from specproof.prove.engine.differing import Differing, Noticed, first
from specproof.prove.engine.loading import load, unload
from specproof.prove.engine.outcomes import Verdict
from specproof.prove.engine.worker import Session
from specproof.prove.mutants.edit import Edit, Unused, applied
from specproof.prove.mutants.features import features

__all__ = ["verdict"]

_numbers = itertools.count()
_EXAMPLES = 5


def verdict(session: Session, edit: Edit) -> Verdict:
    """What becomes of an edit.

    Raises:
        Stale: the runtime does not hold its text.
    """
    start = time.monotonic()
    fate, noticed, note = "unused", None, "the document has nothing that this is about"
    if edit.needs in _features(session):
        with suppress(Unused):
            noticed = _tried(session, edit)
            fate, note = ("killed", noticed.said) if noticed else ("survived", "")
    return Verdict(
        pointer=edit.file,
        place="",
        change=edit.what,
        keyword="",
        detail=f"{edit.old.strip()} → {edit.new.strip()}",
        verdict=fate,
        by=noticed.property if noticed else None,
        subject="",
        seconds=round(time.monotonic() - start, 4),
        note=note[:300],
    )


def _tried(session: Session, edit: Edit) -> Noticed | None:
    home = Path(session.job.folder) / "src" / session.job.module
    name = f"_specproof_edited_{os.getpid()}_{next(_numbers)}"
    folder = Path(session.job.scratch) / name
    try:
        shutil.copytree(home, folder)
        texts = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.py"))}
        changed, text = applied(edit, texts)
        (folder / changed).write_text(text)
        return _noticed(session, name, folder, edit)
    finally:
        unload(name)
        shutil.rmtree(folder, ignore_errors=True)


def _features(session: Session) -> frozenset[str]:
    home = Path(session.job.folder) / "src" / session.job.module
    models = "".join(path.read_text() for path in sorted((*home.glob("models.py"), *home.glob("models/*.py"))))
    return features(dict(session.promises.document.source), models)


def _noticed(session: Session, name: str, folder: Path, edit: Edit) -> Noticed | None:
    try:
        load(name, folder)
    except Exception as error:
        return Noticed("import", f"{type(error).__name__}: {error}")
    package: Any = session.package_of(name)
    order = sorted(range(len(session.checks)), key=lambda index: session.checks[index].about.property != edit.by)
    checks = [Differing(session.fresh(index), session.package) for index in order]
    if found := first(checks, package):
        return found
    seeded = ((check, session.seed_of(check)) for check in checks)
    return next((found for check, seed in seeded if (found := check.explored(package, seed, _EXAMPLES))), None)
