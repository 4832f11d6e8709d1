"""What differs between the files that should be there and the files that are: drift has three words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from specproof.output.manifest import MANIFEST, manifest_text

__all__ = ["Drift", "content_of", "drift"]


class Drift(NamedTuple):
    """``missing``: not there; ``changed``: not as it would be written; ``orphan``: once written, no longer wanted."""

    kind: Literal["missing", "changed", "orphan"]
    path: str


def drift(want: Mapping[str, bytes], folder: Path, owned: Iterable[str]) -> tuple[Drift, ...]:
    """Compare ``want`` with ``folder``, in order of path; ``owned`` names what an earlier run wrote.

    Raises:
        OSError: a file is there and cannot be read.
    """
    complete = {**want, MANIFEST: manifest_text(want)}
    found = [*_unlike(complete, folder), *_orphans(complete, folder, owned)]
    return tuple(sorted(found, key=lambda row: row.path))


def content_of(path: Path) -> bytes | None:
    """The bytes of a regular file; None where there is none (a link or a folder in its place counts as none)."""
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
