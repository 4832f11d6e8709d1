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
    """What ``$ref`` may refer to outside of the document itself.

    Attributes:
        root: folder that the files must be in.
        map: start of URLs -> folder that is read instead; the longest start wins.
        pinned: URL that may be read over the network -> SHA-256 that its content must have.
    """

    root: Path
    map: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    pinned: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of one API: its input, its output and options.

    Attributes:
        folder: that of the settings.
        settings_file: None if everything came from the command line.
        document, overlays: input files as the user wrote their paths.
        name, module: distribution name and import name of the package.
        version: of the package; None to derive it from the document.
        emulator: Python file that adds to the emulator; None without one.
        open_enums: whether responses may have other strings than those of an enumeration.
        formats: `format` -> Python type.
        extensions: names of installed extensions besides specproof's own.
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
