"""Splitting names into words, and joining words to class names (PEP 8)."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["in_ascii", "pascal", "spelled_out", "with_signs", "words"]

_WORD = re.compile(r"[A-Za-z0-9]+")
_LETTER = re.compile(r"(?:LETTER|SYLLABLE|LIGATURE) (.+?)(?: WITH .+)?$")
_SIGNS = {
    "_": "underscore", "@": "at", "$": "dollar", "-": "dash", ".": "dot", " ": "space", "/": "slash", "\\": "backslash",
    ":": "colon", ";": "semicolon", ",": "comma", "#": "hash", "%": "percent", "&": "and", "+": "plus", "*": "star",
    "=": "equals", "!": "bang", "?": "question", "~": "tilde", "^": "caret", "|": "pipe", "<": "less", ">": "greater",
    "'": "quote", '"': "quotes", "`": "backtick", "(": "open", ")": "close", "[": "open", "]": "close", "{": "open",
    "}": "close",
}  # fmt: skip


def words(text: str) -> list[str]:
    """Return the ASCII words of a text: accents are dropped, letters of other scripts become their Unicode names."""
    return _WORD.findall(in_ascii(text))


def in_ascii(text: str) -> str:
    """Return a text with ASCII letters and digits in place of others: ``Größe`` -> ``Grosse``, ``я`` -> `` ya ``."""
    plain = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return "".join(char if char.isascii() else _letter(char) if char.isalnum() else " " for char in plain)


def _letter(char: str) -> str:
    if (folded := char.casefold()).isascii():
        return folded
    name = unicodedata.name(char, "letter")
    found = _LETTER.search(name)
    if name.startswith("LATIN ") and found is not None:
        letter = found[1].rpartition(" ")[2]
        return letter if char.isupper() else letter.lower()
    text = found[1] if found is not None else name.replace("UNIFIED IDEOGRAPH-", "")
    return f" {text.lower()} "


def with_signs(text: str) -> str:
    """Return a text with words for its signs, runs of one sign as one: ``@type`` -> `` at type``."""
    once = re.sub(r"([^\w]|_)\1+", r"\1", text)
    return "".join(_sign(char) if char == "_" or not char.isalnum() else char for char in once)


def _sign(char: str) -> str:
    return f" {_SIGNS.get(char) or unicodedata.name(char, 'sign').lower()} "


def pascal(text: str) -> str:
    """Return a text as a class name: `pet-status` -> `PetStatus`, `HTTPError` stays.

    A name that would start with a digit, or be empty, gets `Schema` in front.
    """
    name = "".join(word[:1].upper() + word[1:] for word in words(text))
    return f"Schema{name}" if not name or name[0].isdigit() else name


def spelled_out(text: str) -> str:
    """Return a text with words for all characters but ASCII letters and digits: `$filter` -> `dollar sign filter`."""
    named = (
        char if char.isascii() and char.isalnum() else f" {unicodedata.name(char, 'sign').lower()} " for char in text
    )
    return "".join(named).strip()
