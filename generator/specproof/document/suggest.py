"""Suggestions for misspelled references."""

from __future__ import annotations

import difflib
from typing import Any

from specproof.core.location import Pointer
from specproof.document.uri import fragment_pointer

__all__ = ["suggestion"]


def suggestion(tree: Any, fragment: str, reference: str) -> str | None:
    """Return ``did you mean "…"?`` with the existing pointer that is most similar, or None if there is none.

    Args:
        fragment: fragment of the reference that does not resolve.
        reference: that reference as written.
    """
    text = fragment_pointer(fragment)
    if not text:
        return None
    pointer = Pointer.parse(text)
    nearest = _corrected(tree, pointer) or _same_name(tree, pointer)
    before = reference.partition("#")[0]
    return f'did you mean "{before}#{nearest}"?' if nearest else None


def _corrected(tree: Any, pointer: Pointer) -> Pointer | None:
    """The pointer with its first wrong token replaced by a sibling that is spelled alike."""
    node, known = tree, Pointer()
    for index, token in enumerate(pointer):
        if isinstance(node, dict) and token not in node:
            close = _nearest(token, list(node))
            corrected = known / close + pointer[index + 1 :] if close is not None else None
            return corrected if corrected and _exists(tree, corrected) else None
        try:
            node = Pointer((token,)).find(node)
        except LookupError:
            return None
        known = known / token
    return None


def _nearest(token: str, names: list[str]) -> str | None:
    """The most similar name; of equally similar ones that with most characters in the same place, then the first."""
    close = set(difflib.get_close_matches(token, names, n=len(names) or 1, cutoff=0.6))

    def rank(name: str) -> tuple[float, int]:
        ratio = difflib.SequenceMatcher(None, name, token).ratio()
        return ratio, sum(one == other for one, other in zip(name, token, strict=False))

    return max((name for name in names if name in close), key=rank, default=None)


def _same_name(tree: Any, pointer: Pointer) -> Pointer | None:
    """A component of the same name in another section."""
    sections = tree.get("components") if isinstance(tree, dict) else None
    for section, content in sections.items() if isinstance(sections, dict) else ():
        if isinstance(content, dict) and pointer[-1] in content:
            return Pointer(("components", section, pointer[-1]))
    return None


def _exists(tree: Any, pointer: Pointer) -> bool:
    try:
        pointer.find(tree)
    except LookupError:
        return False
    return True
