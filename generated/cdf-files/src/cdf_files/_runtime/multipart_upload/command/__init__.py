"""The command line of a generated package: what it offers is data, which the package's ``__main__`` holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

from .declared import Commands, Option, Transfer

__all__ = ["Commands", "Option", "Transfer", "main"]

_USAGE = 2


def main(commands: Commands, arguments: Sequence[str] | None = None) -> int:
    """Run one command, and give the exit status: 0, 1 it failed, 2 wrong usage, 130 interrupted."""
    if find_spec("rich") is None:
        print(f"{commands.module}: the command line needs rich: {commands.install}", file=sys.stderr)
        return _USAGE
    from .running import run

    return run(commands, arguments)
