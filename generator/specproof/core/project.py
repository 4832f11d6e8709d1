"""The settings of one project, from ``specproof.toml`` or the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from specproof.core.limits import Limits

__all__ = ["EXTENSIONS", "Project", "References"]

EXTENSIONS = "specproof.extensions"
"""The group of entry points by which installed packages offer extensions."""


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class References:
    """Where ``$ref`` may lead: files below ``root``, and URLs that ``map`` sends to a folder (longest prefix wins).

    ``pinned`` names URLs that may be read over the network, each with the SHA-256 that its content must have.
    """

    root: Path
    map: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    pinned: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Project:
    """The input and the output of one API.

    ``folder`` is where the lock lives; ``settings_file`` is absent when everything came from the command line.
    Input paths stay as the user spelled them, since findings show them.
    """

    folder: Path
    settings_file: Path | None
    document: Path
    overlays: tuple[Path, ...]
    name: str
    module: str
    output: Path
    lock: Path
    cache: Path
    references: References
    version: str | None = None
    emulator: Path | None = None
    limits: Limits = Limits()
    open_enums: bool = False
    formats: Mapping[str, str] = field(default_factory=_nothing)
    extensions: tuple[str, ...] = ()
