"""Offsets of all nodes in YAML text, by one pass over its events."""

from __future__ import annotations

from specproof.document.walk import Tokens
from specproof.document.yaml_events import Event, Kind, events

__all__ = ["yaml_offsets"]


def yaml_offsets(text: str) -> dict[Tokens, int]:
    """Return the offset in characters of each node of a YAML text, by its pointer; see ``JsonPositions.offset``.

    A node behind an alias has the offset of the alias.

    Raises:
        UnreadableError: the text is not YAML.
    """
    index = _Index()
    handlers = {
        Kind.SCALAR: index.leaf,
        Kind.ALIAS: index.leaf,
        Kind.MAP: index.open_map,
        Kind.LIST: index.open_list,
        Kind.MAP_END: index.close,
        Kind.LIST_END: index.close,
    }
    for event in events(text):
        handler = handlers.get(type(event))
        if handler is not None:
            handler(event)
    return index.offsets


class _Level:
    """An open container: ``key`` is the offset of the key that waits for its value."""

    __slots__ = ("at", "count", "is_map", "key", "name")

    def __init__(self, at: Tokens, is_map: bool) -> None:
        self.at = at
        self.is_map = is_map
        self.count = 0
        self.name: str | None = None
        self.key = 0


class _Index:
    def __init__(self) -> None:
        self.offsets: dict[Tokens, int] = {}
        self._levels: list[_Level] = []

    def leaf(self, event: Event) -> None:
        level = self._levels[-1] if self._levels else None
        if level is not None and level.is_map and level.name is None:
            level.name, level.key = getattr(event, "value", ""), event.start_mark.index
            return
        self._put(event.start_mark.index)

    def open_map(self, event: Event) -> None:
        self._open(event, True)

    def open_list(self, event: Event) -> None:
        self._open(event, False)

    def close(self, _: Event) -> None:
        self._levels.pop()

    def _open(self, event: Event, is_map: bool) -> None:
        level = self._levels[-1] if self._levels else None
        offset = level.key if level is not None and level.is_map else event.start_mark.index
        self._levels.append(_Level(self._put(offset), is_map))

    def _put(self, offset: int) -> Tokens:
        level = self._levels[-1] if self._levels else None
        at: Tokens = ()
        if level is not None and level.is_map:
            at, level.name = (*level.at, level.name or ""), None
        elif level is not None:
            at, level.count = (*level.at, str(level.count)), level.count + 1
        self.offsets.setdefault(at, offset)
        return at
