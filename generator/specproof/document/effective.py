"""The effective document of a project: bundled and overlaid, neither upgraded nor normalized."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.limits import Limits
from specproof.core.location import Location
from specproof.core.project import Project, References
from specproof.document.bundle import bundle
from specproof.document.check import check
from specproof.document.document import Document
from specproof.document.fetch import fetch
from specproof.document.load import load
from specproof.document.overlay import apply_overlays
from specproof.document.parts import Fetch
from specproof.document.path_items import join_path_items
from specproof.document.reader import DiskReader, Reader

__all__ = ["effective", "effective_in", "effective_of", "load_effective"]

_MIXED_UP = {
    "openapi": ("this is an Overlay, not an OpenAPI document", "list it under overlays in specproof.toml"),
    "overlay": ("this is not an Overlay document", "an Overlay document begins with overlay: 1.0.0"),
}


def effective(project: Project, reader: Reader, findings: Findings, fetch: Fetch = fetch) -> Document:
    """Return the effective document of a project: loaded, bundled, overlaid and checked.

    Args:
        fetch: returns the content of a pinned URL.

    Raises:
        StopError: a stage reported errors.
    """
    return effective_of(
        project.document, project.overlays, project.references, reader, findings, limits=project.limits, fetch=fetch
    )


def effective_of(
    path: Path,
    overlays: tuple[Path, ...],
    references: References,
    reader: Reader,
    findings: Findings,
    *,
    limits: Limits | None = None,
    fetch: Fetch | None = None,
) -> Document:
    """Return the effective document of a file and its overlays.

    Args:
        limits: None for the default ones.
        fetch: returns the content of a pinned URL; None to allow no network.

    Raises:
        StopError: a stage reported errors.
    """
    limits = limits or Limits()
    document = load(path, reader, limits, findings)
    if _refuse_kind(document, "openapi", findings):
        findings.stop_if_errors()
    loaded = [load(overlay, reader, limits, findings) for overlay in overlays]
    for overlay in loaded:
        _refuse_kind(overlay, "overlay", findings)
    findings.stop_if_errors()
    document = bundle(document, references, reader, findings, limits, fetch)
    if loaded:
        document = bundle(apply_overlays(document, loaded, findings), references, reader, findings, limits, fetch)
    document = join_path_items(document, findings)
    check(document, findings)
    findings.stop_if_errors()
    return document


def effective_in(folder: Path, reader: Reader, findings: Findings) -> Document:
    """Return the effective document of a project folder, with the settings and overlays of its `specproof.toml`.

    Raises:
        StopError: the settings or the document have errors.
    """
    from specproof.project import from_folder  # settings are read above this room; only this convenience needs them

    return effective(from_folder(folder, reader.read, findings), reader, findings)


def load_effective(folder: Path) -> dict[str, Any]:
    """Return the effective document of a project folder as JSON data, read from disk.

    Raises:
        StopError: the settings or the document have errors.
    """
    return effective_in(folder, DiskReader(), Findings()).tree


def _refuse_kind(document: Document, wanted: str, findings: Findings) -> bool:
    if wanted in document.tree:
        return False
    message, hint = _MIXED_UP[wanted]
    findings.add("LOAD_VERSION", message, Location(document.file), hint=hint)
    return True
