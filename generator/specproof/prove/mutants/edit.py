"""One text of a generated package for another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from specproof.prove.mutants.features import ALWAYS

__all__ = ["Edit", "Stale", "Unused", "applied"]

_RUNTIME = "_runtime/"


class Stale(ValueError):
    """A text of the runtime that an edit is to replace stands nowhere: the row needs to follow the runtime."""


class Unused(ValueError):
    """The package has nothing that an edit is about."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One mistake.

    Attributes:
        what: which one.
        file: a pattern for files below the import package.
        old: a text of the runtime, or a regular expression for what is rendered; its first occurrence is replaced.
        needs: what the document must have for it to matter, as ``features`` has it.
        by: the property that is expected to notice.
    """

    what: str
    file: str
    old: str
    new: str
    by: str
    needs: str = ALWAYS

    @property
    def is_of_runtime(self) -> bool:
        return self.file.startswith(_RUNTIME)


def applied(edit: Edit, files: Mapping[str, str]) -> tuple[str, str]:
    """The file that changes, and its new text.

    Args:
        files: text by path below the import package.

    Raises:
        Stale, Unused: no file holds the text.
    """
    pattern = re.compile(re.escape(edit.old) if edit.is_of_runtime else edit.old, re.MULTILINE)
    new = edit.new.replace("\\", r"\\") if edit.is_of_runtime else edit.new
    for path, text in files.items():
        if fnmatchcase(path, edit.file):
            changed, count = pattern.subn(new, text, count=1)
            if count:
                return path, changed
    raise (Stale if edit.is_of_runtime else Unused)(f"{edit.file} does not hold {edit.old}")
