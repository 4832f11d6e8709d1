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
FormOption = Annotated[Form, typer.Option("--format", help="The output format of findings.")]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors (exit status 1).")]


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
            raise typer.BadParameter("use either a project folder, or --spec, --out and --package")
        if self.folder is None and not all(ad_hoc):
            raise typer.BadParameter("a project folder is needed, or all of --spec, --out and --package")

    @classmethod
    def to_read(cls, folder: Path | None, spec: Path | None, ref_maps: list[str] | None) -> Asked:
        """Return the project of a command that writes no package, and so asks for neither output nor name."""
        output, package = (Path(), "api-client") if spec is not None else (None, None)
        return cls(folder, spec, output, package, tuple(ref_maps or ()))

    @property
    def references(self) -> dict[str, Path]:
        """``--ref-map`` as URL to folder."""
        pairs = [text.rpartition("=") for text in self.ref_maps]
        if not all(url and folder for url, _, folder in pairs):
            raise typer.BadParameter("must be URL=DIR", param_hint="--ref-map")
        return {url: Path(folder) for url, _, folder in pairs}
