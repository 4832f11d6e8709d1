"""``specproof prove``: hold the generated package to every promise of its document, and the proof itself to mutants."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from specproof.cli.exits import Exit
from specproof.cli.options import Asked, Folder, RefMaps
from specproof.cli.progress import working
from specproof.cli.session import Session
from specproof.output.write import replace_file

__all__ = ["prove"]


class Profile(StrEnum):
    CI = "ci"
    DEEP = "deep"


_NAME = "api-client"  # a name that a proof does not show
_Spec = Annotated[
    Path | None,
    typer.Option("--spec", metavar="FILE", help="Without a project: the OpenAPI document.", show_default=False),
]
_ProfileOption = Annotated[Profile, typer.Option("--profile", help="How much is tried beside the boundaries.")]
_Seed = Annotated[int, typer.Option("--seed", help="For what is tried beside the boundaries, and for --sample.")]
_Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes.")]
_Only = Annotated[str, typer.Option("--only", metavar="SUBJECT|POINTER", help="One type, operation or schema alone.")]
_Checks = Annotated[int | None, typer.Option("--checks", min=1, help="So many checks at most, some of each kind.")]
_Mutants = Annotated[bool, typer.Option("--mutants", help="Change one thing of the document at a time, too.")]
_Sample = Annotated[int | None, typer.Option("--sample", min=1, help="So many mutants at most, some of each kind.")]
_Edits = Annotated[bool, typer.Option("--code-mutants", help="Break the generated code in known ways, too.")]
_Json = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write all of it as JSON.")]
_JUnit = Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write it as JUnit XML.")]
_Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write it as one page.")]
_GitHub = Annotated[bool, typer.Option("--github", help="Print what is wrong as GitHub annotations, too.")]


def prove(
    folder: Folder = None,
    spec: _Spec = None,
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
    """Try values on both sides of every constraint, and every operation, against the package as it is generated now.

    Exit 1 if a promise is broken, or a mutant that means something else goes unnoticed.

    [dim]Does the package keep what the document says? And would anyone notice if it did not?[/dim]
        specproof prove spec/cdf-files
        specproof prove spec/cdf-files --mutants --code-mutants --html proof.html
    """
    out, name = (Path(), _NAME) if spec is not None else (None, None)
    session = Session(Asked(folder, spec, out, name, tuple(ref_map or ())))
    from rich.console import Console

    from specproof.cli.prepared import Options, prepared  # here: see stages.wanted
    from specproof.cli.proving import proved
    from specproof.cli.verdicts import as_json, show
    from specproof.cli.watching import watching
    from specproof.prove.engine.proof import NothingPromised
    from specproof.prove.engine.result import held
    from specproof.report.annotations import proof_as_github
    from specproof.report.html import render_html
    from specproof.report.junit import as_junit

    with session, working("generating"):
        made = prepared(session)
    options = Options(profile.value, seed, workers, only, checks, mutants, sample, code_mutants)
    try:
        with watching() as watcher:
            proof = proved(made, options, watcher)
    except NothingPromised as error:
        raise typer.BadParameter(str(error), param_hint="--only") from error
    for file, printed in ((json_file, as_json), (junit_file, as_junit), (html_file, render_html)):
        if file is not None:
            replace_file(file, printed(proof).encode())
    show(proof, Console(highlight=False))
    if github:
        typer.echo(proof_as_github(proof), nl=False)
    session.close("", None if held(proof) else Exit.DOCUMENT)
