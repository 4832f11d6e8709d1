"""Arguments and options that several commands share, spelled and explained once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AdHocName",
    "AdHocOutput",
    "AdHocSpec",
    "Folder",
    "Format",
    "FormatOption",
    "RefMaps",
    "Strict",
]


class Format(StrEnum):
    """The output formats of findings."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


Folder = Annotated[
    Path | None,
    typer.Argument(help="The project folder, with a [bold]specproof.toml[/bold].", show_default=False),
]
AdHocSpec = Annotated[
    Path | None,
    typer.Option("--spec", metavar="FILE", help="Without a project: the OpenAPI document.", show_default=False),
]
AdHocOutput = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Without a project: the folder to write.", show_default=False),
]
AdHocName = Annotated[
    str | None,
    typer.Option("--package", metavar="NAME", help="Without a project: the distribution name.", show_default=False),
]
RefMaps = Annotated[
    list[str] | None,
    typer.Option(
        "--ref-map", metavar="URL=DIR", help="Read $refs below URL from DIR (repeatable).", show_default=False
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="The output format of findings.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors (exit status 1).")]
