"""Normalization of an upgraded document."""

from __future__ import annotations

from functools import partial
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.lock import Lock
from specproof.core.openapi import SCHEMAS
from specproof.document.document import Document
from specproof.normal.directions import Variants, references, variants, with_variants
from specproof.normal.names import Names
from specproof.normal.normal import Normal
from specproof.normal.operations import Operations
from specproof.normal.schemas import Schemas, component_name_candidates
from specproof.normal.unfolding import check_unfolding

__all__ = ["normalize"]

_KEPT = ("openapi", "info", "servers", "tags", "externalDocs", "security")


def normalize(document: Document, lock: Lock, findings: Findings, *, open_enums: bool = False) -> Normal:
    """Return the normal form: every schema is a named component, every operation has its defaults and no references.

    Reports NAME_CLASH if two schemas would get the same Python name.

    Args:
        document: bundled, overlaid and upgraded to OpenAPI 3.1.
        lock: names given in earlier runs; it is not changed, the result has a copy with the new names.
        open_enums: whether responses may have other strings than those of an enumeration.

    Raises:
        StopError: an error was reported.
    """
    lock = lock.copy()
    schemas = Schemas(document, Names(lock, findings), findings)
    written: dict[str, Any] = document.tree.get("components", {}).get("schemas", {})
    document_names = {
        schemas.component(SCHEMAS / name, component_name_candidates(name)): name for name in _by_claim(written)
    }
    operations = Operations(document, schemas)
    paths = operations.paths()
    schemas.finish()
    check_unfolding(schemas.components, lambda name: document.origins.at(schemas.pointers[name]), findings)
    findings.stop_if_errors()
    order = [schemas.component(SCHEMAS / name, ()) for name in written]
    rest = [name for name in schemas.components if name not in document_names]
    tree = {key: document.tree[key] for key in _KEPT if key in document.tree}
    tree |= {key: value for key, value in document.tree.items() if key.startswith("x-")}
    tree["openapi"] = "3.1.0"
    tree["components"] = {"schemas": {name: schemas.components[name] for name in [*order, *rest]}}
    tree["paths"] = _directed(paths, tree["components"]["schemas"], schemas, open_enums)
    if schemes := operations.security_schemes():
        tree["components"]["securitySchemes"] = schemes
    return Normal(
        tree, document, schemas.pointers, document_names, operations.written_at, frozenset(schemas.opaque), lock
    )


def _directed(paths: dict[str, Any], components: dict[str, Any], schemas: Schemas, open_enums: bool) -> dict[str, Any]:
    """The same operations, naming request and response variants where these differ; the variants become components."""
    sent = _used(paths, ("parameters", "requestBody"))
    received = _used(paths, ("responses",))
    requests, new = variants(components, sent, "readOnly", partial(schemas.variant, direction="request"))
    name_of = partial(schemas.variant, direction="response")
    responses, more = variants(components, received, "writeOnly", name_of, open_enums=open_enums)
    components |= new | more
    return {
        path: {method: _turned(operation, requests, responses) for method, operation in item.items()}
        for path, item in paths.items()
    }


def _used(paths: dict[str, Any], parts: tuple[str, ...]) -> set[str]:
    operations = [operation for item in paths.values() for operation in item.values()]
    return {name for op in operations for part in parts for name in references({part: op.get(part)})}


def _turned(operation: dict[str, Any], requests: Variants, responses: Variants) -> dict[str, Any]:
    out = dict(operation)
    for part, names in (("parameters", requests), ("requestBody", requests), ("responses", responses)):
        if part in out:
            out |= with_variants({part: out[part]}, names)
    return out


def _by_claim(written: dict[str, Any]) -> list[str]:
    """Names that are class names already first, then shorter ones: so order does not decide who gets a folded name."""
    return sorted(written, key=lambda name: (component_name_candidates(name)[0] != name, len(name), name))
