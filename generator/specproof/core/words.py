"""Splitting names into words, and joining words to class names (PEP 8)."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["pascal", "spelled_out", "words"]

_WORD = re.compile(r"[A-Za-z0-9]+")


def words(text: str) -> list[str]:
    """Return the ASCII words of a text; accents are dropped, other letters become their code point."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    spelled = "".join(char if char.isascii() else f" u{ord(char):x} " if char.isalnum() else " " for char in plain)
    return _WORD.findall(spelled)


def pascal(text: str) -> str:
    """Return a class name: `pet-status` -> `PetStatus`, `HTTPError` stays; a leading digit gets a word in front."""
    name = "".join(word[:1].upper() + word[1:] for word in words(text))
    return f"Schema{name}" if not name or name[0].isdigit() else name


def spelled_out(text: str) -> str:
    """Return words for all characters but ASCII letters and digits: `$filter` -> `dollar sign filter`."""
    named = (
        char if char.isascii() and char.isalnum() else f" {unicodedata.name(char, 'sign').lower()} " for char in text
    )
    return "".join(named).strip()
