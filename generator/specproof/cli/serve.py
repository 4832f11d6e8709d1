"""``specproof serve``: run an emulator of the API on this machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from specproof.cli.options import AdHocSpec, Folder, Format, FormatOption, RefMaps
from specproof.cli.project_choice import ProjectChoice
from specproof.cli.session import Session
from specproof.core.location import Location

__all__ = ["serve"]

_Port = Annotated[int, typer.Option(min=0, max=65535, help="Port of the API; 0 picks a free one.")]
_StoragePort = Annotated[int, typer.Option(min=0, max=65535, help="Port for uploads and downloads of contents.")]
_AdminPort = Annotated[int, typer.Option(min=0, max=65535, help="Port of journal, clock and faults.")]
_Contents = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Store uploaded contents in this folder while serving.", show_default=False),
]
_Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="A setting of the emulator (repeatable).", show_default=False),
]
_Faults = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Faults to inject, YAML or JSON: see docs/serve.md.", show_default=False),
]


def serve(
    folder: Folder = None,
    spec: AdHocSpec = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: _Port = 8000,
    storage_port: _StoragePort = 8001,
    admin_port: _AdminPort = 0,
    contents: _Contents = None,
    settings: _Settings = None,
    faults: _Faults = None,
    ref_map: RefMaps = None,
    form: FormatOption = Format.TEXT,
) -> None:
    """Emulate the API of a project or document until Ctrl-C.

    Requests and responses are validated against the document, and uploaded contents are stored on disk.
    Storage has a port of its own, since it is another origin in production, too.

        specproof serve spec/cdf-files --faults spec/cdf-files/faults.yaml
        specproof serve --spec openapi.yaml
    """
    session = Session(ProjectChoice.to_read(folder, spec, ref_map), form)
    chosen = dict(map(_setting, settings or ()))
    from specproof import document, emulate  # here: a server that another command does not need

    with session:
        project = session.project()
        effective = document.effective(project, session.recorder, session.findings)
        known = [operation.id for operation in emulate.operations(effective.tree)]
        plan = emulate.read_faults(faults, session.recorder, known, session.findings) if faults else emulate.Plan()
    ports = {"api": port, "storage": storage_port, "admin": admin_port}
    options = emulate.Options(host, ports, contents, {**plan.settings, **chosen}, replace(plan, settings={}))
    if form is not Format.JSON:
        session.print(session.rows(), "", {})
    try:
        servers = effective.tree.get("servers") or [{"url": "/"}]
        announce = partial(_announce, path=emulate.base_path(str(servers[0]["url"])), form=form)
        emulate.serve(effective.tree, project.emulator, options, ready=announce)
    except (ImportError, ValueError) as error:
        if isinstance(error, emulate.MisplacedFaultError) or (
            isinstance(error, emulate.SettingError) and error.name not in chosen
        ):
            session.findings.add("FAULTS_VALUE", error.text, Location(str(faults), error.pointer), hint=error.hint)
            session.close("")
        raise typer.BadParameter(str(error), param_hint="--set or [serve] emulator") from error


def _setting(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise typer.BadParameter("must be KEY=VALUE", param_hint="--set")
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value


def _announce(urls: Mapping[str, str], path: str, form: Format) -> None:
    shown = {**urls, "base_url": urls["api"] + path}
    shown |= {name: f"{urls['admin']}/_emulator/{name}" for name in ("journal", "faults")}
    typer.echo(
        json.dumps(shown) if form is Format.JSON else "\n".join(f"{name:<9} {url}" for name, url in shown.items())
    )
