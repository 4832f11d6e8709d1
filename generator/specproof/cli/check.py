"""``specproof check``: compare the generated package with what would be generated now."""

from __future__ import annotations

from typing import Annotated

import typer

from specproof.cli.exits import Exit
from specproof.cli.options import AdHocName, AdHocOutput, AdHocSpec, Folder, Format, FormatOption, RefMaps, Strict
from specproof.cli.package_files import PackageFiles, package_files
from specproof.cli.progress import working
from specproof.cli.project_choice import ProjectChoice
from specproof.cli.session import Session
from specproof.output.drift import Drift, content_of, drift
from specproof.output.manifest import owned_files

__all__ = ["check"]

_SecondReading = Annotated[bool, typer.Option("--second-reading", help="Compare with openapi-python-client.")]


def check(
    folder: Folder = None,
    spec: AdHocSpec = None,
    out: AdHocOutput = None,
    package: AdHocName = None,
    ref_map: RefMaps = None,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
    second_reading: _SecondReading = False,
) -> None:
    """Show what [bold]generate[/bold] would change, and write nothing.

    Exit status 3 and one line per file if there is drift:

    [bold]missing[/bold]  the file does not exist
    [bold]changed[/bold]  edited by hand, or the document or specproof has changed
    [bold]orphan[/bold]   generated earlier, and no longer needed

    [bold]--second-reading[/bold] also lets openapi-python-client read the operations, and reports each difference.

    [dim]In CI:[/dim]
        specproof check spec/cdf-files --format github
    """
    session = Session(ProjectChoice(folder, spec, out, package, tuple(ref_map or ())), form, strict)
    with session, working("checking"):
        files = package_files(session)
        output = files.project.output
        if second_reading:
            _compare_readings(session, files)
        differences = drift(files.files, output, owned_files(output, session.findings))
    lock = content_of(files.project.lock)
    if lock != files.lock:
        differences = (Drift("missing" if lock is None else "changed", files.project.lock.name), *differences)
    rows = [{"kind": row.kind, "path": row.path} for row in differences]
    if form is Format.GITHUB:
        for row in differences:
            typer.echo(f"::error title=drift::{row.kind} {row.path}")
    lines = "\n".join(f"{row.kind:<8}{row.path}" for row in differences) or "no drift"
    session.close(lines, Exit.DRIFT if differences else None, drift=rows)


def _compare_readings(session: Session, files: PackageFiles) -> None:
    from specproof import pipeline  # here: see package_files.py

    read, different = pipeline.second_reading(files.project, session.recorder, session.findings)
    typer.echo(f"openapi-python-client read {read} operations, {different} of them differently", err=True)
