"""The state directory of a package: a folder and files that only their user may read."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

__all__ = ["private_file", "state_dir"]


def state_dir(module: str) -> Path:
    """Return the folder of one package.

    It is ``<MODULE>_STATE_DIR`` where the environment has it, else ``<module>`` below ``XDG_STATE_HOME`` or
    ``~/.local/state`` (XDG Base Directory Specification 0.8, which ignores relative paths).

    Raises:
        OSError: there is no home directory.
    """
    name = module.rpartition(".")[2]
    if own := os.environ.get(f"{name.upper()}_STATE_DIR"):
        return Path(own)
    home = Path(os.environ.get("XDG_STATE_HOME", ""))
    if not home.is_absolute():
        try:
            home = Path.home() / ".local" / "state"
        except RuntimeError:
            raise OSError(f"there is no home directory: set {name.upper()}_STATE_DIR") from None
    return home / name


def private_file(path: Path) -> None:
    """Create an empty file that its owner alone may read and write, unless it exists.

    An existing file is not opened: closing it would release the locks that SQLite holds on it elsewhere in this process
    (sqlite.org, "How To Corrupt An SQLite Database File", 2.2).

    Raises:
        OSError: the folder or the file cannot be made.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        descriptor, new = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        os.close(descriptor)
        try:
            with suppress(FileExistsError):
                os.link(new, path)
        finally:
            os.unlink(new)
