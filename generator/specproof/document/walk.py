"""Visiting the objects of a document by the table of kinds, without recursion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from specproof.core.location import Pointer
from specproof.document.kinds import Child, Kind, Kinds

__all__ = ["Node", "Tokens", "children", "kind_at", "reference", "walk"]

Tokens = tuple[str, ...]
Node = tuple[str, dict[str, Any], Tokens]
"""Kind, object, and the tokens of its pointer."""


def walk(tree: Any, kinds: Kinds, kind: str = "openapi", at: Tokens = ()) -> Iterator[Node]:
    """Yield (kind, object, pointer) of every OpenAPI object in a tree, in document order; references are not followed.

    Args:
        kind: kind of the root object.
        at: JSON pointer of the root object.
    """
    stack: list[tuple[str, Any, Tokens]] = [(kind, tree, at)]
    while stack:
        kind, node, pointer = stack.pop()
        if type(node) is not dict:
            continue
        yield kind, node, pointer
        below = children(kinds[kind], node, pointer)
        below.reverse()
        stack += below


def children(kind: Kind, node: dict[str, Any], pointer: Tokens) -> list[tuple[str, Any, Tokens]]:
    """Return (kind, value, pointer) of each object in the fields of an OpenAPI object; kind is such as `operation`.

    Empty for a ``$ref`` that replaces the object.
    """
    if kind.referable and not kind.joins and type(node.get("$ref")) is str:
        return []
    below: list[tuple[str, Any, Tokens]] = []
    fields, others = kind.fields, kind.others
    for name, value in node.items():
        child = fields.get(name)
        if child is not None:
            below += _expand(child, value, (*pointer, name))
        elif others is not None and not name.startswith("x-") and name != "$ref":
            below.append((others, value, (*pointer, name)))
    return below


def _expand(child: Child, value: Any, pointer: Tokens) -> Iterable[tuple[str, Any, Tokens]]:
    kind, shape = child
    if shape == "one":
        return ((kind, value, pointer),)
    if shape == "map":
        return [(kind, item, (*pointer, name)) for name, item in value.items()] if type(value) is dict else ()
    return [(kind, item, (*pointer, str(index))) for index, item in enumerate(value)] if type(value) is list else ()


def reference(kinds: Kinds, kind: str, node: dict[str, Any]) -> str | None:
    """Return the ``$ref`` of an OpenAPI object, or None if it has none, may not have one, or it is no string."""
    ref = node.get("$ref")
    return ref if type(ref) is str and kinds[kind].referable else None


def kind_at(tree: Any, kinds: Kinds, pointer: Pointer) -> str | None:
    """Return the kind of the OpenAPI object at a pointer; None for data, for maps of objects, and if there is none."""
    kind, node = "openapi", tree
    tokens = list(pointer)
    while tokens:
        if type(node) is not dict:
            return None
        name = tokens.pop(0)
        child = kinds[kind].fields.get(name)
        others = kinds[kind].others
        if child is None and (others is None or name.startswith("x-")):
            return None
        kind, shape = child if child is not None else Child(others or "")
        node = _step(node, name)
        if shape != "one":
            if not tokens:
                return None
            node = _step(node, tokens.pop(0))
    return kind if type(node) is dict or (kind == "schema" and type(node) is bool) else None


def _step(node: Any, token: str) -> Any:
    try:
        return Pointer((token,)).find(node)
    except LookupError:
        return None
