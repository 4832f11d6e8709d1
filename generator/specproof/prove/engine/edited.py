"""The checks of a package, held to a copy of it in which one text is another."""

from __future__ import annotations

import itertools
import os
import shutil
import time
from pathlib import Path
from typing import Any

from specproof.prove.engine.differing import Differing, Noticed, first
from specproof.prove.engine.loading import load, unload
from specproof.prove.engine.outcomes import Verdict
from specproof.prove.engine.session import Session
from specproof.prove.mutants.edits import Edit, applied

__all__ = ["verdict"]

_numbers = itertools.count()
_EXAMPLES = 5


def verdict(session: Session, edit: Edit) -> Verdict:
    """What becomes of an edit.

    Raises:
        Stale: the package does not hold its text.
    """
    start = time.monotonic()
    home = Path(session.job.folder) / "src" / session.job.module
    name = f"_specproof_edited_{os.getpid()}_{next(_numbers)}"
    folder = Path(session.job.scratch) / name
    try:
        shutil.copytree(home, folder)
        texts = {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.py"))}
        changed, text = applied(edit, texts)
        (folder / changed).write_text(text)
        noticed = _noticed(session, name, folder, edit)
    finally:
        unload(name)
        shutil.rmtree(folder, ignore_errors=True)
    return Verdict(
        pointer=edit.at,
        place="",
        change=edit.change,
        keyword="",
        detail=edit.detail,
        verdict="killed" if noticed else "survived",
        by=noticed.property if noticed else None,
        subject="",
        seconds=round(time.monotonic() - start, 4),
        note=noticed.said[:300] if noticed else "",
    )


def _noticed(session: Session, name: str, folder: Path, edit: Edit) -> Noticed | None:
    try:
        load(name, folder)
    except Exception as error:
        return Noticed("import", f"{type(error).__name__}: {error}")
    package: Any = session.package_of(name)
    order = sorted(range(len(session.checks)), key=lambda index: session.checks[index].about.property != edit.needs)
    checks = [Differing(session.fresh(index), session.package) for index in order]
    if found := first(checks, package):
        return found
    seeded = ((check, session.seed_of(check)) for check in checks)
    return next((found for check, seed in seeded if (found := check.explored(package, seed, _EXAMPLES))), None)
