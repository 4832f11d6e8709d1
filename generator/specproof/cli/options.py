"""Arguments and options that several commands share, spelled and explained once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["AdHocName", "AdHocOutput", "AdHocSpec", "Asked", "Folder", "Form", "FormOption", "RefMaps", "Strict"]


class Form(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


Folder = Annotated[
    Path | None,
    typer.Argument(help="The project: a folder that holds [bold]specproof.toml[/bold].", show_default=False),
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
    typer.Option("--package", metavar="NAME", help="Without a project: the distribution's name.", show_default=False),
]
RefMaps = Annotated[
    list[str] | None,
    typer.Option(
        "--ref-map", metavar="URL=DIR", help="Read $refs below URL from DIR. May be repeated.", show_default=False
    ),
]
FormOption = Annotated[Form, typer.Option("--format", help="How findings are printed.")]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings fail the run, too (exit 1).")]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which project a command was asked to work on: a folder, or the three ad hoc options."""

    folder: Path | None
    spec: Path | None = None
    output: Path | None = None
    package: str | None = None
    ref_maps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ad_hoc = (self.spec, self.output, self.package)
        if self.folder is not None and any(ad_hoc):
            raise typer.BadParameter("name a project folder, or --spec, --out and --package, not both")
        if self.folder is None and not all(ad_hoc):
            raise typer.BadParameter("name a project folder, or all three of --spec, --out and --package")

    @property
    def references(self) -> dict[str, Path]:
        """``--ref-map`` as URL to folder."""
        pairs = [text.rpartition("=") for text in self.ref_maps]
        if not all(url and folder for url, _, folder in pairs):
            raise typer.BadParameter("must be URL=DIR", param_hint="--ref-map")
        return {url: Path(folder) for url, _, folder in pairs}
