"""What the exit status says (docs/decisions/exit-codes.md)."""

from __future__ import annotations

from enum import IntEnum

from specproof.core.diagnostics import Findings

__all__ = ["Exit", "exit_for"]

_USAGE = ("PROJECT_", "OUTPUT_", "FAULTS_")


class Exit(IntEnum):
    """The exit statuses of the command line (docs/decisions/exit-codes.md)."""

    CLEAN = 0
    DOCUMENT = 1
    USAGE = 2
    DRIFT = 3
    BUG = 4
    ENVIRONMENT = 5


def exit_for(findings: Findings, strict: bool) -> Exit:
    """Return the exit status for the findings of a run; errors in the document outrank those in settings.

    Args:
        strict: whether warnings count as errors.
    """
    errors = findings.errors
    if errors:
        return Exit.USAGE if all(error.code.startswith(_USAGE) for error in errors) else Exit.DOCUMENT
    return Exit.DOCUMENT if strict and findings.warnings else Exit.CLEAN
