"""Schemas taken out of a document, each with all that it refers to under ``$defs``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from specproof.oracle.json_pointer import escape, pointer, resolve, tokens
from specproof.oracle.keywords import DATA, SCHEMA_MAP
from specproof.oracle.pattern_matching import compiles

__all__ = ["METASCHEMAS", "SchemaBundler", "without_unreadable_patterns"]

METASCHEMAS = "https://json-schema.org/"

_NAMED = ("components", "schemas")
_LOCATED = ("$id", "$anchor", "$dynamicAnchor", "$dynamicRef")


class SchemaBundler:
    """Extracts single schemas from ``tree``, a document whose schemas are JSON Schema 2020-12."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        self._rewritten: dict[tuple[str, ...], Any] = {}
        self._needs: dict[tuple[str, ...], list[tuple[str, ...]]] = {}

    def schema(self, schema_pointer: str) -> Any:
        """Return a copy of the schema at a JSON pointer, with all that it refers to under ``$defs``.

        Definitions are named like components (`Pet`), or by the JSON pointer of what is not a component.

        Raises:
            LookupError: the document holds nothing at the pointer.
            ValueError: ``$id``, anchors or dynamic references are involved, whose meaning depends on the location.
        """
        start = tokens(schema_pointer)
        own = self._schema(start)
        if not isinstance(own, dict):
            return own
        reached = self._reached(start)
        out = {keyword: value for keyword, value in own.items() if keyword != "$defs"}
        return {**out, "$defs": {_name(target): self._schema(target) for target in reached}} if reached else out

    def _reached(self, start: tuple[str, ...]) -> list[tuple[str, ...]]:
        seen: set[tuple[str, ...]] = set()
        waiting = list(self._needs[start])
        while waiting:
            target = waiting.pop()
            if target not in seen:
                seen.add(target)
                self._schema(target)
                waiting += self._needs[target]
        return sorted(seen)

    def _schema(self, target: tuple[str, ...]) -> Any:
        """The schema at these tokens with its references rewritten; notes what it refers to."""
        if target not in self._rewritten:
            node = resolve(self._tree, pointer(target))
            needs: dict[tuple[str, ...], None] = {}
            self._rewritten[target] = _rewritten(node, needs)
            self._needs[target] = list(needs)
        return self._rewritten[target]


def _rewritten(node: Any, needs: dict[tuple[str, ...], None]) -> Any:
    if isinstance(node, list):
        return [_rewritten(one, needs) for one in node]
    if not isinstance(node, dict):
        return node
    if any(keyword in node for keyword in _LOCATED):
        raise ValueError("the meaning of $id, anchors and dynamic references depends on the location of the schema")
    out = {keyword: _below(keyword, value, needs) for keyword, value in node.items()}
    ref = node.get("$ref")
    if isinstance(ref, str) and ref.startswith("#/"):
        needs[tokens(ref)] = None
        out["$ref"] = "#/$defs/" + quote(escape(_name(tokens(ref))), safe="~")
    elif isinstance(ref, str) and (ref.startswith((METASCHEMAS, "#")) or "://" not in ref):
        raise ValueError(f"what {ref} refers to depends on the location of the schema")
    elif isinstance(ref, str):
        del out["$ref"]  # it leaves the document, where everything goes
    return out


def _below(keyword: str, value: Any, needs: dict[tuple[str, ...], None]) -> Any:
    if keyword in SCHEMA_MAP and isinstance(value, dict):
        return {name: _rewritten(one, needs) for name, one in value.items()}
    return value if keyword in DATA else _rewritten(value, needs)


def _name(target: tuple[str, ...]) -> str:
    return target[2] if target[:2] == _NAMED and len(target) == 3 else pointer(target)


def without_unreadable_patterns(node: Any) -> Any:
    """Return a document without the patterns that jsonschema-rs cannot compile; the same object if there are none."""
    return _without_unreadable(node) if any(not compiles(one) for one in set(_patterns(node))) else node


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


def _without_unreadable(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_unreadable(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {name: _without_unreadable(one) for name, one in node.items()}
    if isinstance(node.get("pattern"), str) and not compiles(node["pattern"]):
        del kept["pattern"]
    if isinstance(kept.get("patternProperties"), dict):
        kept["patternProperties"] = {name: one for name, one in kept["patternProperties"].items() if compiles(name)}
    return kept
