"""``specproof normalize``: print the normal form of a document."""

from __future__ import annotations

import json

from specproof.cli.options import AdHocSpec, Folder, Format, FormatOption, RefMaps, Strict
from specproof.cli.progress import working
from specproof.cli.project_choice import ProjectChoice
from specproof.cli.session import Session

__all__ = ["normalize"]


def normalize(
    folder: Folder = None,
    spec: AdHocSpec = None,
    ref_map: RefMaps = None,
    form: FormatOption = Format.TEXT,
    strict: Strict = False,
) -> None:
    """Print the normal form of a document, which the code is generated from.

    One OpenAPI 3.1 document in JSON: with overlays applied, every schema named and every default explicit.
    To compare two versions:

        specproof normalize spec/cdf-files > before.json
    """
    session = Session(ProjectChoice.to_read(folder, spec, ref_map), form, strict)
    from specproof.pipeline import normal  # here: see package_files.py

    with session, working("reading"):
        printed = normal(session.project(), session.recorder, session.findings)
    if form is Format.JSON:
        session.close("", document=printed.tree)
    session.close(json.dumps(printed.tree, indent=2, ensure_ascii=False))
