"""Schema resources inside one tree: ``$id``, ``$anchor``, ``$dynamicAnchor`` (JSON Schema 2020-12, core, section 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from specproof.core.location import Pointer
from specproof.document.kinds import Kinds, kinds_of
from specproof.document.uri import fragment_pointer, join, split
from specproof.document.walk import Tokens, walk

__all__ = ["METASCHEMAS", "SchemaResources", "Target", "is_own_dialect"]

METASCHEMAS = "https://json-schema.org/draft/2020-12/"
"""URIs that start so are known without a file."""


_KNOWN_DIALECTS = (
    METASCHEMAS,
    "http://json-schema.org/",
    "https://json-schema.org/draft/",
    "https://spec.openapis.org/oas/",
)


def is_own_dialect(uri: str) -> bool:
    """Whether a ``$schema`` names a custom dialect, none of JSON Schema's or OpenAPI's."""
    return not uri.startswith(_KNOWN_DIALECTS)


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference refers to: the URI of a schema resource or file, and the fragment as written."""

    uri: str
    fragment: str


class SchemaResources:
    """Index of the schemas in one file by their ``$id``, ``$anchor`` and ``$dynamicAnchor``.

    Args:
        base: URI of the file itself.
        kind: kind of its root object.
    """

    def __init__(self, tree: Any, version: str = "3.1.0", base: str = "", kind: str = "openapi") -> None:
        self._tree = tree
        self._kinds: Kinds = kinds_of(version)
        self._base = base
        self._known = not version.startswith("3.0")
        self._roots: dict[str, Tokens] = {base: ()}
        self._ids: dict[Tokens, str] = {}
        self._anchors: dict[tuple[str, str], Tokens] = {}
        self.add(tree, (), kind)

    def add(self, node: Any, at: Tokens, kind: str = "schema") -> None:
        """Add the schemas at and below a node, which may be where OpenAPI expects none."""
        if self._known:
            for node_kind, schema, pointer in walk(node, self._kinds, kind, at):
                if node_kind == "schema":
                    self._note(schema, pointer)

    def _note(self, schema: dict[str, Any], pointer: Tokens) -> None:
        identity = schema.get("$id")
        if isinstance(identity, str):
            uri = join(self.base_of(pointer[:-1]) if pointer else self._base, identity)
            self._ids[pointer] = uri
            self._roots.setdefault(uri, pointer)
        for keyword in ("$anchor", "$dynamicAnchor"):
            name = schema.get(keyword)
            if isinstance(name, str):
                self._anchors.setdefault((self.base_of(pointer), name), pointer)

    @property
    def is_compound(self) -> bool:
        """Whether any schema has an ``$id`` or anchor."""
        return bool(self._ids or self._anchors)

    @property
    def uris(self) -> tuple[str, ...]:
        """Return the URIs of the schema resources, that of the file first."""
        return tuple(self._roots)

    def base_of(self, pointer: Tokens) -> str:
        """Return the base URI at a node: that of the nearest enclosing ``$id``, or of the file."""
        if not self._ids:
            return self._base
        lengths: Iterator[int] = iter(range(len(pointer), -1, -1))
        return next((self._ids[pointer[:length]] for length in lengths if pointer[:length] in self._ids), self._base)

    def target(self, at: Tokens, reference: str) -> Target:
        """Return what a reference at a node refers to, with an absolute URI."""
        return Target(join(self.base_of(at), reference), split(reference)[1])

    def find(self, target: Target) -> Pointer | None:
        """Return the JSON pointer of a target in this file, or None if it does not resolve in it."""
        root = self._roots.get(target.uri)
        if root is None:
            return None
        text = fragment_pointer(target.fragment)
        if text is None:
            anchor = self._anchors.get((target.uri, unquote(target.fragment)))
            return Pointer(anchor) if anchor is not None else None
        pointer = Pointer((*root, *Pointer.parse(text)))
        try:
            pointer.find(self._tree)
        except LookupError:
            return None
        return pointer

    def resolve(self, at: Tokens, reference: str) -> Pointer | None:
        """Return the JSON pointer that a reference at a node resolves to, or None if it leaves this file."""
        return self.find(self.target(at, reference))
