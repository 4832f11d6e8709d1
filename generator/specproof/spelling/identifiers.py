"""Python names for names of the document that no engine proposes one for: resources, variables, credentials."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata

__all__ = ["pascal", "safe", "snake", "upper"]

_WORDS = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+|[^\W\d_A-Za-z]+")
_LONGEST = 120
_UNSAFE = (set(dir(builtins)) | set(keyword.softkwlist) | {"self"}) - {"id", "type", "_"}


def snake(text: str, prefix: str) -> str:
    """Return a text as a safe name in snake case, at most 120 characters: ``x_api_key`` for ``X-API-Key``.

    Args:
        prefix: word put before a name that would not start with a letter, or used alone if nothing is left.
    """
    words = _WORDS.findall(_normal(text))
    name = "_".join(words).lower()[:_LONGEST].rstrip("_")
    return safe(name if name[:1].isalpha() else "_".join(filter(None, (prefix, name))))


def pascal(name: str) -> str:
    """Return the class name for a snake-case name: ``DnsRecords`` for ``dns_records``."""
    return _normal("".join(word[:1].upper() + word[1:] for word in name.strip("_").split("_")))


def upper(name: str) -> str:
    """Return the name of a constant for a snake-case name: ``GET_FILE`` for ``get_file``."""
    return _normal(name.upper())


def safe(name: str) -> str:
    """Return a name after NFKC normalization (PEP 3131), with ``_`` appended to keywords and names of built-ins."""
    name = _normal(name)
    return f"{name}_" if keyword.iskeyword(name) or name in _UNSAFE else name


def _normal(name: str) -> str:
    """Return the name in NFKC, which a change of case may undo: small ``İ`` is an ``i`` and a dot (Unicode 3.13)."""
    return unicodedata.normalize("NFKC", name)
