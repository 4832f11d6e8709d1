"""URI references (RFC 3986), with files named relative to the folder of the first document.

A local file has a relative URI (``schemas/pet.yaml``, ``../common.yaml``), so nothing of a machine's paths gets into
a document; everything else has a scheme.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urljoin

__all__ = ["fragment_pointer", "has_scheme", "is_reference", "join", "split"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_HIERARCHICAL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
_BAD = re.compile(r"[\s<>\"{}|\\^`]")


def has_scheme(uri: str) -> bool:
    """Whether a URI reference has a scheme, such as `https:`; one of a local file has none."""
    return _SCHEME.match(uri) is not None


def is_reference(text: str) -> bool:
    """Whether a text can be a URI reference; its fragment may hold ``{`` and ``}``, as many tools write it."""
    uri, fragment = split(text)
    return _BAD.search(uri) is None and "#" not in fragment and not any(character in fragment for character in "\r\n\t")


def split(reference: str) -> tuple[str, str]:
    """Return the part of a URI reference before ``#``, and the fragment after it, both as written."""
    uri, _, fragment = reference.partition("#")
    return uri, fragment


def join(base: str, reference: str) -> str:
    """Return a reference resolved against a base URI, without its fragment (RFC 3986, 5)."""
    uri, _ = split(reference)
    if not uri:
        return base
    if has_scheme(uri):
        return uri
    if _HIERARCHICAL.match(base):
        return urljoin(base, uri)
    if has_scheme(base):
        return uri
    path = uri.partition("?")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def fragment_pointer(fragment: str) -> str | None:
    """Return the decoded JSON pointer in a fragment (RFC 6901, section 6), or None for an anchor."""
    decoded = unquote(fragment)
    return decoded if not decoded or decoded.startswith("/") else None
