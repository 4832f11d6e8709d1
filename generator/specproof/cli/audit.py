"""``specproof audit``: every promise of a document and how it is kept, and what is wrong with the document itself."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from specproof.cli.exits import exit_for
from specproof.cli.options import Asked, Folder, Form, FormOption, RefMaps, Strict
from specproof.cli.progress import working
from specproof.cli.session import Session
from specproof.report.rows import rows

__all__ = ["audit"]

_NAME = "api-client"  # a name that an audit does not show
_FileOption = Annotated[
    Path | None,
    typer.Option("--spec", metavar="FILE", help="Without a project: the OpenAPI document.", show_default=False),
]


def audit(
    folder: Folder = None,
    spec: _FileOption = None,
    ref_map: RefMaps = None,
    form: FormOption = Form.TEXT,
    strict: Strict = False,
) -> None:
    """Say how each constraint of a document is enforced, and what is wrong with the document.

    One line a constraint, with its place and state:

    [bold]native[/bold]      the type itself says it
    [bold]guard[/bold]       a schema judges it after the type
    [bold]client[/bold]      the client keeps it: parameters, replies, security
    [bold]annotation[/bold]  nobody enforces it, and the line says why
    [bold]degraded[/bold]    it cannot be enforced, and the line says why
    [bold]unused[/bold]      nothing that the client sends or reads comes by

    Findings come with a value that shows them:

        specproof audit spec/cdf-files
    """
    out, name = (Path(), _NAME) if spec is not None else (None, None)
    session = Session(Asked(folder, spec, out, name, tuple(ref_map or ())), form, strict)
    from specproof.audit import as_data, as_text  # here: see stages.wanted
    from specproof.audit import audit as stage
    from specproof.document import Sources
    from specproof.pipeline import normal

    with session, working("auditing"):
        project = session.project()
        normalized = normal(project, session.recorder, session.findings)
        found = stage(normalized, session.findings, time.monotonic, project.formats)
    sources = Sources(session.recorder.texts)
    printed = rows(session.findings, sources.place, session.recorder.texts)
    text = as_text(found, sources.place, every=form is Form.TEXT) if form is not Form.JSON else ""
    session.tell(printed, text, as_data(found, sources.place) if form is Form.JSON else {})
    raise typer.Exit(exit_for(session.findings, strict))
