"""The effective document as the tests of a package hold it."""

from __future__ import annotations

import json

from specproof.document import Document

__all__ = ["package_document"]


def package_document(document: Document) -> dict[str, str | bytes]:
    """Return path -> content of `tests/document.json`, indented, so that a change of the API is a readable diff."""
    return {"tests/document.json": json.dumps(document.tree, indent=1) + "\n"}
