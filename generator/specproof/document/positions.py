"""Lines and columns on demand: from the text of a file and a pointer, when a finding is printed.

A scalar's place is its own; a container's is that of its key, or of its first character where it is an element or the
whole document. A pointer that names nothing has the place of the deepest node above it.
"""

from __future__ import annotations

from collections.abc import Mapping

from specproof.core.location import Location, Pointer
from specproof.document.failure import Unreadable
from specproof.document.json_position import json_offset
from specproof.document.text import decode, line_and_column

__all__ = ["locate"]


def locate(texts: Mapping[str, bytes], at: Location) -> tuple[int, int] | None:
    """Line and column, both from 1; None where the text is not known or does not parse."""
    data = texts.get(at.file)
    if data is None:
        return None
    try:
        text = decode(data)
        offset = _offset(text, at.file, at.pointer)
    except (UnicodeDecodeError, Unreadable):
        return None
    return line_and_column(text, offset)


def _offset(text: str, file: str, pointer: Pointer) -> int:
    if file.lower().endswith(".json") or text.lstrip(" \t\r\n")[:1] in ("{", "["):
        try:
            return json_offset(text, pointer)
        except ValueError:
            pass
    from specproof.document.yaml_position import yaml_offset  # only where YAML is read at all

    return yaml_offset(text, pointer)
