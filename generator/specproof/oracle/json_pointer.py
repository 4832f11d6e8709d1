"""JSON pointers (RFC 6901) into a document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

__all__ = ["found", "pointer", "tokens"]


def tokens(pointer: str) -> tuple[str, ...]:
    """The tokens of a pointer, or of a reference that is one: `#` and percent-encoding are undone for the latter.

    Raises:
        ValueError: it is neither empty nor starts with a slash.
    """
    text = unquote(pointer[1:]) if pointer.startswith("#") else pointer
    if text and not text.startswith("/"):
        raise ValueError(f"{pointer!r} is no JSON pointer")
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in text.split("/")[1:])


def pointer(tokens: Iterable[object]) -> str:
    """The pointer that these tokens make, unencoded."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def found(document: Any, pointer: str) -> Any:
    """What a document holds at a pointer or reference. Raises: LookupError, ValueError."""
    node = document
    for token in tokens(pointer):
        node = node[int(token)] if isinstance(node, list) else node[token]
    return node
