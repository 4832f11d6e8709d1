"""Changes of an operation that leave every request and every response what it was."""

from __future__ import annotations

from typing import Any

from specproof.oracle.operations import is_ignored
from specproof.oracle.shape import shape_of
from specproof.prove.mutants.changes import Change

__all__ = ["is_same_wire"]

_COMPOUND = frozenset(("array", "object"))
_WAYS = ("style", "explode", "allowReserved")
_PLAIN = frozenset(("integer", "number", "boolean", "null"))


def is_same_wire(kind: str, node: dict[str, Any], change: Change, tree: dict[str, Any]) -> bool:
    """Return whether a change of a parameter or of `security` provably changes no request.

    That is so for header parameters named `Accept`, `Content-Type` or `Authorization` (OpenAPI 3.0.3, 4.7.12.1), if
    the old and the new style write each value alike, and for security schemes that are not defined.

    Args:
        kind: of the object, such as ``parameter``.
        node: the object before the change.
        tree: the document.
    """
    if kind == "operation" and change.keyword == "security":
        known = tree.get("components", {}).get("securitySchemes") or {}
        return not any(name in known for alternative in node["security"] for name in alternative)
    if kind != "parameter" or "schema" not in node:
        return False
    if node["in"] == "header" and is_ignored(str(node["name"])):
        return True
    return change.keyword in _WAYS and _is_written_alike(node, change.keyword, tree)


def _is_written_alike(node: dict[str, Any], keyword: str, tree: dict[str, Any]) -> bool:
    """A value that is neither array nor object is written alike in every style of a query and however exploded, unless
    a style puts its own signs before it; `deepObject` is always exploded. No style says arrays of arrays or objects.
    Numbers hold nothing that would be escaped."""
    shape = shape_of(node["schema"], tree)
    if shape.types == {"array"} and not shape.item().types - _COMPOUND:
        return True
    if keyword == "allowReserved":
        return shape.types <= _PLAIN
    if keyword == "explode" and node.get("style") == "deepObject":
        return True
    return (keyword == "explode" or node["in"] == "query") and not shape.types & _COMPOUND
