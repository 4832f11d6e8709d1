"""What a change of one schema or one part of an operation is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = ["Change", "Schema", "without"]

Schema = Mapping[str, Any]


class Change(NamedTuple):
    """A change of one object in a document.

    Attributes:
        keyword: the keyword or field that is changed.
        change: how, such as ``drop`` or ``loosen``.
        detail: which part of the keyword, or its new value.
        node: the object after the change.
        name: its new key in the document, if the change is that; else empty.
    """

    keyword: str
    change: str
    detail: str
    node: Any
    name: str = ""


def without(node: Mapping[str, Any], *keywords: str) -> dict[str, Any]:
    """Return a copy of an object without some keywords."""
    return {keyword: value for keyword, value in node.items() if keyword not in keywords}
