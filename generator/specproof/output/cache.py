"""What the last run read and wrote, by digest, so that a run with nothing to do ends before an engine is imported.

Contents are compared, never times: an edit within one tick of the clock is seen like any other.
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

from specproof.output.manifest import digest
from specproof.output.write import replace_file

__all__ = ["Recorder", "Stamp", "forget", "is_current", "recall", "remember", "tool_digest"]

_STAMP_FILE = "stamp.json"
_DERIVED = {"__pycache__"}


class Recorder:
    """Reads input files and remembers them: ``texts`` by path as spelled, ``missing`` what was asked for in vain."""

    def __init__(self) -> None:
        self.texts: dict[str, bytes] = {}
        self.missing: set[str] = set()

    def read(self, path: Path) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: there is no such file, or it cannot be read.
        """
        try:
            if path.is_char_device() or path.is_block_device():
                raise OSError(EINVAL, "a device, which has no end", str(path))
            data = path.read_bytes()
        except OSError:
            self.missing.add(str(path))
            raise
        self.texts[str(path)] = data
        return data


@dataclass(frozen=True, slots=True)
class Stamp:
    """One finished run, as digests: ``inputs`` by absolute path (None: not there), ``outputs`` by path in ``output``.

    ``options`` tells apart the options that decide what is generated; ``report`` is what the run said.
    """

    tool: str
    options: str
    inputs: Mapping[str, str | None]
    output: str
    outputs: Mapping[str, str]
    report: list[dict[str, Any]]


def tool_digest() -> str:
    """Identity of all that decides the output beside the input: specproof's files, Python, and what is installed."""
    parts = [sys.version]
    templates = find_spec("specproof.templates")
    for root in (Path(__file__).parents[1], *map(Path, (templates and templates.submodule_search_locations) or ())):
        parts += [f"{path.relative_to(root).as_posix()} {digest(path.read_bytes())}" for path in _files(root)]
    return digest("\n".join([*parts, *_installed()]).encode())


def recall(cache: Path) -> Stamp | None:
    """The last stamp; None if there is none, or none that this release understands."""
    try:
        return Stamp(**json.loads((cache / _STAMP_FILE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def remember(cache: Path, stamp: Stamp) -> None:
    """Keep ``stamp``; a cache that cannot be written costs time, nothing else."""
    try:
        replace_file(cache / _STAMP_FILE, json.dumps(asdict(stamp), indent=1).encode())
    except OSError:
        forget(cache)


def forget(cache: Path) -> None:
    """Let the next run do everything."""
    (cache / _STAMP_FILE).unlink(missing_ok=True)


def is_current(stamp: Stamp, options: str) -> bool:
    """Whether a run now would read what the stamped one read, with the same tool, and find what it wrote."""
    return (
        stamp.options == options
        and all(_digest_of(Path(path)) == value for path, value in stamp.inputs.items())
        and all(_digest_of(Path(stamp.output, path)) == value for path, value in stamp.outputs.items())
        and stamp.tool == tool_digest()
    )


def _digest_of(path: Path) -> str | None:
    try:
        return None if path.is_symlink() else digest(path.read_bytes())
    except OSError:
        return None


def _files(root: Path) -> list[Path]:
    found = []
    for name, folders, files in os.walk(root):
        folders[:] = [folder for folder in folders if folder not in _DERIVED]
        found += [Path(name, file) for file in files]
    return sorted(found)


def _installed() -> list[str]:
    """``name-version.dist-info`` of every distribution in reach: any of them may be an engine, or change one.

    The working directory is left out: ``python -m specproof`` looks there, the command does not.
    """
    folders = {entry for entry in sys.path if os.path.isdir(entry) and not os.path.samefile(entry, os.curdir)}
    names = {name for folder in folders for name in os.listdir(folder)}
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
