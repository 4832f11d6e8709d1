"""``specproof prove``: check the generated package by every constraint of its document, and the checks by mutants."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from specproof.cli.exits import Exit
from specproof.cli.options import AdHocSpec, Folder, RefMaps
from specproof.cli.progress import working
from specproof.cli.project_choice import ProjectChoice
from specproof.cli.session import Session
from specproof.output.write import replace_file

__all__ = ["prove"]


class Profile(StrEnum):
    """How many values to test besides boundary values: `deep` tests many new ones in each run."""

    CI = "ci"
    DEEP = "deep"


_ProfileOption = Annotated[Profile, typer.Option("--profile", help="How many values to test besides boundary values.")]
_Seed = Annotated[int, typer.Option("--seed", help="Seed of random values and of --sample.")]
_Workers = Annotated[int, typer.Option("--workers", min=1, help="Number of processes.")]
_Only = Annotated[str, typer.Option("--only", metavar="SUBJECT|POINTER", help="Check one type, operation or schema.")]
_Checks = Annotated[int | None, typer.Option("--checks", min=1, help="Run so many checks at most, some of each kind.")]
_Mutants = Annotated[bool, typer.Option("--mutants", help="Also test mutants: the document with one thing changed.")]
_Sample = Annotated[
    int | None, typer.Option("--sample", min=1, help="Test so many mutants at most, some of each kind.")
]
_Edits = Annotated[bool, typer.Option("--code-mutants", help="Also test mutants of the generated code.")]
_Json = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the result as JSON.")]
_JUnit = Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write the result as JUnit XML.")]
_Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write the result as an HTML page.")]
_GitHub = Annotated[bool, typer.Option("--github", help="Also print failures as GitHub annotations.")]


def prove(
    folder: Folder = None,
    spec: AdHocSpec = None,
    ref_map: RefMaps = None,
    mutants: _Mutants = False,
    sample: _Sample = None,
    code_mutants: _Edits = False,
    only: _Only = "",
    checks: _Checks = None,
    profile: _ProfileOption = Profile.CI,
    seed: _Seed = 0,
    workers: _Workers = 2,
    json_file: _Json = None,
    junit_file: _JUnit = None,
    html_file: _Html = None,
    github: _GitHub = False,
) -> None:
    """Test the package with valid and invalid values of every constraint, and with calls of every operation.

    Exit status 1 if a check fails, or a mutant survives that changes the meaning of the document.

    [dim]Run all checks; test the checks themselves by mutants, with a report:[/dim]
        specproof prove spec/cdf-files
        specproof prove spec/cdf-files --mutants --code-mutants --html proof.html
    """
    session = Session(ProjectChoice.to_read(folder, spec, ref_map))
    from rich.console import Console  # here: only a proof draws tables

    from specproof.cli.proof_package import Options, proof_package  # here: see package_files.py
    from specproof.cli.proof_progress import proof_progress
    from specproof.cli.proof_text import as_json, show
    from specproof.cli.run_proof import run_proof
    from specproof.prove.engine.proof import UnknownSubjectError
    from specproof.prove.engine.result import has_passed
    from specproof.report.annotations import proof_as_github
    from specproof.report.html import render_html
    from specproof.report.junit import as_junit

    with session, working("generating"):
        made = proof_package(session)
    options = Options(profile.value, seed, workers, only, checks, mutants, sample, code_mutants)
    try:
        with proof_progress() as watcher:
            proof = run_proof(made, options, watcher)
    except UnknownSubjectError as error:
        raise typer.BadParameter(str(error), param_hint="--only") from error
    for file, printed in ((json_file, as_json), (junit_file, as_junit), (html_file, render_html)):
        if file is not None:
            replace_file(file, printed(proof).encode())
    show(proof, Console(highlight=False))
    if github:
        typer.echo(proof_as_github(proof), nl=False)
    session.close("", None if has_passed(proof) else Exit.DOCUMENT)
