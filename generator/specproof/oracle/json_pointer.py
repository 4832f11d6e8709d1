"""JSON pointers (RFC 6901) into a document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

__all__ = ["escape", "pointer", "resolve", "tokens", "unescape"]


def escape(token: object) -> str:
    """Return a reference token escaped for a JSON pointer: `/pets` -> `~1pets` (RFC 6901, section 3)."""
    return str(token).replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """Return a reference token without the escapes of a JSON pointer: `~1pets` -> `/pets` (RFC 6901, section 4)."""
    return token.replace("~1", "/").replace("~0", "~")


def tokens(pointer: str) -> tuple[str, ...]:
    """Return the reference tokens of a JSON pointer, or of a `$ref` that starts with `#`, which is percent-decoded.

    Raises:
        ValueError: it is neither empty nor starts with a slash.
    """
    text = unquote(pointer[1:]) if pointer.startswith("#") else pointer
    if text and not text.startswith("/"):
        raise ValueError(f"{pointer!r} is no JSON pointer: it must be empty or start with '/'")
    return tuple(map(unescape, text.split("/")[1:]))


def pointer(tokens: Iterable[object]) -> str:
    """Return the JSON pointer of these reference tokens, not percent-encoded: `paths`, `/pets` -> `/paths/~1pets`."""
    return "".join("/" + escape(token) for token in tokens)


def resolve(document: Any, pointer: str) -> Any:
    """Return what is at a JSON pointer, or behind a `$ref` to `#/…`, in a document.

    Raises:
        LookupError: there is nothing.
        ValueError: it is not a JSON pointer.
    """
    node = document
    for token in tokens(pointer):
        node = node[int(token)] if isinstance(node, list) else node[token]
    return node
