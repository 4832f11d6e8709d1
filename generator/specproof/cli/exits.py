"""What the exit status says (docs/decisions/exit-codes.md)."""

from __future__ import annotations

from enum import IntEnum

from specproof.core.diagnostics import Findings

__all__ = ["Exit", "exit_for"]

_USAGE = ("PROJECT_", "OUTPUT_", "FAULTS_")


class Exit(IntEnum):
    CLEAN = 0
    DOCUMENT = 1
    USAGE = 2
    DRIFT = 3
    BUG = 4
    ENVIRONMENT = 5


def exit_for(findings: Findings, strict: bool) -> Exit:
    """Errors in the document beat errors in how specproof was asked; warnings count if ``strict``."""
    errors = findings.errors
    if errors:
        return Exit.USAGE if all(error.code.startswith(_USAGE) for error in errors) else Exit.DOCUMENT
    return Exit.DOCUMENT if strict and findings.warnings else Exit.CLEAN
