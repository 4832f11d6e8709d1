"""Which project a command works on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import typer

__all__ = ["ProjectChoice"]


@dataclass(frozen=True, slots=True)
class ProjectChoice:
    """The project that a command works on: a folder, or the options --spec, --out and --package."""

    folder: Path | None
    spec: Path | None = None
    output: Path | None = None
    package: str | None = None
    ref_maps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ad_hoc = (self.spec, self.output, self.package)
        if self.folder is not None and any(ad_hoc):
            raise typer.BadParameter("use either a project folder, or --spec, --out and --package")
        if self.spec is not None and re.match(r"https?:/", str(self.spec)):
            url = re.sub(r":/+", "://", str(self.spec), count=1)
            message = f"a URL is not read: save the document first, as by curl -o openapi.yaml {url}"
            raise typer.BadParameter(message, param_hint="--spec")
        if self.folder is None and not all(ad_hoc):
            raise typer.BadParameter("a project folder is needed, or all of --spec, --out and --package")

    @classmethod
    def to_read(cls, folder: Path | None, spec: Path | None, ref_maps: list[str] | None) -> ProjectChoice:
        """Return the project of a command that only reads: neither output folder nor distribution name are needed.

        Raises:
            typer.BadParameter: the options name no project, or two.
        """
        output, package = (Path(), "api-client") if spec is not None else (None, None)
        return cls(folder, spec, output, package, tuple(ref_maps or ()))

    @property
    def references(self) -> dict[str, Path]:
        """Return the values of ``--ref-map`` as URL -> folder.

        Raises:
            typer.BadParameter: one of them is not ``URL=DIR``.
        """
        pairs = [text.rpartition("=") for text in self.ref_maps]
        if not all(url and folder for url, _, folder in pairs):
            raise typer.BadParameter("must be URL=DIR", param_hint="--ref-map")
        return {url: Path(folder) for url, _, folder in pairs}
