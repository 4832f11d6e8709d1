"""Differences between the wanted files and those in the output folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from specproof.output.manifest import MANIFEST, manifest_text

__all__ = ["Drift", "content_of", "drift"]


class Drift(NamedTuple):
    """A difference between the wanted files and the output folder.

    Attributes:
        kind: `missing`, `changed`, or `orphan` for a file of an earlier run that is no longer wanted.
    """

    kind: Literal["missing", "changed", "orphan"]
    path: str


def drift(want: Mapping[str, bytes], folder: Path, owned: Iterable[str]) -> tuple[Drift, ...]:
    """Return the differences between the wanted files and a folder, sorted by path; empty if there are none.

    Args:
        want: content by path below the folder.
        owned: paths that an earlier run wrote.

    Raises:
        OSError: a file cannot be read.
    """
    complete = {**want, MANIFEST: manifest_text(want)}
    differences = [*_unlike(complete, folder), *_orphans(complete, folder, owned)]
    return tuple(sorted(differences, key=lambda row: row.path))


def content_of(path: Path) -> bytes | None:
    """Return the bytes of a regular file, or None for a missing file, a link or a folder."""
    if path.is_symlink() or not path.is_file():
        return None
    return path.read_bytes()


def _unlike(want: Mapping[str, bytes], folder: Path) -> Iterator[Drift]:
    for path, content in want.items():
        if (there := content_of(folder / path)) != content:
            yield Drift("missing" if there is None and not (folder / path).is_symlink() else "changed", path)


def _orphans(want: Mapping[str, bytes], folder: Path, owned: Iterable[str]) -> Iterator[Drift]:
    for path in owned:
        if path not in want and ((folder / path).is_file() or (folder / path).is_symlink()):
            yield Drift("orphan", path)
