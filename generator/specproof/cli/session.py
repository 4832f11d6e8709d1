"""One run of a command: its project, its findings, and how they are printed."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import typer

from specproof import project
from specproof.cli.exits import Exit, exit_for
from specproof.cli.options import Format
from specproof.cli.project_choice import ProjectChoice
from specproof.core.diagnostics import Findings, StopError
from specproof.core.project import Project
from specproof.output.cache import Recorder
from specproof.report.rows import Row, rows

__all__ = ["Session"]


class Session:
    """The state of one run. As a context manager it turns ``StopError`` into printed findings and an exit status."""

    def __init__(self, choice: ProjectChoice, form: Format = Format.TEXT, strict: bool = False) -> None:
        self.choice, self.form, self.strict = choice, form, strict
        self.recorder = Recorder()
        self.findings = Findings()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, StopError):
            self.close("")

    @property
    def key(self) -> str:
        """Return the options that decide what is generated and how locations are written, as JSON."""
        choice = {key: str(value) for key, value in dataclasses.asdict(self.choice).items()}
        return json.dumps({**choice, "cwd": os.getcwd()}, sort_keys=True)

    @property
    def cache(self) -> Path:
        """Return the folder of the stamp of the last run, without reading any settings."""
        return (self.choice.folder or self.choice.output or Path()) / project.CACHE_FOLDER

    def project(self) -> Project:
        """Return the settings of the project.

        Raises:
            StopError: they cannot be read.
        """
        choice = self.choice
        if choice.folder is not None:
            configured = project.from_folder(choice.folder, self.recorder.read, self.findings)
            mapped = MappingProxyType({**configured.references.map, **choice.references})
            return dataclasses.replace(configured, references=dataclasses.replace(configured.references, map=mapped))
        if choice.spec is None or choice.output is None or choice.package is None:
            raise AssertionError("ProjectChoice lets nothing else through")
        try:
            return project.from_options(choice.spec, choice.output, choice.package, choice.references)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--package") from error

    def rows(self) -> list[Row]:
        """Return the findings with line and column."""
        if not len(self.findings):
            return []
        from specproof.document import Sources  # here: it brings the YAML reader along

        return rows(self.findings, Sources(self.recorder.texts).position, self.recorder.texts)

    def close(self, result: str, exit_status: Exit | None = None, **outcome: Any) -> NoReturn:
        """Print the findings and the result, and end the process with the exit status of the findings.

        Raises:
            typer.Exit: always.
        """
        self.print(self.rows(), result, outcome)
        status = exit_for(self.findings, self.strict)
        raise typer.Exit(status if status or exit_status is None else exit_status)

    def print(self, findings: list[Row], result: str, outcome: Mapping[str, Any]) -> None:
        """Print findings to stderr and the result to stdout; as JSON, ``outcome`` and findings are one document."""
        from specproof.report import machine, text  # here: a quick run with nothing to say prints one line

        if self.form is Format.JSON:
            typer.echo(machine.as_json(findings, outcome), nl=False)
            return
        if findings:
            printed = machine.as_github(findings) if self.form is Format.GITHUB else text.as_text(findings)
            typer.echo(printed, nl=False, err=self.form is Format.TEXT)
        if result:
            typer.echo(result)
