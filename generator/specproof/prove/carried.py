"""What the tests of a package carry along: the effective document, and where its parts were written."""

from __future__ import annotations

import json

from specproof.document import Document
from specproof.prove.lines import lines

__all__ = ["carried"]


def carried(document: Document) -> dict[str, str | bytes]:
    """Files of a package by path: `tests/document.json`, `tests/places.json`."""
    return {"tests/document.json": _compact(document.tree), "tests/places.json": _compact(lines(document))}


def _compact(tree: object) -> str:
    return json.dumps(tree, separators=(",", ":")) + "\n"
