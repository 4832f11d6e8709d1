"""``specproof normalize``: print the document as the generator sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from specproof.cli.options import Asked, Folder, Form, FormOption, RefMaps, Strict
from specproof.cli.progress import working
from specproof.cli.session import Session

__all__ = ["normalize"]

_NAME = "api-client"  # a name that the normal form does not show
_FileOption = Annotated[
    Path | None,
    typer.Option("--spec", metavar="FILE", help="Without a project: the OpenAPI document.", show_default=False),
]


def normalize(
    folder: Folder = None,
    spec: _FileOption = None,
    ref_map: RefMaps = None,
    form: FormOption = Form.TEXT,
    strict: Strict = False,
) -> None:
    """Print the document as the generator sees it: its normal form.

    One OpenAPI 3.1 document in JSON: overlaid, every schema named, nothing implied.
    The code is generated from it. It is made to be compared:

        specproof normalize spec/cdf-files > before.json
    """
    out, name = (Path(), _NAME) if spec is not None else (None, None)
    session = Session(Asked(folder, spec, out, name, tuple(ref_map or ())), form, strict)
    from specproof.pipeline import normal  # here: see stages.wanted

    with session, working("reading"):
        printed = normal(session.project(), session.recorder, session.findings)
    if form is Form.JSON:
        session.close("", document=printed.tree)
    session.close(json.dumps(printed.tree, indent=2, ensure_ascii=False))
