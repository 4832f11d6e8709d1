"""``specproof check``: is the generated package what would be generated now?"""

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

_SecondReading = Annotated[bool, typer.Option("--second-reading", help="Compare with openapi-python-client's reading.")]


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
    """Say what [bold]generate[/bold] would change, and write nothing.

    Exit 3 and one line a file if there is drift:

    [bold]missing[/bold]  not there
    [bold]changed[/bold]  edited, or the document or specproof moved on
    [bold]orphan[/bold]   no longer generated

    [bold]--second-reading[/bold] asks openapi-python-client what it makes of the operations, and reports each
    difference from what is generated.

    [dim]Made for CI:[/dim]
        specproof check spec/cdf-files --format github
    """
    session = Session(Asked(folder, spec, out, package, tuple(ref_map or ())), form, strict)
    with session, working("checking"):
        want = wanted(session)
        output = want.project.output
        if second_reading:
            _read_again(session, want)
        found = drift(want.files, output, owned_files(output, session.findings))
    lock = content_of(want.project.lock)
    if lock != want.lock:
        found = (Drift("missing" if lock is None else "changed", want.project.lock.name), *found)
    rows = [{"kind": row.kind, "path": row.path} for row in found]
    if form is Form.GITHUB:
        for row in found:
            typer.echo(f"::error title=drift::{row.kind} {row.path}")
    said = "\n".join(f"{row.kind:<8}{row.path}" for row in found) or "no drift"
    session.close(said, Exit.DRIFT if found else None, drift=rows)


def _read_again(session: Session, want: Wanted) -> None:
    from specproof import pipeline  # here: see stages.wanted

    read, different = pipeline.second_reading(want.project, session.recorder, session.findings)
    typer.echo(f"openapi-python-client read {read} operations, {different} of them otherwise", err=True)
