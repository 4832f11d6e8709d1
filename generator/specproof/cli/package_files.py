"""The files that a project generates, as bytes, for the commands that write or compare them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specproof.cli.session import Session
from specproof.core.project import Project

__all__ = ["PackageFiles", "package_files"]


@dataclass(frozen=True, slots=True)
class PackageFiles:
    """The generated files of a project, by path below the output folder, and the new content of specproof.lock."""

    project: Project
    files: Mapping[str, bytes]
    lock: bytes


def package_files(session: Session) -> PackageFiles:
    """Return the files that a project generates, without writing any.

    Raises:
        StopError: the settings or the document have errors.
    """
    from specproof import pipeline  # here: the engines behind it cost seconds, and a quick run needs none

    project = session.project()
    built = pipeline.build(project, session.recorder, session.findings)
    files = {path: text.encode() if isinstance(text, str) else text for path, text in built.files.items()}
    return PackageFiles(project, files, built.lock.to_text().encode())
