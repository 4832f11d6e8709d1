"""The manifest: the list of the generated files in an output folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from specproof.core.diagnostics import Findings
from specproof.core.location import Location

__all__ = ["DERIVED", "MANIFEST", "digest", "is_inside", "manifest_of", "manifest_text", "owned_files"]

MANIFEST = ".specproof.json"
DERIVED = {"__pycache__"}
"""Folders that belong to nobody: neither generated nor the user's."""
_FORMAT = 1


def digest(content: bytes) -> str:
    """Return the SHA-256 of a content as ``sha256:<hex>``."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def manifest_text(files: Mapping[str, bytes]) -> bytes:
    """Return the text of the manifest for files, given as content by path below the output folder."""
    return manifest_of({path: digest(content) for path, content in files.items()})


def manifest_of(digests: Mapping[str, str]) -> bytes:
    """Return the text of the manifest for files, given as digest by path below the output folder."""
    rows = dict(sorted(digests.items()))
    return (json.dumps({"format": _FORMAT, "files": rows}, indent=1, ensure_ascii=False) + "\n").encode()


def owned_files(folder: Path, findings: Findings) -> dict[str, str]:
    """Return the digest of every file that the manifest in ``folder`` lists, by path; empty without a manifest.

    Raises:
        StopError: the manifest is not valid.
    """
    path = folder / MANIFEST
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    try:
        return _files(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        findings.add("OUTPUT_MANIFEST", "this is not a manifest of generated files", Location(str(path)))
        findings.stop_if_errors()
        raise


def is_inside(path: str) -> bool:
    """Whether a relative path stays below its folder and has no superfluous parts such as ``.``."""
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and str(pure) == path


def _files(content: dict[str, object]) -> dict[str, str]:
    if content["format"] != _FORMAT or not isinstance(files := content["files"], dict):
        raise ValueError(content)
    if not all(isinstance(value, str) and is_inside(path) for path, value in files.items()):
        raise ValueError(files)
    return files
