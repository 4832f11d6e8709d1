"""What a change of one schema or one part of an operation is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["Change", "Schema", "without"]

Schema = Mapping[str, Any]


class Change(NamedTuple):
    """A changed object. ``name`` is its new key, where that changes and not the object."""

    keyword: str
    change: str
    detail: str
    node: Any
    name: str = ""


def without(node: Mapping[str, Any], *keywords: str) -> dict[str, Any]:
    """A copy that lacks some keywords."""
    return {keyword: value for keyword, value in node.items() if keyword not in keywords}
