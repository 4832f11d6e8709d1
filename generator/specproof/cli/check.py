"""``specproof check``: compare the generated package with what would be generated now."""

from __future__ import annotations

from typing import Annotated

import typer

from specproof.cli.exits import Exit
from specproof.cli.options import AdHocName, AdHocOutput, AdHocSpec, Asked, Folder, Form, FormOption, RefMaps, Strict
from specproof.cli.progress import working
from specproof.cli.session import Session
from specproof.cli.stages import Wanted, wanted
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
    form: FormOption = Form.TEXT,
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
    session = Session(Asked(folder, spec, out, package, tuple(ref_map or ())), form, strict)
    with session, working("checking"):
        want = wanted(session)
        output = want.project.output
        if second_reading:
            _compare_readings(session, want)
        found = drift(want.files, output, owned_files(output, session.findings))
    lock = content_of(want.project.lock)
    if lock != want.lock:
        found = (Drift("missing" if lock is None else "changed", want.project.lock.name), *found)
    rows = [{"kind": row.kind, "path": row.path} for row in found]
    if form is Form.GITHUB:
        for row in found:
            typer.echo(f"::error title=drift::{row.kind} {row.path}")
    lines = "\n".join(f"{row.kind:<8}{row.path}" for row in found) or "no drift"
    session.close(lines, Exit.DRIFT if found else None, drift=rows)


def _compare_readings(session: Session, want: Wanted) -> None:
    from specproof import pipeline  # here: see stages.wanted

    read, different = pipeline.second_reading(want.project, session.recorder, session.findings)
    typer.echo(f"openapi-python-client read {read} operations, {different} of them differently", err=True)
