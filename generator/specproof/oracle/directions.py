"""Which properties are required of a value in a request, and which in a response.

OpenAPI 3.1.0, 4.8.24 (and 3.0.3, 4.7.24.1): a property that is `readOnly` and required is required in responses alone,
one that is `writeOnly` in requests alone. A property is marked by its own schema, or by one that this refers to.
Written apart from the stage that makes request and response types, so that a mistake there shows as a disagreement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from specproof.oracle.json_pointer import resolve
from specproof.oracle.keywords import DATA, SCHEMA, SCHEMA_LIST, SCHEMA_MAP

__all__ = ["Direction", "Translate", "for_direction", "map_schemas"]

Direction = Literal["", "request", "response"]
"""Where a value is sent; empty: every property counts, as written."""

Translate = Callable[[Any], Any]
"""Gives a schema for a schema, and visits the subschemas by itself."""

_MARKS = {"request": "readOnly", "response": "writeOnly"}
_ONE = SCHEMA - {"not", "if"}
_MANY = SCHEMA_LIST - {"allOf"}


def map_schemas(node: Any, translate: Translate, key: str = "") -> Any:
    """Return a copy of a part of a document with ``translate`` applied to each outermost schema in it.

    Args:
        node: the part, which is not a schema itself.
        key: the key of the part in its parent.
    """
    if key in DATA or key.startswith("x-"):
        return node
    if isinstance(node, list):
        return [map_schemas(one, translate) for one in node]
    if not isinstance(node, dict):
        return node
    if key == "schema":
        return translate(node)
    if key == "schemas":
        return {name: translate(schema) for name, schema in node.items()}
    return {name: map_schemas(value, translate, name) for name, value in node.items()}


def for_direction(document: Mapping[str, Any], direction: Direction) -> Mapping[str, Any]:
    """Return a document (of JSON Schema 2020-12 schemas) without what ``required`` does not require in a direction.

    In requests that is `readOnly` properties, in responses `writeOnly` ones; without a direction nothing changes.
    """
    if not direction:
        return document
    directed = _Directed(document, _MARKS[direction])
    return {key: map_schemas(value, directed.schema, key) for key, value in document.items()}


class _Directed:
    def __init__(self, document: Mapping[str, Any], mark: str) -> None:
        self.document, self.mark = document, mark

    def schema(self, node: Any, optional: frozenset[str] = frozenset()) -> Any:
        """``optional`` are the names that the schemas around it mark; `not` and `if` stay as they are."""
        if not isinstance(node, dict):
            return node
        optional |= self.marked(node)
        return {keyword: self.keyword(keyword, value, optional) for keyword, value in node.items()}

    def keyword(self, keyword: str, value: Any, optional: frozenset[str]) -> Any:
        if keyword == "required" and isinstance(value, list):
            return [name for name in value if name not in optional]
        if keyword == "allOf" and isinstance(value, list):
            return [self.schema(one, optional) for one in value]
        if keyword in _ONE:
            return self.schema(value)
        if keyword in _MANY and isinstance(value, list):
            return [self.schema(one) for one in value]
        if keyword in SCHEMA_MAP and isinstance(value, dict):
            return {name: self.schema(one) for name, one in value.items()}
        return value

    def marked(self, node: Any, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """The marked properties of an object to which this schema applies."""
        if not isinstance(node, dict):
            return frozenset()
        names = {name for name, one in _members(node) if self.is_marked(one, frozenset())}
        for part, met in self.applied(node, seen):
            names |= self.marked(part, met)
        return frozenset(names)

    def is_marked(self, node: Any, seen: frozenset[str]) -> bool:
        if not isinstance(node, dict):
            return False
        return node.get(self.mark) is True or any(self.is_marked(part, met) for part, met in self.applied(node, seen))

    def applied(self, node: Mapping[str, Any], seen: frozenset[str]) -> list[tuple[Any, frozenset[str]]]:
        """What else applies to the same value."""
        parts = [(part, seen) for part in node.get("allOf", ())]
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith("#/") and ref not in seen:
            parts.append((_target(self.document, ref), seen | {ref}))
        return parts


def _members(node: Mapping[str, Any]) -> list[tuple[str, Any]]:
    properties = node.get("properties")
    return list(properties.items()) if isinstance(properties, dict) else []


def _target(document: Mapping[str, Any], ref: str) -> Any:
    try:
        return resolve(document, ref)
    except LookupError:
        return None
