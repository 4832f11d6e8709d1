"""Packages under names of our own: the one that is proved, its contract, and mutants of it."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

__all__ = ["load", "load_file", "load_with_runtime", "unload", "write"]

RUNTIME = "_runtime"


def load(name: str, folder: Path) -> ModuleType:
    """Import a package from a folder under any name; an imported module of that name is replaced.

    Raises:
        ImportError: the folder holds no package.
    """
    spec = spec_from_file_location(name, folder / "__init__.py", submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        raise ImportError(f"no package in {folder}")
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def load_file(name: str, path: Path) -> ModuleType:
    """Import one file under any name. Raises: ImportError, if it does not exist."""
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.exists():
        raise ImportError(f"no module at {path}")
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def load_with_runtime(name: str, folder: Path, other: str) -> ModuleType:
    """Import a package that has no `_runtime` of its own, with the runtime of another imported package.

    Args:
        other: import name of that package.

    Raises:
        ImportError: the folder holds no package.
    """
    for path in sorted((_home(other) / RUNTIME).rglob("*.py")):
        parts = path.relative_to(_home(other)).with_suffix("").parts
        own = ".".join(part for part in parts if part != "__init__")
        sys.modules[f"{name}.{own}"] = importlib.import_module(f"{other}.{own}")
    return load(name, folder)


def unload(name: str) -> None:
    """Remove a package and its submodules from the imported modules."""
    for known in [known for known in sys.modules if known == name or known.startswith(f"{name}.")]:
        module = sys.modules.pop(known)
        for folder in getattr(module, "__path__", ()):
            sys.path_importer_cache.pop(folder, None)
    gc.collect()


def write(files: Mapping[str, str | bytes], folder: Path) -> None:
    """Write files (path -> content) into a folder, which is made if it does not exist."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def _home(name: str) -> Path:
    return Path(str(sys.modules[name].__file__)).parent
