"""``specproof audit``: how each constraint of a document is enforced, and what is wrong with the document."""

from __future__ import annotations

import time

import typer

from specproof.cli.exits import exit_for
from specproof.cli.options import AdHocSpec, Folder, Format, FormatOption, RefMaps, Strict
from specproof.cli.progress import working
from specproof.cli.project_choice import ProjectChoice
from specproof.cli.session import Session
from specproof.report.rows import rows

__all__ = ["audit"]


def audit(
    folder: Folder = None,
    spec: AdHocSpec = None,
    ref_map: RefMaps = None,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Report how each constraint of a document is enforced, and what is wrong with the document.

    One line per constraint, with its location and state:

    [bold]native[/bold]      the type enforces it
    [bold]guard[/bold]       a JSON Schema validator enforces it after the type
    [bold]client[/bold]      the client enforces it: parameters, responses, security
    [bold]annotation[/bold]  not enforced, for the reason in parentheses
    [bold]degraded[/bold]    cannot be enforced, for the reason in parentheses
    [bold]unused[/bold]      not part of any request or response

    Findings show an example value where there is one:

        specproof audit spec/cdf-files
    """
    session = Session(ProjectChoice.to_read(folder, spec, ref_map), form, strict)
    from specproof.audit import as_data, as_text  # here: see package_files.py
    from specproof.audit import audit as stage
    from specproof.document import Sources
    from specproof.extensions.wiring import keywords
    from specproof.pipeline import extensions_of, normal

    with session, working("auditing"):
        project = session.project()
        normalized = normal(project, session.recorder, session.findings)
        extensions = extensions_of(project, session.findings, session.recorder)
        result = stage(normalized, session.findings, time.monotonic, project.formats, keywords(extensions))
    sources = Sources(session.recorder.texts)
    printed = rows(session.findings, sources.position, session.recorder.texts)
    text = as_text(result, sources.position, every=form is Format.TEXT) if form is not Format.JSON else ""
    session.print(printed, text, as_data(result, sources.position) if form is Format.JSON else {})
    raise typer.Exit(exit_for(session.findings, strict))
