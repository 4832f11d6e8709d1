"""``specproof generate``: write the client package of a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import typer

from specproof.cli.exits import Exit
from specproof.cli.options import AdHocName, AdHocOutput, AdHocSpec, Folder, Format, FormatOption, RefMaps, Strict
from specproof.cli.package_files import PackageFiles, package_files
from specproof.cli.progress import working
from specproof.cli.project_choice import ProjectChoice
from specproof.cli.session import Session
from specproof.output.cache import Stamp, is_current, last_stamp, tool_digest, write_stamp
from specproof.output.drift import Drift
from specproof.output.manifest import MANIFEST, digest
from specproof.output.write import apply, plan, replace_file
from specproof.report.rows import Row

__all__ = ["generate"]


def generate(
    folder: Folder = None,
    spec: AdHocSpec = None,
    out: AdHocOutput = None,
    package: AdHocName = None,
    ref_map: RefMaps = None,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Generate the client package of an OpenAPI document.

    The package is written in one step: a run that fails leaves the old one unchanged.
    Files that you added to the output folder are kept.
    Names are kept in [bold]specproof.lock[/bold]: commit it.

    [dim]A project folder with a specproof.toml:[/dim]
        specproof generate spec/cdf-files

    [dim]Any document, without a project:[/dim]
        specproof generate --spec pets.yaml --out build/pets --package pets-client
    """
    session = Session(ProjectChoice(folder, spec, out, package, tuple(ref_map or ())), form, strict)
    stamp = last_stamp(session.cache)
    if stamp is not None and is_current(stamp, session.key):
        _repeat(session, stamp)
    with session, working("generating"):
        files = package_files(session)
        steps = plan(files.files, files.project.output, session.findings)
        apply(steps)
        locked = replace_file(files.project.lock, files.lock)
    write_stamp(files.project.cache, _stamp(session, files))
    changed = sum(drift.path != MANIFEST for drift in steps.changes)
    summary = f"{_shown(files.project.output)}: {len(files.files)} files, {_counted(steps.changes, locked)}"
    session.close(summary, output=str(files.project.output), files=len(files.files), changed=changed)


def _repeat(session: Session, stamp: Stamp) -> NoReturn:
    """Print the result of the run that left the stamp, since nothing has changed."""
    rows = [Row(**row) for row in stamp.report]
    files = len(stamp.outputs) - 1
    outcome = {"output": stamp.output, "files": files, "changed": 0}
    session.print(rows, f"{_shown(Path(stamp.output))}: {files} files, none changed", outcome)
    warned = any(row.severity == "warning" for row in rows)
    raise typer.Exit(Exit.DOCUMENT if session.strict and warned else Exit.CLEAN)


def _counted(changes: Iterable[Drift], locked: bool) -> str:
    """Numbers of new, changed and removed files of the package, without the manifest and the lock."""
    kinds: Counter[str] = Counter(drift.kind for drift in changes if drift.path != MANIFEST)
    words = {"missing": "new", "changed": "changed", "orphan": "removed"}
    parts = [f"{kinds[kind]} {word}" for kind, word in words.items() if kinds[kind]]
    return ", ".join(parts) or ("none changed, specproof.lock updated" if locked else "none changed")


def _stamp(session: Session, files: PackageFiles) -> Stamp:
    read = {str(Path(path).absolute()): digest(text) for path, text in session.recorder.texts.items()}
    missing = {str(Path(path).absolute()): None for path in session.recorder.missing}
    written = {path: digest(content) for path, content in files.files.items()}
    written[MANIFEST] = digest((files.project.output / MANIFEST).read_bytes())
    return Stamp(
        tool=tool_digest(),
        options=session.key,
        inputs={**missing, **read, str(files.project.lock.absolute()): digest(files.lock)},
        output=str(files.project.output.absolute()),
        outputs=written,
        report=[asdict(row) for row in session.rows()],
    )


def _shown(folder: Path) -> str:
    """A path relative to the working directory, if it lies below it."""
    folder = folder.absolute()
    return str(folder.relative_to(Path.cwd())) if folder.is_relative_to(Path.cwd()) else str(folder)
