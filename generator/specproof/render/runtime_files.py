"""The runtime that a package carries: its core byte for byte, folders of it, and what extensions ship."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from importlib import resources
from pathlib import Path

__all__ = ["runtime_files"]

_IMPORT = re.compile(r"(?m)^( *from )specproof\.runtime(?:\.|(?= import))")
_NEEDS = re.compile(r"(?m)^ *from (?:\.\.|specproof\.runtime\.)(\w+)")


def runtime_files(folders: Set[str], packages: Iterable[str] = ()) -> dict[str, str | bytes]:
    """Return the runtime that a package carries, as text by path below `_runtime/`.

    It has the core, the given folders, the runtimes of extensions, and the folders that these import.

    Args:
        folders: folders of the runtime, such as `streams`.
        packages: import packages of extensions, each with a folder ``runtime``.
    """
    home = _folder("specproof")
    files = {path.name: path.read_text() for path in sorted(home.glob("*.py"))}
    for package in sorted(packages):
        files |= _below(_folder(package), package.rpartition(".")[2])
    while missing := (folders | _imported(files, home)) - {path.partition("/")[0] for path in files}:
        for name in sorted(missing):
            files |= _below(home / name, name)
    return {path: _relative(path, text) for path, text in files.items()}


def _below(folder: Path, name: str) -> dict[str, str]:
    return {f"{name}/{path.relative_to(folder).as_posix()}": path.read_text() for path in sorted(folder.rglob("*.py"))}


def _imported(files: dict[str, str], home: Path) -> set[str]:
    """The folders of the runtime that these files import."""
    return {
        name for path, text in files.items() if "/" in path for name in _NEEDS.findall(text) if (home / name).is_dir()
    }


def _relative(path: str, text: str) -> str:
    """The text with relative imports in place of those that extensions have of the core."""
    return _IMPORT.sub(rf"\g<1>{'.' * (path.count('/') + 1)}", text)


def _folder(package: str) -> Path:
    return Path(str(resources.files(package))) / "runtime"
