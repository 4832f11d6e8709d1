"""Upgrading OpenAPI 3.0 to 3.1, so that schemas keep their meaning under JSON Schema 2020-12.

Source: OpenAPI 3.0.3, section 4.7.24; the OpenAPI Initiative's guide 'Migrating from OpenAPI 3.0 to 3.1.0'; for
``nullable`` the clarification in 3.0.3 that it counts only beside ``type``. Siblings of ``$ref``: annotations stay,
assertions go (OpenAPI 3.0.3, section 4.7.23).
"""

from __future__ import annotations

from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.document.document import Document
from specproof.document.kinds import Kinds, kinds_of
from specproof.document.patch import patched
from specproof.document.resources import SchemaResources
from specproof.document.upgrade_schema import upgraded_schema
from specproof.document.walk import Tokens, kind_at, reference, walk

__all__ = ["upgrade"]

VERSION = "3.1.0"


def upgrade(document: Document, findings: Findings) -> Document:
    """Return a 3.0 document in OpenAPI 3.1, and report what has no effect in 3.0; one of 3.1 is not changed."""
    if not document.is_30:
        return document
    kinds = kinds_of(document.version)
    origins = document.origins.layer()
    edits: dict[Tokens, Any] = {("openapi",): VERSION}
    for pointer, schema in _schemas(document.tree, kinds).items():
        changes = upgraded_schema(schema, pointer, document.origins, findings)
        if changes is None:
            continue
        edits[pointer] = changes
        if "example" in schema and "example" not in changes:
            origins.moved(Pointer((*pointer, "examples", "0")), Pointer((*pointer, "example")))
    tree = patched(document.tree, edits)
    return Document(tree, origins, VERSION, document.texts)


def _schemas(tree: dict[str, Any], kinds: Kinds) -> dict[Tokens, dict[str, Any]]:
    """Every schema by pointer, those too that only a reference finds outside of the places for schemas."""
    schemas: dict[Tokens, dict[str, Any]] = {}
    resources = SchemaResources(tree, "3.0.3")
    roots: list[tuple[str, Tokens]] = [("openapi", ())]
    seen: set[str] = set()
    while roots:
        kind, at = roots.pop()
        for kind_, node, pointer in walk(Pointer(at).find(tree), kinds, kind, at):
            if kind_ == "schema":
                schemas[pointer] = node
            ref = reference(kinds, kind_, node)
            if ref is None or ref in seen:
                continue
            seen.add(ref)
            target = resources.resolve(pointer, ref)
            if target is not None and kind_at(tree, kinds, target) is None:
                roots.append((kind_, tuple(target)))
    return schemas
