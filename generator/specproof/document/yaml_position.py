"""The offset of a node in YAML text: one pass over the events, looking only at the nodes on the way."""

from __future__ import annotations

from collections.abc import Iterator

from specproof.core.location import Pointer
from specproof.document.yaml_events import Event, events, kind_names

__all__ = ["yaml_offset"]


def yaml_offset(text: str, pointer: Pointer) -> int:
    """Where the node is, as ``positions`` defines it; what stands behind an alias has the place of the alias.

    Raises:
        Unreadable: the text is not YAML up to there.
    """
    stream = events(text)
    scalar, mapping, sequence, *_ = kind_names()
    node: Event = next((event for event in stream if isinstance(event, (scalar, mapping, sequence))), None)
    at: int = node.start_mark.index if node is not None else 0
    for token in pointer:
        if isinstance(node, mapping):
            found = _member(stream, token)
        elif isinstance(node, sequence):
            found = _element(stream, token)
        else:
            return at
        if found is None:
            return at
        key, node = found
        at = (key if isinstance(node, (mapping, sequence)) else node).start_mark.index
    return at


def _skip(node: Event, stream: Iterator[Event]) -> None:
    """Read to the end of a node."""
    _, mapping, sequence, mapping_end, sequence_end, *_ = kind_names()
    depth = int(isinstance(node, (mapping, sequence)))
    while depth:
        event = next(stream)
        if isinstance(event, (mapping, sequence)):
            depth += 1
        elif isinstance(event, (mapping_end, sequence_end)):
            depth -= 1


def _member(stream: Iterator[Event], name: str) -> tuple[Event, Event] | None:
    mapping_end = kind_names()[3]
    while not isinstance(key := next(stream), mapping_end):
        value = next(stream)
        if getattr(key, "value", None) == name:
            return key, value
        _skip(value, stream)
    return None


def _element(stream: Iterator[Event], token: str) -> tuple[Event, Event] | None:
    sequence_end = kind_names()[4]
    index = 0
    while not isinstance(item := next(stream), sequence_end):
        if str(index) == token:
            return item, item
        _skip(item, stream)
        index += 1
    return None
