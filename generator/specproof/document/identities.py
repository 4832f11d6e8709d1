"""Absolute ``$id``: one that is relative to the document is resolved against a URI that stands for its folder.

JSON Schema 2020-12, core, 8.2.1 and RFC 3986, 5.1: without it, no validator could resolve what is relative to such a
schema, and the true URI of the document would be another on each machine.
"""

from __future__ import annotations

from typing import Any

from specproof.document.document import Document
from specproof.document.kinds import kinds_of
from specproof.document.patch import patched
from specproof.document.uri import has_scheme, join, split
from specproof.document.walk import Tokens, walk

__all__ = ["FOLDER", "with_absolute_identities"]

FOLDER = "https://document.invalid/"
"""Base URI of what is relative to the document (RFC 2606: nobody can ever own it)."""


def with_absolute_identities(document: Document) -> Document:
    """Return a bundled document in which no ``$id`` is relative to the document.

    One that is relative to the ``$id`` of an enclosing schema stays as it is.
    """
    if document.is_30:
        return document
    changes: dict[Tokens, Any] = {}
    identified: set[Tokens] = set()
    for kind, schema, at in walk(document.tree, kinds_of(document.version)):
        identity = schema.get("$id") if kind == "schema" else None
        if not isinstance(identity, str) or not split(identity)[0]:
            continue
        is_inner = any(at[:length] in identified for length in range(len(at)))
        identified.add(at)
        if not is_inner and not has_scheme(identity):
            changes[(*at, "$id")] = join(FOLDER, identity)
    if not changes:
        return document
    return Document(patched(document.tree, changes), document.origins, document.version, document.texts)
