"""Names of the components that other files contribute, independent of the order of files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from specproof.core.location import Pointer
from specproof.document.document import Document
from specproof.document.kinds import COMPONENTS
from specproof.document.parts import Part
from specproof.document.targets import Link, ObjectLocation
from specproof.document.walk import Tokens

__all__ = ["Homes", "component_pointers"]

Homes = dict[ObjectLocation, Tokens]
"""Objects of other files, and their pointers in the bundled document."""

_SECTIONS = {kind: section for section, kind in COMPONENTS.items()}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def component_pointers(document: Document, first: Part, links: list[Link], whole: frozenset[str]) -> Homes:
    """Return where the bundled document has each object of another file: its JSON pointer below ``components``.

    A component that is nothing but a reference to another file is replaced by what it refers to. If two would get the
    same name, both get longer ones, so that the order of files has no influence.
    """
    homes: Homes = {}
    wanted = dict.fromkeys(_outside(first, links, whole))
    for link in links:
        location = _embedded(link.location, whole)
        holder = link.at[:-1]
        if location in wanted and location not in homes and link.uri == first.uri and _is_alias(document, holder, link):
            homes[location] = holder
    rest = [location for location in wanted if location not in homes]
    for location, name in _named(rest, _taken(document)).items():
        homes[location] = ("components", _section(location.kind, document), name)
    return homes


def _outside(first: Part, links: list[Link], whole: frozenset[str]) -> Iterator[ObjectLocation]:
    for link in links:
        if link.location.uri != first.uri:
            yield _embedded(link.location, whole)
    for uri in sorted(whole):
        yield ObjectLocation(uri, (), "schema")


def _embedded(location: ObjectLocation, whole: frozenset[str]) -> ObjectLocation:
    return (
        ObjectLocation(location.uri, (), "schema") if location.uri in whole and location.kind == "schema" else location
    )


def _is_alias(document: Document, holder: Tokens, link: Link) -> bool:
    """Whether a reference is all there is of a component of its kind, and names the whole location."""
    if len(holder) != 3 or holder[0] != "components" or COMPONENTS.get(holder[1]) != link.location.kind:
        return False
    return link.at[-1] == "$ref" and len(Pointer(holder).find(document.tree)) == 1


def _section(kind: str, document: Document) -> str:
    """OpenAPI 3.0 has no section for path items: an extension holds them there."""
    return "x-pathItems" if kind == "pathItem" and document.is_30 else _SECTIONS[kind]


def _taken(document: Document) -> set[tuple[str, str]]:
    components = document.tree.get("components")
    sections = components.items() if isinstance(components, dict) else ()
    return {(section, name) for section, content in sections if isinstance(content, dict) for name in content}


def _named(locations: Iterable[ObjectLocation], taken: set[tuple[str, str]]) -> dict[ObjectLocation, str]:
    """The shortest candidate that no other location and no component has."""
    options = {location: _candidates(location) for location in locations}
    level = dict.fromkeys(options, 0)
    while clashing := _clashes({location: names[level[location]] for location, names in options.items()}, taken):
        for location in clashing:
            level[location] += 1
    return {location: names[level[location]] for location, names in options.items()}


def _clashes(names: dict[ObjectLocation, str], taken: set[tuple[str, str]]) -> list[ObjectLocation]:
    users: dict[tuple[str, str], list[ObjectLocation]] = {}
    for location, name in names.items():
        users.setdefault((_SECTIONS[location.kind], name), []).append(location)
    return [location for key, same in users.items() if len(same) > 1 or key in taken for location in same]


def _candidates(location: ObjectLocation) -> tuple[str, ...]:
    """``Pet``, ``common_Pet``, ``schemas_common_Pet`` and at last one with a digest."""
    folders, _, file = location.uri.rpartition("/")
    stem = file.partition(".")[0] or "file"
    last = location.pointer[-1] if location.pointer else ""
    short = last or stem
    named = f"{stem}_{last}" if last else stem
    path = f"{folders}_{named}" if folders else named
    pointer = "_".join((path, *location.pointer))
    digest = sha256(f"{location.uri}#{Pointer(location.pointer)}".encode()).hexdigest()[:12]
    unique = (f"{named}_{digest}", f"{named}_{digest}_{location.kind}")
    return tuple(_safe(name) for name in (short, named, path, pointer, *unique))


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip("_") or "component"
