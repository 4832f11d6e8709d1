"""Mutants of a document made into modules, in whatever process asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from specproof import pipeline
from specproof import project as projects
from specproof.core.diagnostics import Findings
from specproof.core.location import Location
from specproof.core.lock import Lock
from specproof.core.project import Project
from specproof.document import Document, Origins

__all__ = ["Rebuild"]

_FILE = Path("document.json")


@dataclass(frozen=True, slots=True)
class Rebuild:
    """Generates the package of a changed document in any process: the settings of a project, without its files.

    Attributes:
        name: the distribution name.
        module: the name of the package to import.
        lock: the content of specproof.lock.
    """

    name: str
    module: str
    lock: str
    open_enums: bool
    formats: dict[str, str]
    extensions: tuple[str, ...]

    @classmethod
    def of(cls, project: Project, lock: Lock) -> Rebuild:
        """Return what generates as a project does, with the names of a lock."""
        return cls(
            name=project.name,
            module=project.module,
            lock=lock.to_text(),
            open_enums=project.open_enums,
            formats=dict(project.formats),
            extensions=project.extensions,
        )

    def __call__(self, tree: dict[str, Any], renamed: Mapping[str, str], whole: bool) -> dict[str, str | bytes]:
        """Return the modules of the package of a document, by path below the package's own folder.

        Args:
            tree: an effective document.
            renamed: operations with a new key, such as `POST /files` -> their old keys.
            whole: whether to generate client and operations, too, not only the models.

        Raises:
            StopError: nothing can be generated from the document.
        """
        lock = _lock(self.lock).copy()
        lock.operations |= {new: lock.operations[old] for new, old in renamed.items()}
        document = Document(tree, Origins(Location(str(_FILE))), str(tree["openapi"]), {})
        files = pipeline.rebuild(self._project(), document, lock, Findings(), whole=whole)
        return {path.removeprefix(f"src/{self.module}/"): text for path, text in files.items()}

    def _project(self) -> Project:
        asked = projects.from_options(_FILE, Path(), self.name, {})
        return replace(
            asked,
            module=self.module,
            open_enums=self.open_enums,
            formats=MappingProxyType(self.formats),
            extensions=self.extensions,
        )


@lru_cache(1)
def _lock(text: str) -> Lock:
    return Lock.from_text(text)
