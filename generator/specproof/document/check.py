"""Whether a document has the shape that later stages rely upon."""

from __future__ import annotations

from specproof.core.diagnostics import Findings
from specproof.document.document import Document

__all__ = ["check"]


def check(document: Document, findings: Findings) -> None:
    """Every defect becomes a finding at its place."""
