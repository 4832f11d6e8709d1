"""Changes of an operation that leave every request and every reply what it was."""

from __future__ import annotations

from typing import Any

from specproof.prove.kit.judging.shape import shape_of
from specproof.prove.mutants.changes import Change

__all__ = ["is_same_wire"]

_COMPOUND = frozenset(("array", "object"))
_PLAIN = frozenset(("integer", "number", "boolean", "null"))


def is_same_wire(kind: str, node: dict[str, Any], change: Change, tree: dict[str, Any]) -> bool:
    """Whether a change of a parameter is one of words alone.

    A value that is neither array nor object is written alike in every style of a query and however exploded, unless a
    style puts its own signs before it. Numbers hold nothing that would be escaped. A name of a header is read in any
    case, and `Accept`, `Content-Type` and `Authorization` are no parameters (OpenAPI 3.0.3, 4.7.12.1).
    """
    if kind != "parameter" or "schema" not in node:
        return False
    if node["in"] == "header" and str(node["name"]).lower() in ("accept", "content-type", "authorization"):
        return True
    kinds = shape_of(node["schema"], tree).kinds
    if change.keyword == "explode" or (change.keyword == "style" and node["in"] == "query"):
        return not kinds & _COMPOUND
    return change.keyword == "allowReserved" and kinds <= _PLAIN
