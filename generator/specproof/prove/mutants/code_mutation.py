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
    """The runtime does not contain the text that a mutation replaces: the mutation must be adapted to it."""


class MutationNotApplicableError(ValueError):
    """The package does not contain the text that a mutation replaces."""


@dataclass(frozen=True, slots=True)
class CodeMutation:
    """A mistake to put into generated code, to test whether a check detects it.

    Attributes:
        what: names the mistake.
        file: pattern of paths below the import package.
        old: text of the runtime, or regular expression for rendered files; its first occurrence is replaced.
        new: the replacement.
        by: the property that is expected to fail.
        needs: the feature that the document must have for the mistake to matter: see ``features``.
    """

    what: str
    file: str
    old: str
    new: str
    by: str
    needs: str = ALWAYS

    @property
    def is_of_runtime(self) -> bool:
        """Whether the mistake is in the runtime, not in a rendered file."""
        return self.file.startswith(_RUNTIME)


def apply(mutation: CodeMutation, files: Mapping[str, str]) -> tuple[str, str]:
    """Return the path of the file that a mutation changes, and its new text.

    Args:
        files: path below the import package -> text.

    Raises:
        StaleMutationError: the mutation is of the runtime, and no file contains the text.
        MutationNotApplicableError: the mutation is of a rendered file, and no file contains the text.
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
