"""Where the service is, and what it holds."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from specproof.emulate import Emulator

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "generated" / "cdf-files" / "src"
PROJECT = ROOT / "spec" / "cdf-files"
TOKEN = "hidden-token"
PART = 5_242_881
"""The smallest part that is not the last."""


def base_url(emulator: Emulator) -> str:
    return f"{emulator.base_url}/api/v1/projects/test"


def stored(emulator: Emulator, project: str = "test") -> list[bytes | None]:
    """The content of each file that the service holds."""
    found = []
    for file in emulator.admin("state", {"project": project})["files"]:
        pieces = file["content"]
        found.append(None if pieces is None else b"".join(_piece(emulator, piece["digest"]) for piece in pieces))
    return found


def _piece(emulator: Emulator, digest: str) -> bytes:
    pieces = (path.read_bytes() for path in emulator.contents.rglob("*") if path.is_file())
    return next(piece for piece in pieces if sha256(piece).hexdigest() == digest)


def puts(emulator: Emulator) -> list[int]:
    """The part numbers of the PUTs that were answered with success, in their order."""
    return [
        int(entry.label.split()[1]) for entry in emulator.journal.select(method="PUT") if entry.status in (200, 201)
    ]
