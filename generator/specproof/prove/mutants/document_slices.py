"""As much of a document as one schema or one operation needs, so that a change of it is soon generated.

Names come from the lock, by pointers; so a slice keeps the pointers of all that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from specproof.core.location import Pointer
from specproof.document.kinds import COMPONENTS
from specproof.oracle.operations import METHODS

__all__ = ["Slices", "Unit"]

Unit = tuple[str, ...]
"""Tokens of what is kept or left as a whole: a component, an operation, the parameters of a path."""

_MEETING = "/specproof/directions"
_PLACED = frozenset(("$id", "$anchor", "$dynamicAnchor", "$dynamicRef"))


class Slices:
    """Cuts an effective document into parts: components, operations, and the parameters of a path."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self._tree = tree
        self._uses = dict(_uses(tree))
        self._is_compound = any(_places(node) for unit, node in _units(tree) if unit[1] == "schemas")
        self._sent = self._reached(_part(tree, ("parameters", "requestBody")))
        self._received = self._reached(_part(tree, ("responses",)))

    def unit_of(self, at: Pointer) -> Unit | None:
        """Return the part in which a JSON pointer lies, for a path its first operation; None if it lies in none."""
        if at[:1] == ("paths",) and len(at) == 2:
            return next((unit for unit in self._uses if unit[:2] == at and unit[2] in METHODS), None)
        return at[:3] if at[:3] in self._uses else None

    def users(self, unit: Unit) -> list[Unit]:
        """Return the parts that refer to a part directly."""
        return [other for other, used in self._uses.items() if unit in used]

    def operations(self, unit: Unit) -> list[Unit]:
        """Return the operations that need a part, nearest first."""
        seen, waiting = {unit}, [unit]
        for found in waiting:
            new = [other for other in self.users(found) if other not in seen]
            seen.update(new)
            waiting += new
        return [found for found in waiting if found[0] == "paths" and found[2] in METHODS]

    def of_schemas(self, *units: Unit) -> dict[str, Any]:
        """Return a document with only some parts and all that they refer to.

        Each schema is still used in requests or responses if it was before.
        """
        kept = self._closure(units)
        tree = self._kept(kept)
        if self._is_compound:
            return tree
        schemas = [unit for unit in kept if unit[1] == "schemas"]
        sent = [unit for unit in schemas if unit in self._sent]
        received = [unit for unit in schemas if unit in self._received]
        meeting = {
            "operationId": "specproofDirections",
            "requestBody": {"content": _content(sent)},
            "responses": {"200": {"description": "", "content": _content(received)}},
        }
        tree["paths"] = {**tree["paths"], _MEETING: {"post": meeting}}
        return tree

    def of_operation(self, unit: Unit) -> dict[str, Any]:
        """Return a document with one operation and all that it refers to, without extensions that name operations."""
        tree = self._kept(self._closure([unit]))
        return {key: node for key, node in tree.items() if not (key.startswith("x-") and _names_operations(node))}

    def _closure(self, units: Iterable[Unit]) -> frozenset[Unit]:
        wanted = set(units)
        for unit in units:
            if unit[:2] != ("components", "schemas") and unit[2] not in METHODS:
                wanted.update(self.operations(unit)[:1])
        if self._is_compound:
            wanted.update(unit for unit in self._uses if unit[1] == "schemas")
        return self._reached(wanted & self._uses.keys())

    def _reached(self, units: Iterable[Unit]) -> frozenset[Unit]:
        found = set(units)
        waiting = list(found)
        while waiting:
            new = (self._uses.get(waiting.pop(), frozenset()) & self._uses.keys()) - found
            found |= new
            waiting += new
        return frozenset(found)

    def _kept(self, kept: frozenset[Unit]) -> dict[str, Any]:
        tree = {key: value for key, value in self._tree.items() if key not in ("paths", "components", "webhooks")}
        components: dict[str, Any] = {}
        for section, members in self._tree.get("components", {}).items():
            mine = {
                name: node
                for name, node in (members or {}).items()
                if section == "securitySchemes" or ("components", section, name) in kept
            }
            components |= {section: mine} if mine else {}
        paths: dict[str, Any] = {}
        for path, item in (self._tree.get("paths") or {}).items():
            mine = {key: node for key, node in item.items() if key not in METHODS or ("paths", path, key) in kept}
            if any(key in METHODS for key in mine) or ("paths", path, "parameters") in kept:
                paths[path] = mine
        return {**tree, "components": components, "paths": paths}


def _names_operations(node: Any) -> bool:
    if isinstance(node, list):
        return any(map(_names_operations, node))
    return isinstance(node, dict) and ("operationId" in node or any(map(_names_operations, node.values())))


def _units(tree: dict[str, Any]) -> Iterator[tuple[Unit, Any]]:
    for section in COMPONENTS:
        for name, node in (tree.get("components", {}).get(section) or {}).items():
            yield ("components", section, name), node
    for path, item in (tree.get("paths") or {}).items():
        for key, node in item.items() if isinstance(item, dict) else ():
            if key in METHODS or key == "parameters":
                yield ("paths", path, key), node


def _uses(tree: dict[str, Any]) -> Iterator[tuple[Unit, frozenset[Unit]]]:
    """What each part refers to; an operation needs the parameters of its path and the schemes of its security, too."""
    for unit, node in _units(tree):
        beside: set[Unit] = {(*unit[:2], "parameters")} if unit[0] == "paths" else set()
        if unit[0] == "paths" and unit[2] in METHODS:
            wanted = node.get("security", tree.get("security")) or ()
            beside |= {("components", "securitySchemes", name) for alternative in wanted for name in alternative}
        yield unit, frozenset(_references(node)) | beside - {unit}


def _part(tree: dict[str, Any], fields: tuple[str, ...]) -> set[Unit]:
    """What operations refer to in some of their fields."""
    found: set[Unit] = set()
    for item in (tree.get("paths") or {}).values():
        for key, node in item.items():
            if key in METHODS:
                found.update(_references([node.get(field) for field in fields]))
            elif key in fields:
                found.update(_references(node))
    return found


def _references(node: Any) -> Iterator[Unit]:
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            yield from _own_references(found)
            waiting += found.values()


def _own_references(node: dict[str, Any]) -> Iterator[Unit]:
    texts = [node.get("$ref"), node.get("$dynamicRef")]
    mapping = node.get("mapping")
    texts += mapping.values() if isinstance(mapping, dict) else ()
    for text in texts:
        if isinstance(text, str) and text.startswith("#/"):
            yield Pointer.parse(text)[:3]
        elif isinstance(text, str):
            yield ("components", "schemas", text)


def _places(node: Any) -> bool:
    """Whether a schema has an identity: then pointers do not show what refers to it."""
    if isinstance(node, list):
        return any(map(_places, node))
    if isinstance(node, dict):
        return not _PLACED.isdisjoint(node) or any(map(_places, node.values()))
    return False


def _content(units: Iterable[Unit]) -> dict[str, Any]:
    names = sorted(unit[2] for unit in units)
    refs = [str(Pointer(("components", "schemas", name))) for name in names]
    return {f"application/x-{index}": {"schema": {"$ref": f"#{ref}"}} for index, ref in enumerate(refs)}
