"""What the tests of a package carry along: the kit, the effective document, and where its parts were written."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from specproof.document import Document
from specproof.prove.lines import lines

__all__ = ["carried"]


def carried(document: Document) -> dict[str, str | bytes]:
    """Files of a package by path: `tests/kit/` byte for byte, `tests/document.json`, `tests/places.json`."""
    home = Path(str(resources.files("specproof"))) / "prove" / "kit"
    kit = {f"tests/kit/{path.relative_to(home).as_posix()}": path.read_bytes() for path in sorted(home.rglob("*.py"))}
    return {**kit, "tests/document.json": _compact(document.tree), "tests/places.json": _compact(lines(document))}


def _compact(tree: object) -> str:
    return json.dumps(tree, separators=(",", ":")) + "\n"
