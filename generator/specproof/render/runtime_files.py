"""The runtime that a package carries: its core byte for byte, and what extensions ship."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from importlib import resources
from pathlib import Path

__all__ = ["runtime_files"]

_IMPORT = re.compile(r"(?m)^( *from )specproof\.runtime(?:\.|(?= import))")


def runtime_files(folders: Set[str], packages: Iterable[str] = ()) -> dict[str, str | bytes]:
    """Return the files below `_runtime/` by path: the core, those of its folders that a package uses, and extensions.

    Args:
        packages: import packages of extensions, each with a folder ``runtime``.
    """
    home = _home() / "runtime"
    found = {path.relative_to(home): path for path in sorted(home.rglob("*.py"))}
    core: dict[str, str | bytes] = {
        at.as_posix(): path.read_bytes() for at, path in found.items() if at.parent == Path() or at.parts[0] in folders
    }
    return core | {path: text for package in sorted(packages) for path, text in _shipped(package)}


def _shipped(package: str) -> Iterator[tuple[str, str]]:
    """Yield what an extension ships, with relative imports in place of those of the core."""
    home, name = Path(str(resources.files(package))) / "runtime", package.rpartition(".")[2]
    for path in sorted(home.rglob("*.py")):
        at = path.relative_to(home)
        dots = "." * (len(at.parts) + 1)
        yield f"{name}/{at.as_posix()}", _IMPORT.sub(rf"\g<1>{dots}", path.read_text())


def _home() -> Path:
    return Path(str(resources.files("specproof")))
