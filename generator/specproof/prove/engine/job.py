"""What is to be proved, as data for any process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Job", "Rebuild"]

Rebuild = Callable[[dict[str, Any], Mapping[str, str], bool], Mapping[str, str | bytes]]
"""An effective document, operations that have another key in it by that key, and whether more than models is wanted ->
the modules of its package by path below the module's folder. Raises: StopError."""


@dataclass(frozen=True, slots=True)
class Job:
    """A package to prove, as data for any process.

    Attributes:
        folder: the package, with `src/` and `tests/`.
        module: its import name.
        rebuild: generates the package of a mutant; picklable.
        scratch: a folder for mutants.
        only: a type, operation or JSON pointer to limit the proof to; empty for all.
    """

    folder: str
    module: str
    rebuild: Rebuild
    scratch: str
    profile: str = "ci"
    seed: int = 0
    only: str = ""
    formats: tuple[str, ...] = ()
