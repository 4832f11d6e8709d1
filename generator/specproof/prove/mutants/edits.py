"""Mutants of generated code: an edit of one text, which the proofs have to notice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["EDITS", "Edit", "Stale", "applied"]


class Stale(ValueError):
    """A text that an edit is to replace stands nowhere."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One text for another, in one file of a package.

    Attributes:
        file: below the import package; ``*`` for any part of it.
        what: which mistake this is.
        old: the text; its first occurrence is replaced.
    """

    file: str
    what: str
    old: str
    new: str
    needs: str = ""

    @property
    def at(self) -> str:
        return self.file

    @property
    def keyword(self) -> str:
        return ""

    @property
    def change(self) -> str:
        return self.what

    @property
    def detail(self) -> str:
        return f"{self.old.strip()} → {self.new.strip()}"


EDITS: tuple[Edit, ...] = ()


def applied(edit: Edit, files: Mapping[str, str]) -> tuple[str, str]:
    """The file that changes, and its new text.

    Raises:
        Stale: no file holds the text any more.
    """
    for path, text in files.items():
        if path == edit.file and edit.old in text:
            return path, text.replace(edit.old, edit.new, 1)
    raise Stale(f"{edit.file} does not hold {edit.old!r}")
