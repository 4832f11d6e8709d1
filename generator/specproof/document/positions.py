"""Lines and columns of nodes, computed from the text of a file when a finding is printed.

The position of a scalar is its own; that of a container is its key, or its first character if it is an element or the
whole document. A pointer without a node has the position of the deepest node above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from specproof.core.location import Location, Pointer
from specproof.document.failure import UnreadableError
from specproof.document.json_position import JsonPositions
from specproof.document.text import Lines, decode, starts_as_json

__all__ = ["Sources", "locate"]


@dataclass(frozen=True, slots=True)
class _File:
    lines: Lines
    offset: Callable[[Pointer], int | None]


class Sources:
    """Finds lines and columns in the files of a run; a file is scanned when it is first needed.

    Args:
        texts: content by the name that locations use.
    """

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._files: dict[str, _File | None] = {}

    def position(self, at: Location) -> tuple[int, int] | None:
        """Return (line, column) of a node, both from 1, or None if the file is not known or does not parse."""
        file = self._file(at.file)
        offset = file.offset(at.pointer) if file is not None else None
        return file.lines.at(offset) if file is not None and offset is not None else None

    def line(self, file: str, number: int) -> str | None:
        """Return a line of a file without its line break, or None if there is none.

        Args:
            number: from 1.
        """
        known = self._file(file)
        return known.lines.line(number) if known is not None else None

    def _file(self, name: str) -> _File | None:
        if name not in self._files:
            self._files[name] = self._open(name)
        return self._files[name]

    def _open(self, name: str) -> _File | None:
        try:
            text = decode(self._texts[name])
        except (KeyError, UnicodeDecodeError):
            return None
        return _File(Lines(text), _finder(text, name))


def locate(texts: Mapping[str, bytes], at: Location) -> tuple[int, int] | None:
    """Return (line, column) of a location, both from 1, or None if its file is not in ``texts`` or does not parse."""
    return Sources(texts).position(at)


def _finder(text: str, name: str) -> Callable[[Pointer], int | None]:
    positions = JsonPositions(text)
    index: dict[tuple[str, ...], int] | None = None

    def offset(pointer: Pointer) -> int | None:
        nonlocal index
        if name.lower().endswith(".json") or starts_as_json(text):
            try:
                return positions.offset(pointer)
            except ValueError:
                pass
        if index is None:
            index = _yaml_index(text)
        lengths = range(len(pointer), -1, -1)
        return next((index[pointer[:length]] for length in lengths if pointer[:length] in index), None)

    return offset


def _yaml_index(text: str) -> dict[tuple[str, ...], int]:
    from specproof.document.yaml_position import yaml_offsets  # only where YAML is read at all

    try:
        return yaml_offsets(text)
    except UnreadableError:
        return {}
