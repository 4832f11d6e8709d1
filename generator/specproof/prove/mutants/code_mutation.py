"""Mutations of generated code: one text in place of another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from specproof.prove.mutants.features import ALWAYS

__all__ = ["CodeMutation", "MutationNotApplicableError", "StaleMutationError", "apply"]

_RUNTIME = "_runtime/"


class StaleMutationError(ValueError):
    """The runtime does not hold the text that a mutation replaces: its row must follow the runtime."""


class MutationNotApplicableError(ValueError):
    """The package does not hold the text that a mutation replaces."""


@dataclass(frozen=True, slots=True)
class CodeMutation:
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


def apply(mutation: CodeMutation, files: Mapping[str, str]) -> tuple[str, str]:
    """The file that changes, and its new text.

    Args:
        files: text by path below the import package.

    Raises:
        StaleMutationError, MutationNotApplicableError: no file holds the text.
    """
    pattern = re.compile(re.escape(mutation.old) if mutation.is_of_runtime else mutation.old, re.MULTILINE)
    new = mutation.new.replace("\\", r"\\") if mutation.is_of_runtime else mutation.new
    for path, text in files.items():
        if fnmatchcase(path, mutation.file):
            changed, count = pattern.subn(new, text, count=1)
            if count:
                return path, changed
    raise (StaleMutationError if mutation.is_of_runtime else MutationNotApplicableError)(
        f"{mutation.file} does not hold {mutation.old}"
    )
