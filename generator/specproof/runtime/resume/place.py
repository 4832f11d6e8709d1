"""Where uploads are remembered: a folder of the user, which nobody else may read."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["state_folder"]


def state_folder(module: str) -> Path:
    """The folder of one package.

    It is ``<MODULE>_STATE_DIR`` where the environment has it, else ``<module>`` below ``XDG_STATE_HOME`` or
    ``~/.local/state`` (XDG Base Directory Specification 0.8).
    """
    name = module.rpartition(".")[2]
    if own := os.environ.get(f"{name.upper()}_STATE_DIR"):
        return Path(own)
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home, name)
