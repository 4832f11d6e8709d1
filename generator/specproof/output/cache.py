"""Digests of all that the last run read and wrote, so that a run with nothing to do ends at once.

Contents are compared, not times, since an edit within one tick of the clock must be noticed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from errno import EINVAL
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from specproof.output.manifest import DERIVED, digest
from specproof.output.write import replace_file

__all__ = ["Recorder", "Stamp", "delete_stamp", "is_current", "last_stamp", "tool_digest", "write_stamp"]

_STAMP_FILE = "stamp.json"


class Recorder:
    """Reads input files and records them.

    Attributes:
        texts: content by path, as it was asked for.
        missing: paths that could not be read.
    """

    def __init__(self) -> None:
        self.texts: dict[str, bytes] = {}
        self.missing: set[str] = set()

    def read(self, path: Path) -> bytes:
        """Return the bytes of a file.

        Raises:
            OSError: there is no such file, or it cannot be read.
        """
        try:
            if path.is_char_device() or path.is_block_device():
                raise OSError(EINVAL, "a device, which has no end", str(path))
            if path.is_fifo() or path.is_socket():
                raise OSError(EINVAL, "a pipe, which can keep a reader waiting: write it to a file first", str(path))
            data = path.read_bytes()
        except OSError:
            self.missing.add(str(path))
            raise
        self.texts[str(path)] = data
        return data


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one run read and wrote, as digests.

    Attributes:
        tool: digest of specproof, Python and the installed packages.
        options: options that decide what is generated.
        inputs: digest by absolute path; None for a missing file.
        output: the output folder.
        outputs: digest by path below that folder.
        report: the findings of the run.
    """

    tool: str
    options: str
    inputs: Mapping[str, str | None]
    output: str
    outputs: Mapping[str, str]
    report: list[dict[str, Any]]


def tool_digest() -> str:
    """Return a digest of all that decides the output besides the input: specproof, Python, and installed packages."""
    parts = [sys.version]
    templates = find_spec("specproof.templates")
    for root in (Path(__file__).parents[1], *map(Path, (templates and templates.submodule_search_locations) or ())):
        parts += [f"{path.relative_to(root).as_posix()} {digest(path.read_bytes())}" for path in _files(root)]
    return digest("\n".join([*parts, *_installed()]).encode())


def last_stamp(cache: Path) -> Stamp | None:
    """Return the stamp of the last run, or None if there is none or it is of another release.

    Args:
        cache: the project's cache folder.
    """
    try:
        return Stamp(**json.loads((cache / _STAMP_FILE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def write_stamp(cache: Path, stamp: Stamp) -> None:
    """Write the stamp of a run into the cache folder, which git ignores.

    Errors are ignored, since a cache only saves time.
    """
    try:
        replace_file(cache / ".gitignore", b"*\n")
        replace_file(cache / _STAMP_FILE, json.dumps(asdict(stamp), indent=1).encode())
    except OSError:
        delete_stamp(cache)


def delete_stamp(cache: Path) -> None:
    """Delete the stamp, so that the next run generates everything."""
    (cache / _STAMP_FILE).unlink(missing_ok=True)


def is_current(stamp: Stamp, options: str) -> bool:
    """Whether inputs, outputs, options and specproof itself are the same as at the stamped run."""
    return (
        stamp.options == options
        and all(_digest_of(Path(path)) == value for path, value in stamp.inputs.items())
        and all(_digest_of(Path(stamp.output, path)) == value for path, value in stamp.outputs.items())
        and stamp.tool == tool_digest()
    )


def _digest_of(path: Path) -> str | None:
    try:
        return digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else None
    except OSError:
        return None


def _files(root: Path) -> list[Path]:
    paths = []
    for name, folders, files in os.walk(root):
        folders[:] = [folder for folder in folders if folder not in DERIVED]
        paths += [Path(name, file) for file in files]
    return sorted(paths)


def _installed() -> list[str]:
    """``name-version.dist-info`` of every distribution in reach: any of them may be an engine, or change one.

    The working directory is left out: ``python -m specproof`` looks there, the command does not.
    """
    folders = {entry for entry in sys.path if os.path.isdir(entry) and not os.path.samefile(entry, os.curdir)}
    names = {name for folder in folders for name in os.listdir(folder)}
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
