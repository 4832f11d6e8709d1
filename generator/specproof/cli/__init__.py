"""The command line. ``main`` is the console script."""

from specproof.cli.app import main

__all__ = ["main"]
