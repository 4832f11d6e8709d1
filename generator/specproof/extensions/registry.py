"""Which extensions there are: every package in this folder, and those that ``specproof.toml`` names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module, metadata, resources
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from specproof import extensions
from specproof.core.project import EXTENSIONS
from specproof.extensions.hook import Extension

__all__ = ["built_in", "find", "source_files"]


@cache
def built_in() -> tuple[Extension[Any], ...]:
    """Return the extensions that are part of specproof, which every run uses."""
    names = sorted(module.name for module in iter_modules(extensions.__path__) if module.ispkg)
    return tuple(import_module(f"{extensions.__name__}.{name}").EXTENSION for name in names)


def find(names: Sequence[str]) -> tuple[Extension[Any], ...]:
    """Return the extensions that installed packages offer under these names; no other package's code is run.

    Raises:
        LookupError: no package offers one of these names; its argument is the name.
        TypeError: what a package offers is no extension.
        ValueError: an extension has the name of another one, or of a folder of the runtime.
    """
    offered = {entry.name: entry for entry in metadata.entry_points(group=EXTENSIONS)} if names else {}
    used = {extension.name for extension in built_in()}
    used |= {entry.name for entry in resources.files("specproof.runtime").iterdir()}
    found: list[Extension[Any]] = []
    for name in names:
        if name not in offered:
            raise LookupError(name)
        extension = offered[name].load()
        if not isinstance(extension, Extension):
            raise TypeError(f"the entry point {name} is no specproof.extensions.hook.Extension")
        if extension.name in used:
            raise ValueError(f"the name of the extension {extension.name} is in use")
        used.add(extension.name)
        found.append(extension)
    return tuple(found)


def source_files(extension: Extension[Any]) -> Iterator[Path]:
    """Yield the files of an extension's package, since the output depends on each of them."""
    folder = Path(str(resources.files(extension.package)))
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
