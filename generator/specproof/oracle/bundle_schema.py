"""Schemas taken out of a document: each with all that it refers to, so that it stands alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from specproof.oracle.json_pointer import escape, pointer, resolve, tokens
from specproof.oracle.pattern_matching import compiles

__all__ = ["METASCHEMAS", "Standing", "readable"]

METASCHEMAS = "https://json-schema.org/"

_NAMED = ("components", "schemas")
_PLACED = ("$id", "$anchor", "$dynamicAnchor", "$dynamicRef")
_DATA = frozenset(("example", "examples", "default", "enum", "const"))
_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))


class Standing:
    """Makes schemas stand alone. ``tree`` is a document whose schemas are JSON Schema 2020-12."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        self._rewritten: dict[tuple[str, ...], Any] = {}
        self._needs: dict[tuple[str, ...], list[tuple[str, ...]]] = {}

    def schema(self, at: str) -> Any:
        """The schema at a pointer, with what it refers to under ``$defs``: components by name, others by pointer.

        Raises:
            LookupError: there is nothing.
            ValueError: it holds identities or dynamic references, whose meaning hangs on the place.
        """
        place = tokens(at)
        own = self._one(place)
        if not isinstance(own, dict):
            return own
        reached = self._reached(place)
        out = {keyword: value for keyword, value in own.items() if keyword != "$defs"}
        return {**out, "$defs": {_name(one): self._one(one) for one in reached}} if reached else out

    def _reached(self, place: tuple[str, ...]) -> list[tuple[str, ...]]:
        seen: dict[tuple[str, ...], None] = {}
        waiting = list(self._needs[place])
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen[one] = None
                self._one(one)
                waiting += self._needs[one]
        return sorted(seen)

    def _one(self, place: tuple[str, ...]) -> Any:
        if place not in self._rewritten:
            node = resolve(self._tree, pointer(place))
            needs: dict[tuple[str, ...], None] = {}
            self._rewritten[place] = _rewritten(node, needs)
            self._needs[place] = list(needs)
        return self._rewritten[place]


def _rewritten(node: Any, needs: dict[tuple[str, ...], None]) -> Any:
    if isinstance(node, list):
        return [_rewritten(one, needs) for one in node]
    if not isinstance(node, dict):
        return node
    if any(keyword in node for keyword in _PLACED):
        raise ValueError("identities and dynamic references hang on the place of a schema")
    out = {keyword: _below(keyword, value, needs) for keyword, value in node.items()}
    ref = node.get("$ref")
    if isinstance(ref, str) and ref.startswith("#/"):
        needs[tokens(ref)] = None
        out["$ref"] = "#/$defs/" + quote(escape(_name(tokens(ref))), safe="~")
    elif isinstance(ref, str) and (ref.startswith((METASCHEMAS, "#")) or "://" not in ref):
        raise ValueError(f"what {ref} means hangs on the place of a schema")
    elif isinstance(ref, str):
        del out["$ref"]  # it leaves the document, where everything goes
    return out


def _below(keyword: str, value: Any, needs: dict[tuple[str, ...], None]) -> Any:
    if keyword in _MAPS and isinstance(value, dict):
        return {name: _rewritten(one, needs) for name, one in value.items()}
    return value if keyword in _DATA else _rewritten(value, needs)


def _name(place: tuple[str, ...]) -> str:
    return place[2] if place[:2] == _NAMED and len(place) == 3 else pointer(place)


def readable(node: Any) -> Any:
    """A document without the patterns that the validator cannot read: nothing can be judged by them."""
    return _readable(node) if any(not compiles(one) for one in set(_patterns(node))) else node


def _patterns(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _patterns(one)
    elif isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        if isinstance(node.get("patternProperties"), dict):
            yield from node["patternProperties"]
        for one in node.values():
            if isinstance(one, dict | list):
                yield from _patterns(one)


def _readable(node: Any) -> Any:
    if isinstance(node, list):
        return [_readable(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {name: _readable(one) for name, one in node.items()}
    if isinstance(node.get("pattern"), str) and not compiles(node["pattern"]):
        del kept["pattern"]
    if isinstance(kept.get("patternProperties"), dict):
        kept["patternProperties"] = {name: one for name, one in kept["patternProperties"].items() if compiles(name)}
    return kept
