"""The command line of a generated package, by the declaration in its ``__main__``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from .declared import Commands, Option, Transfer

__all__ = ["Commands", "Option", "Transfer", "main"]

_USAGE = 2


def main(commands: Commands, arguments: Sequence[str] | None = None) -> int:
    """Run a package's command line; return the exit status: 0 success, 1 failure, 2 wrong usage, 130 interrupted."""
    if find_spec("rich") is None:
        print(f"{commands.module}: the command line needs rich: {commands.install}", file=sys.stderr)
        return _USAGE
    from .running import run  # optional: needs rich

    return run(commands, arguments)
