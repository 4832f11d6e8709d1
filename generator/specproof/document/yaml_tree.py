"""Parsing of YAML: core schema, duplicate keys, anchors and limits, in one pass without recursion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from specproof.core.limits import Limits
from specproof.core.location import Pointer
from specproof.document.failure import UnreadableError
from specproof.document.scalars import NotJsonError, plain, tagged
from specproof.document.yaml_events import Event, Kind, events

__all__ = ["read_yaml"]

_MERGE = "YAML 1.2 has no merge keys: repeat the members, or use allOf"
_BY_ALIAS, _BY_ALIAS_EACH = 10_000, 10  # nodes by aliases: in any document, and for each node written
_CONTAINER_TAGS = (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


def read_yaml(text: str, limits: Limits) -> tuple[Any, list[UnreadableError]]:
    """Return the value of a YAML text with one document, and an error for each duplicate key.

    Raises:
        UnreadableError: the text is not well-formed, exceeds the limits, or is not JSON data.
    """
    builder = _Builder(limits)
    handlers = builder.handlers()
    for event in events(text):
        handler = handlers.get(type(event))
        if handler is not None:
            handler(event)
    if builder.documents == 0:
        raise UnreadableError("LOAD_SYNTAX", "the document is empty", 0)
    return builder.root, builder.duplicates


class _Open:
    """A container whose end has not come: ``key`` is the member being read, ``since`` the node count at its start."""

    __slots__ = ("anchor", "height", "key", "list", "map", "since")

    def __init__(self, mapping: dict[str, Any] | None, items: list[Any] | None, since: int, anchor: str | None) -> None:
        self.map = mapping
        self.list = items
        self.key: str | None = None
        self.since = since
        self.height = 1
        self.anchor = anchor


class _Anchored:
    """What an alias stands for; ``value`` is set at the end of the node, so a cycle is seen."""

    __slots__ = ("height", "key", "nodes", "value")

    def __init__(self) -> None:
        self.value: Any = _UNFINISHED
        self.nodes = 1
        self.height = 0
        self.key: str | None = None


_UNFINISHED = object()


class _Builder:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.root: Any = None
        self.documents = 0
        self.duplicates: list[UnreadableError] = []
        self._nodes = 0
        self._by_alias = 0
        self._stack: list[_Open] = []
        self._top: _Open | None = None
        self._anchors: dict[str, _Anchored] = {}
        self._plain: dict[str, Any] = {}

    def handlers(self) -> dict[type, Callable[[Event], None]]:
        return {
            Kind.SCALAR: self._scalar,
            Kind.MAP: self._open_map,
            Kind.LIST: self._open_list,
            Kind.MAP_END: self._close,
            Kind.LIST_END: self._close,
            Kind.ALIAS: self._alias,
            Kind.DOCUMENT: self._document,
        }

    def _document(self, event: Event) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._refuse("LOAD_SYNTAX", "a second document starts here", event, "keep one document per file")

    def _scalar(self, event: Event) -> None:
        top = self._top
        if top is not None and top.map is not None and top.key is None:
            self._key(top, event)
            return
        text = event.value
        if event.implicit[0] and event.tag is None:
            value = self._plain.get(text, _UNFINISHED)
            if value is _UNFINISHED:
                value = self._plain[text] = self._resolve(plain, event, text)
        elif event.tag is None:
            value = text
        else:
            value = self._resolve(tagged, event, event.tag, text)
        if event.anchor is not None:
            anchored = self._anchor(event.anchor)
            anchored.value, anchored.key = value, text
        self._count(1, event)
        self._add(value)

    def _key(self, top: _Open, event: Event) -> None:
        text: str = event.value
        if text == "<<" and event.implicit[0]:
            raise self._refuse("LOAD_SYNTAX", "the merge key << is not supported", event, _MERGE)
        if event.anchor is not None:
            anchored = self._anchor(event.anchor)
            anchored.value = anchored.key = text
        self._set_key(top, text, event)

    def _set_key(self, top: _Open, text: str, event: Event) -> None:
        assert top.map is not None
        if text in top.map:
            where = self._pointer() / text
            self.duplicates.append(
                UnreadableError("LOAD_DUPLICATE_KEY", f'the key "{text}" appears twice', event.start_mark.index, where)
            )
        top.key = text

    def _open_map(self, event: Event) -> None:
        members: dict[str, Any] = {}
        self._open(event, members, _Open(members, None, self._nodes, event.anchor))

    def _open_list(self, event: Event) -> None:
        items: list[Any] = []
        self._open(event, items, _Open(None, items, self._nodes, event.anchor))

    def _open(self, event: Event, value: Any, opened: _Open) -> None:
        if event.tag not in _CONTAINER_TAGS:
            raise self._refuse("LOAD_VALUE", f"the tag {event.tag} has no meaning in JSON", event, "remove the tag")
        top = self._top
        if top is not None and top.map is not None and top.key is None:
            raise self._refuse("LOAD_VALUE", "a mapping or a sequence cannot be a key", event, "write a string")
        if event.anchor is not None:
            self._anchor(event.anchor)
        self._count(1, event)
        key = top.key if top is not None else None
        self._add(value)
        if top is not None:
            top.key = key
        self._stack.append(opened)
        self._top = opened
        self._check_depth(len(self._stack), event)

    def _close(self, event: Event) -> None:
        closed = self._stack.pop()
        top = self._top = self._stack[-1] if self._stack else None
        if top is not None:
            top.key = None
            top.height = max(top.height, closed.height + 1)
        if closed.anchor is not None:
            anchored = self._anchors[closed.anchor]
            anchored.value = closed.list if closed.map is None else closed.map
            anchored.nodes, anchored.height = self._nodes - closed.since, closed.height

    def _alias(self, event: Event) -> None:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            raise self._refuse("LOAD_SYNTAX", f"the alias *{event.anchor} has no anchor", event)
        if anchored.value is _UNFINISHED:
            raise self._refuse("LOAD_SYNTAX", f"the alias *{event.anchor} is inside the node that it refers to", event)
        top = self._top
        if top is not None and top.map is not None and top.key is None:
            if anchored.key is None:
                raise self._refuse("LOAD_VALUE", "a mapping or a sequence cannot be a key", event, "write a string")
            self._set_key(top, anchored.key, event)
            return
        self._check_depth(len(self._stack) + anchored.height, event)
        self._count(anchored.nodes, event)
        self._count_alias(anchored.nodes, event)
        self._add(anchored.value)
        if top is not None:
            top.height = max(top.height, anchored.height + 1)

    def _anchor(self, name: str) -> _Anchored:
        anchored = self._anchors[name] = _Anchored()
        return anchored

    def _add(self, value: Any) -> None:
        top = self._top
        if top is None:
            self.root = value
        elif top.list is not None:
            top.list.append(value)
        else:
            assert top.map is not None and top.key is not None
            top.map[top.key] = value
            top.key = None

    def _count(self, nodes: int, event: Event) -> None:
        self._nodes += nodes
        if self._nodes > self.limits.nodes:
            message = f"the document has more than {self.limits.nodes:,} nodes after alias expansion"
            raise self._refuse("LOAD_BUDGET", message, event)

    def _count_alias(self, nodes: int, event: Event) -> None:
        """Aliases of aliases double with every level: they are a small part of a document, or not much."""
        self._by_alias += nodes
        written = self._nodes - self._by_alias
        if self._by_alias > _BY_ALIAS + _BY_ALIAS_EACH * written:
            message = f"the aliases up to here stand for {self._by_alias:,} nodes, and {written:,} are written"
            raise self._refuse("LOAD_BUDGET", message, event, "write what is shared once, and refer to it with $ref")

    def _check_depth(self, depth: int, event: Event) -> None:
        if depth > self.limits.depth:
            raise self._refuse("LOAD_BUDGET", f"the document nests deeper than {self.limits.depth} levels", event)

    def _resolve(self, resolver: Callable[..., Any], event: Event, *texts: str) -> Any:
        try:
            return resolver(*texts)
        except NotJsonError as refused:
            raise self._refuse("LOAD_VALUE", str(refused), event, refused.hint) from None

    def _refuse(self, code: str, message: str, event: Event, hint: str | None = None) -> UnreadableError:
        return UnreadableError(code, message, event.start_mark.index, self._pointer(), hint)

    def _pointer(self) -> Pointer:
        """The member or element that is being read; an open list holds its open element already."""
        tokens: list[str | None] = []
        for level in self._stack:
            started = int(level is not self._top)
            tokens.append(level.key if level.list is None else str(len(level.list) - started))
        return Pointer(token for token in tokens if token is not None)
