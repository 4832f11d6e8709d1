"""Names for what other files contribute: from the pointer or the file, the same in whichever order files are found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from specproof.core.location import Pointer
from specproof.document.document import Document
from specproof.document.kinds import COMPONENTS
from specproof.document.parts import Part
from specproof.document.targets import Link, Place
from specproof.document.walk import Tokens

__all__ = ["Homes", "homes_of"]

Homes = dict[Place, Tokens]
"""Place in another file to its pointer in the bundled document."""

_SECTIONS = {kind: section for section, kind in COMPONENTS.items()}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def homes_of(document: Document, first: Part, links: list[Link], whole: frozenset[str]) -> Homes:
    """A component for every place outside of the first file.

    A component that is nothing but a reference to another file is that place's home. Two places that want one name both
    get longer names, so neither ever takes the other's.
    """
    homes: Homes = {}
    wanted = dict.fromkeys(_outside(first, links, whole))
    for link in links:
        place = _embedded(link.place, whole)
        holder = link.at[:-1]
        if place in wanted and place not in homes and link.uri == first.uri and _is_alias(document, holder, link):
            homes[place] = holder
    rest = [place for place in wanted if place not in homes]
    for place, name in _named(rest, _taken(document)).items():
        homes[place] = ("components", _section(place.kind, document), name)
    return homes


def _outside(first: Part, links: list[Link], whole: frozenset[str]) -> Iterator[Place]:
    for link in links:
        if link.place.uri != first.uri:
            yield _embedded(link.place, whole)
    for uri in sorted(whole):
        yield Place(uri, (), "schema")


def _embedded(place: Place, whole: frozenset[str]) -> Place:
    return Place(place.uri, (), "schema") if place.uri in whole and place.kind == "schema" else place


def _is_alias(document: Document, holder: Tokens, link: Link) -> bool:
    """Whether a reference is all there is of a component of its kind, and names the whole place."""
    if len(holder) != 3 or holder[0] != "components" or COMPONENTS.get(holder[1]) != link.place.kind:
        return False
    return link.at[-1] == "$ref" and len(Pointer(holder).find(document.tree)) == 1


def _section(kind: str, document: Document) -> str:
    """OpenAPI 3.0 has no section for path items: an extension holds them there."""
    return "x-pathItems" if kind == "pathItem" and document.is_30 else _SECTIONS[kind]


def _taken(document: Document) -> set[tuple[str, str]]:
    components = document.tree.get("components")
    sections = components.items() if isinstance(components, dict) else ()
    return {(section, name) for section, content in sections if isinstance(content, dict) for name in content}


def _named(places: Iterable[Place], taken: set[tuple[str, str]]) -> dict[Place, str]:
    """The shortest candidate that no other place and no component has."""
    options = {place: _candidates(place) for place in places}
    level = dict.fromkeys(options, 0)
    while clashing := _clashes({place: names[level[place]] for place, names in options.items()}, taken):
        for place in clashing:
            level[place] += 1
    return {place: names[level[place]] for place, names in options.items()}


def _clashes(names: dict[Place, str], taken: set[tuple[str, str]]) -> list[Place]:
    users: dict[tuple[str, str], list[Place]] = {}
    for place, name in names.items():
        users.setdefault((_SECTIONS[place.kind], name), []).append(place)
    return [place for key, same in users.items() if len(same) > 1 or key in taken for place in same]


def _candidates(place: Place) -> tuple[str, ...]:
    """``Pet``, ``common_Pet``, ``schemas_common_Pet`` and at last one with a digest."""
    folders, _, file = place.uri.rpartition("/")
    stem = file.partition(".")[0] or "file"
    last = place.pointer[-1] if place.pointer else ""
    short = last or stem
    named = f"{stem}_{last}" if last else stem
    path = f"{folders}_{named}" if folders else named
    pointer = "_".join((path, *place.pointer))
    digest = sha256(f"{place.uri}#{Pointer(place.pointer)}".encode()).hexdigest()[:12]
    unique = (f"{named}_{digest}", f"{named}_{digest}_{place.kind}")
    return tuple(_safe(name) for name in (short, named, path, pointer, *unique))


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip("_") or "component"
