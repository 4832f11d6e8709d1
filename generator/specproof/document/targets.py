"""The targets of references, by a walk from the first file into every file that it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from specproof.core.diagnostics import Findings
from specproof.core.json_types import described
from specproof.core.location import Location, Pointer
from specproof.document.kinds import Kinds
from specproof.document.parts import Part, Parts
from specproof.document.resources import METASCHEMAS, Target, is_own_dialect
from specproof.document.suggest import suggestion
from specproof.document.uri import is_reference
from specproof.document.walk import Tokens, kind_at, reference, walk

__all__ = ["Link", "Links", "ObjectLocation"]

_FILES = (".yaml", ".yml", ".json")


class ObjectLocation(NamedTuple):
    """An object in a file: URI of the file, JSON pointer, and kind of object that a reference expects there."""

    uri: str
    pointer: Tokens
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """A reference that resolves.

    Attributes:
        uri: that of the file with the reference.
        at: JSON pointer of its text in that file.
        target: what it refers to, as a URI.
        location: what it refers to, as a file and pointer.
        is_fixed: whether it is below an ``$id``, where only a URI can reach other files.
    """

    uri: str
    at: Tokens
    target: Target
    location: ObjectLocation
    is_fixed: bool


class Links:
    """Collects all references that can be reached from the first file of a document.

    Attributes:
        whole: URIs of files of schemas that are embedded unchanged, because something refers to an ``$id`` or anchor in
            them.
    """

    def __init__(self, first: Part, parts: Parts, kinds: Kinds, origin: Any, findings: Findings) -> None:
        self.links: list[Link] = []
        self.first = first
        self.whole: set[str] = set()
        self._parts = parts
        self._kinds = kinds
        self._origin = origin
        self._findings = findings
        self._said: set[Target] = set()
        self._known: dict[tuple[str, str, str], ObjectLocation | None] = {}
        self._queue: list[ObjectLocation] = [ObjectLocation(first.uri, (), "openapi")]
        self._seen: set[ObjectLocation] = set(self._queue)

    def collect(self) -> list[Link]:
        """Return all references that resolve, and report the others."""
        while self._queue:
            location = self._queue.pop(0)
            part = self._parts.get(location.uri, Location(location.uri))
            if part is not None:
                self._visit(part, location)
        return self.links

    def _visit(self, part: Part, location: ObjectLocation) -> None:
        node = Pointer(location.pointer).find(part.tree)
        for kind, element, pointer in walk(node, self._kinds, location.kind, location.pointer):
            if kind == "discriminator":
                self._mapping(part, element, pointer)
                continue
            if kind == "schema":
                self._dialect(element, part.at(pointer))
            ref = reference(self._kinds, kind, element)
            if ref is not None:
                self._follow(part, kind, ref, (*pointer, "$ref"))

    def _dialect(self, schema: dict[str, Any], at: Location) -> None:
        """The metaschema of another dialect goes along, if it can be read: judging by the dialect takes it."""
        uri = schema.get("$schema")
        if isinstance(uri, str) and is_own_dialect(uri) and self._parts.is_allowed(uri) and self._parts.get(uri, at):
            self._take_whole(ObjectLocation(uri, (), "schema"))

    def _mapping(self, part: Part, node: dict[str, Any], pointer: Tokens) -> None:
        mapping = node.get("mapping")
        for name, value in mapping.items() if isinstance(mapping, dict) else ():
            if isinstance(value, str) and ("#" in value or value.endswith(_FILES)):
                self._follow(part, "schema", value, (*pointer, "mapping", name))

    def _follow(self, part: Part, kind: str, ref: str, at: Tokens) -> None:
        base = part.resources.base_of(at[:-1])
        key = (base, kind, ref)
        if key not in self._known:
            self._known[key] = self._resolve(part, kind, ref, at)
        location = self._known[key]
        if location is not None:
            target = part.resources.target(at[:-1], ref)
            is_fixed = base != part.uri or part.uri in self.whole
            self.links.append(Link(part.uri, at, target, location, is_fixed))
            if is_fixed:
                self._take_whole(location)

    def _resolve(self, part: Part, kind: str, ref: str, at: Tokens) -> ObjectLocation | None:
        where = self._locate(part, at)
        if not is_reference(ref):
            encoded = quote(ref, safe="%/?#!$&'()*+,;=:@~[]")
            hint = f'percent-encode what a URI cannot hold: "{encoded}"' if is_reference(encoded) else None
            self._findings.add("REF_SYNTAX", f'"{ref}" is not a URI reference', where, hint=hint)
            return None
        target = part.resources.target(at[:-1], ref)
        if target.uri.startswith(METASCHEMAS) and kind == "schema":
            return None
        owner = self._owner(part, target, where)
        if owner is None:
            return None
        pointer = owner.resources.find(target)
        if pointer is None:
            self._dangling(owner, target, ref, where, is_own=target.uri != owner.uri)
            return None
        return self._accept(owner, pointer, kind, ref, where)

    def _owner(self, part: Part, target: Target, where: Location) -> Part | None:
        if target.uri in part.resources.uris:
            return part
        return self._parts.owner(target.uri) or self._parts.get(target.uri, where)

    def _accept(self, owner: Part, pointer: Pointer, kind: str, ref: str, where: Location) -> ObjectLocation | None:
        node = pointer.find(owner.tree)
        if not isinstance(node, dict) and not (kind == "schema" and isinstance(node, bool)):
            self._findings.add("REF_KIND", f'"{ref}" refers to {described(node)}, not to a {kind} object', where)
            return None
        known = kind_at(owner.tree, self._kinds, pointer) if owner is self.first else None
        if known is not None and known != kind:
            self._findings.add("REF_KIND", f'"{ref}" refers to a {known} object, not to a {kind} object', where)
            return None
        location = ObjectLocation(owner.uri, tuple(pointer), kind)
        if owner.resources.is_compound:
            self._take_whole(location)
        if location not in self._seen:
            self._seen.add(location)
            if location.uri not in self.whole and (owner is not self.first or known is None):
                owner.resources.add(node, tuple(pointer), kind)
                self._queue.append(location)
        return location

    def _take_whole(self, location: ObjectLocation) -> None:
        """Embed all of a file of schemas: it uses identities, or a schema with an identity needs it."""
        uri = location.uri
        if uri == self.first.uri or location.kind != "schema" or uri in self.whole or self._is_description(uri):
            return
        self.whole.add(uri)
        root = ObjectLocation(uri, (), "schema")
        self._seen.add(root)
        self._queue.append(root)

    def _is_description(self, uri: str) -> bool:
        part = self._parts.get(uri, Location(uri))
        return part is not None and isinstance(part.tree, dict) and "openapi" in part.tree

    def _dangling(self, owner: Part, target: Target, ref: str, where: Location, *, is_own: bool) -> None:
        """``is_own``: the target would be inside a schema with an ``$id``, where ``#`` does not mean the file."""
        if target not in self._said:
            self._said.add(target)
            inside = f"below an $id, # refers to the schema {target.uri}, not to the file"
            hint = inside if is_own else suggestion(owner.tree, target.fragment, ref)
            self._findings.add("REF_DANGLING", f'"{ref}" does not resolve', where, hint=hint)

    def _locate(self, part: Part, at: Tokens) -> Location:
        if part is self.first:
            location = self._origin(Pointer(at))
            assert isinstance(location, Location)
            return location
        return part.at(at)
