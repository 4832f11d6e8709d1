"""Bundling: objects of other files become components, and references to them become ``#/...``.

Below an ``$id`` references stay as they are, and the schema resources that they name are embedded whole, each with its
``$id`` (JSON Schema 2020-12, core, section 9.3). References that are cyclic stay cyclic: nothing is expanded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from specproof.core.diagnostics import Findings
from specproof.core.limits import Limits
from specproof.core.location import Location, Pointer
from specproof.core.project import References
from specproof.document.component_names import Homes, component_pointers
from specproof.document.document import Document
from specproof.document.identities import with_absolute_identities
from specproof.document.kinds import kinds_of
from specproof.document.loops import report_loops
from specproof.document.parts import Fetch, Part, Parts
from specproof.document.patch import patched
from specproof.document.reader import Reader
from specproof.document.resources import SchemaResources
from specproof.document.targets import Link, Links, ObjectLocation
from specproof.document.walk import Tokens

__all__ = ["bundle"]

_LIMITS = Limits()


def bundle(
    document: Document,
    references: References,
    reader: Reader,
    findings: Findings,
    limits: Limits = _LIMITS,
    fetch: Fetch | None = None,
) -> Document:
    """Return the document with all objects that its references lead to in other files, so that it needs no other file.

    Args:
        references: what references may lead to.
        fetch: returns the content of a pinned URL; None to allow no network.

    Raises:
        StopError: a reference does not resolve, leaves the root folder or needs the network, or a file cannot be read.
    """
    path = Path(document.file)
    kinds = kinds_of(document.version)
    parts = Parts(path.parent, document.version, references, reader, limits, findings, fetch)
    resources = SchemaResources(document.tree, document.version, path.name)
    first = Part(path.name, document.file, document.tree, resources)
    parts.put(first)
    links = Links(first, parts, kinds, document.origins.at, findings)
    resolved = links.collect()
    report_loops(resolved, first, document.origins, findings)
    findings.stop_if_errors()
    if not links.whole and all(
        link.uri == first.uri and link.location.uri == first.uri and _is_plain(link, document) for link in resolved
    ):
        return with_absolute_identities(document)
    return with_absolute_identities(_Bundler(document, first, parts, resolved, frozenset(links.whole)).document())


def _is_plain(link: Link, document: Document) -> bool:
    """Whether a reference within the document stays as it is: a pointer alone, without the name of the file."""
    return link.is_fixed or str(Pointer(link.at).find(document.tree)).startswith("#/")


class _Bundler:
    def __init__(self, document: Document, first: Part, parts: Parts, links: list[Link], whole: frozenset[str]) -> None:
        self._document = document
        self._first = first
        self._parts = parts
        self._links = links
        self._whole = whole
        self._homes: Homes = component_pointers(document, first, links, self._whole)

    def document(self) -> Document:
        origins = self._document.origins.layer()
        edits = self._edits()
        files = {uri: patched(self._part(uri).tree, changes) for uri, changes in edits.items()}
        root: dict[Tokens, Any] = dict(edits[self._first.uri])
        for location, home in sorted(self._homes.items(), key=lambda item: item[1]):
            part = self._part(location.uri)
            root[home] = Pointer(location.pointer).find(files.get(location.uri, part.tree))
            origins.placed(Pointer(home), part.at(location.pointer))
        tree = patched(self._document.tree, {at: value for at, value in root.items() if not self._is_replaced(at)})
        return Document(tree, origins, self._document.version, {**self._document.texts, **self._parts.texts})

    def _is_replaced(self, at: Tokens) -> bool:
        """Whether a change of the first file lies in a component whose location another file's content takes."""
        return at[-1:] == ("$ref",) and at[:-1] in self._homes.values()

    def _part(self, uri: str) -> Part:
        part = self._parts.get(uri, Location(uri))
        assert part is not None
        return part

    def _edits(self) -> dict[str, dict[Tokens, Any]]:
        edits: dict[str, dict[Tokens, Any]] = {self._first.uri: {}}
        for link in self._links:
            edits.setdefault(link.uri, {})[link.at] = self._text(link)
        for uri in self._whole:
            edits.setdefault(uri, {})[("$id",)] = self._identity(uri)
        return edits

    def _identity(self, uri: str) -> str:
        return self._part(uri).resources.base_of(())

    def _text(self, link: Link) -> str:
        """What a reference says in the bundled document."""
        part = self._part(link.uri)
        if link.is_fixed or link.uri in self._whole:
            written = str(Pointer(link.at).find(part.tree))
            if link.location.uri in self._whole and link.target.uri == link.location.uri:
                identity = self._identity(link.location.uri)
                if identity != link.target.uri:
                    return f"{identity}#{link.target.fragment}"
            return written
        home, rest = self._home(link.location)
        return "#" + quote(str(Pointer((*home, *rest))), safe="/~!$&'()*+,;=:@")

    def _home(self, location: ObjectLocation) -> tuple[Tokens, Tokens]:
        """Where a location stands in the bundled document, and what is left of the pointer below it."""
        if location.uri == self._first.uri:
            return location.pointer, ()
        if location.uri in self._whole and location.kind == "schema":
            return self._homes[ObjectLocation(location.uri, (), "schema")], location.pointer
        return self._homes[location], ()
