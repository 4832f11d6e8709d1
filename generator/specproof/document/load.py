"""Loading of YAML 1.2 and JSON, within limits, through a reader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.json_types import described
from specproof.core.limits import Limits
from specproof.core.location import Location, Pointer
from specproof.document.document import Document
from specproof.document.failure import UnreadableError
from specproof.document.json_tree import read_json
from specproof.document.origins import Origins
from specproof.document.reader import Reader
from specproof.document.text import Lines, decode, starts_as_json

__all__ = ["load", "parse", "read_bytes"]

_SUPPORTED = ("3.0.", "3.1.")


def load(path: Path, reader: Reader, limits: Limits, findings: Findings) -> Document:
    """Return an OpenAPI 3.0 or 3.1 document, or an Overlay, parsed from a YAML or JSON file.

    Raises:
        StopError: the file cannot be read, is not well-formed, exceeds the limits, or is of another kind.
    """
    data = read_bytes(path, reader, findings, Location(str(path)))
    findings.stop_if_errors()
    assert data is not None
    tree = parse(data, str(path), limits, findings)
    findings.stop_if_errors()
    version = _version(tree, Location(str(path)), findings)
    findings.stop_if_errors()
    return Document(tree, Origins(Location(str(path))), version, {str(path): data})


def read_bytes(path: Path, reader: Reader, findings: Findings, at: Location) -> bytes | None:
    """Return the bytes of a file, or None if it cannot be read, which is reported as LOAD_UNREADABLE.

    Args:
        at: location that refers to the file, for the report.
    """
    try:
        return reader.read(path)
    except OSError as error:
        findings.add("LOAD_UNREADABLE", f"{path}: {(error.strerror or str(error)).lower()}", at)
        return None


def parse(data: bytes, file: str, limits: Limits, findings: Findings) -> Any:
    """Return the value of a YAML or JSON file, or None if it cannot be parsed, which is reported.

    Args:
        file: its path, for the report.
    """
    if len(data) > limits.bytes:
        findings.add(
            "LOAD_BUDGET", f"the file has {len(data):,} bytes, more than the limit of {limits.bytes:,}", Location(file)
        )
        return None
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        line, column = Lines(data[: error.start].decode("latin-1")).at(error.start)
        message = f"the file is not valid {error.encoding.upper()}: {error.reason}"
        findings.add("LOAD_SYNTAX", message, Location(file), line=line, column=column)
        return None
    return _parse_text(text, file, limits, findings)


def _parse_text(text: str, file: str, limits: Limits, findings: Findings) -> Any:
    try:
        tree, duplicates = _tree(text, file, limits)
    except UnreadableError as error:
        tree, duplicates = None, [error]
    lines = Lines(text) if duplicates else None
    for refused in duplicates:
        line, column = (None, None) if lines is None or refused.offset is None else lines.at(refused.offset)
        at = Location(file, refused.pointer)
        findings.add(refused.code, refused.message, at, hint=refused.hint, line=line, column=column)
    return tree


def _tree(text: str, file: str, limits: Limits) -> tuple[Any, list[UnreadableError]]:
    """JSON by its extension, or by its first character where it then is JSON indeed; everything else is YAML."""
    if file.lower().endswith(".json"):
        return read_json(text, limits)
    if starts_as_json(text):
        try:
            return read_json(text, limits)
        except UnreadableError as error:
            if error.code != "LOAD_SYNTAX":
                raise
    from specproof.document.yaml_tree import read_yaml  # JSON documents never import YAML

    return read_yaml(text, limits)


def _version(tree: Any, at: Location, findings: Findings) -> str:
    if not isinstance(tree, dict):
        findings.add("LOAD_VERSION", f"the document must be an object (got {described(tree)})", at)
        return ""
    if "overlay" in tree:
        return str(tree["overlay"])
    if "openapi" not in tree:
        key = next((key for key in ("swagger", "asyncapi") if key in tree), None)
        message = f"{key}: {tree[key]!r} is not supported" if key else "the document must have the field openapi"
        findings.add("LOAD_VERSION", message, Location(at.file, Pointer((key,) if key else ())))
        return ""
    version = tree["openapi"]
    if not isinstance(version, str) or not version.startswith(_SUPPORTED):
        hint = None if isinstance(version, str) else "write it as a string, in full: '3.1.0'"
        findings.add("LOAD_VERSION", f"openapi: {version!r} is neither 3.0.x nor 3.1.x", at / "openapi", hint=hint)
    return str(version)
