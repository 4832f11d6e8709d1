"""Schemas that only the whole document can validate: dynamic references and other dialects.

The normal form resolves every static reference, and with it loses identities and dynamic scope. Components that reach
such a schema are judged by the schemas of the document as they were written (JSON Schema core, 8.1.1 and 8.2.3).
"""

from __future__ import annotations

import copy
from typing import Any

from specproof.core.location import Pointer
from specproof.core.openapi import SCHEMA_PREFIX, SCHEMAS
from specproof.document.document import Document
from specproof.document.kinds import kinds_of
from specproof.document.resources import METASCHEMAS
from specproof.document.walk import walk

__all__ = ["COMPOUND", "compound", "is_foreign_dialect", "uri_of"]

COMPOUND = "urn:specproof:document"


def compound(document: Document) -> dict[str, Any]:
    """Return the document's schemas as JSON Schema resources by URI, with the references as the author wrote them.

    A schema with an absolute `$id` is a resource of its own; all others are the `$defs` of the resource ``COMPOUND``.
    """
    defs = copy.deepcopy(document.tree.get("components", {}).get("schemas", {}))
    for schema in defs.values():
        for kind, node, _ in walk(schema, kinds_of(document.version), "schema"):
            for keyword in ("$ref", "$dynamicRef"):
                text = node.get(keyword) if kind == "schema" else None
                if isinstance(text, str) and text.startswith(SCHEMA_PREFIX):
                    node[keyword] = f"{COMPOUND}#/$defs/{text.removeprefix(SCHEMA_PREFIX)}"
    own = {uri: schema for schema in defs.values() if (uri := _identity(schema))}
    return {COMPOUND: {"$id": COMPOUND, "$defs": {k: v for k, v in defs.items() if not _identity(v)}}} | own


def _identity(schema: Any) -> str | None:
    identity = schema.get("$id") if isinstance(schema, dict) else None
    return identity if isinstance(identity, str) and ":" in identity else None


def uri_of(document: Document, pointer: Pointer) -> str | None:
    """Return the URI of a schema in the resources that `compound` returns.

    None if the pointer does not lead into ``components.schemas``.

    Args:
        pointer: JSON pointer of the schema in the document.
    """
    if pointer[:2] != SCHEMAS:
        return None
    identity = _identity(Pointer(pointer[:3]).find(document.tree))
    if identity is None:
        return f"{COMPOUND}#{Pointer(('$defs', *pointer[2:]))}"
    return f"{identity.rstrip('#')}#{Pointer(pointer[3:])}" if len(pointer) > 3 else identity


def is_foreign_dialect(schema: dict[str, Any]) -> bool:
    """Whether the `$schema` of a schema names a dialect other than JSON Schema 2020-12 or OpenAPI 3.1."""
    dialect = schema.get("$schema")
    return isinstance(dialect, str) and not dialect.startswith((METASCHEMAS, "https://spec.openapis.org/oas/3.1/"))
