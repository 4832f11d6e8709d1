"""Following a chain of references inside one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specproof.core.location import Pointer
from specproof.document.uri import fragment_pointer

__all__ = ["follow"]

_MOST_HOPS = 100


def follow(tree: Any, node: Any, at: Pointer) -> Iterator[tuple[Pointer, Any]]:
    """Yield (JSON pointer, object) of an object and of each that its chain of ``#/...`` references leads to.

    Args:
        at: JSON pointer of the object itself.

    Raises:
        LookupError: a reference does not resolve.
    """
    for _ in range(_MOST_HOPS):
        yield at, node
        ref = node.get("$ref") if isinstance(node, dict) else None
        pointer = fragment_pointer(ref[1:]) if isinstance(ref, str) and ref.startswith("#") else None
        if pointer is None:
            return
        at = Pointer.parse(pointer)
        node = at.find(tree)
    yield at, node
