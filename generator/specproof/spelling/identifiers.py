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
    """Return a name in snake case: ``x_api_key`` for ``X-API-Key``; long ones are cut to what a file may be called.

    Args:
        prefix: goes before what cannot start a name, and stands alone if nothing is left.
    """
    words = _WORDS.findall(_normal(text))
    name = "_".join(words).lower()[:_LONGEST].rstrip("_")
    return safe(name if name[:1].isalpha() else "_".join(filter(None, (prefix, name))))


def pascal(name: str) -> str:
    """Return a name of a class: ``DnsRecords`` for ``dns_records``."""
    return _normal("".join(word[:1].upper() + word[1:] for word in name.strip("_").split("_")))


def upper(name: str) -> str:
    """Return a name of a constant: ``GET_FILE`` for ``get_file``."""
    return _normal(name.upper())


def safe(name: str) -> str:
    """Return the name in the form Python compares (NFKC, PEP 3131), with ``_`` after keywords and built-ins."""
    name = _normal(name)
    return f"{name}_" if keyword.iskeyword(name) or name in _UNSAFE else name


def _normal(name: str) -> str:
    """Return the name in NFKC, which a change of case may undo: small ``İ`` is an ``i`` and a dot (Unicode 3.13)."""
    return unicodedata.normalize("NFKC", name)
