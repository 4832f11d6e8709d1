"""Warnings of ``generate`` about a document that it can generate a package of."""

from __future__ import annotations

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.document.kinds import kinds_of
from specproof.document.resources import SchemaResources, is_own_dialect
from specproof.document.walk import walk
from specproof.normal.compound import is_foreign_dialect
from specproof.normal.normal import Normal
from specproof.schema.inspection import inspect as inspect_schemas

__all__ = ["inspect"]

_IDENTITIES = ("$id", "$anchor", "$dynamicAnchor")


def inspect(form: Normal, findings: Findings) -> None:
    """Report schemas that are probably mistakes, as warnings.

    The codes are PATTERN_EXPLODES, PATTERN_UNUSABLE, DEFAULT_INVALID, ENUM_TYPE, DISCRIMINATOR_TARGET,
    SCHEMA_DIALECT and SCHEMA_IDENTITY.
    """
    inspect_schemas(form, findings)
    _dialects(form, findings)
    if any(keyword.encode() in text for text in form.source.texts.values() for keyword in _IDENTITIES):
        _identities(form, findings)


def _dialects(form: Normal, findings: Findings) -> None:
    """A default dialect, which schemas are not read by, and dialects that nothing here knows."""
    source = form.source
    default = source.tree.get("jsonSchemaDialect")
    if is_foreign_dialect({"$schema": default}):
        message = f"schemas are read as JSON Schema 2020-12, not by the jsonSchemaDialect {default}"
        findings.add("SCHEMA_DIALECT", message, source.origins.at(Pointer(("jsonSchemaDialect",))))
    if not any(b"$schema" in text for text in source.texts.values()):
        return
    schemas = [(node, at) for kind, node, at in walk(source.tree, kinds_of("3.1.0")) if kind == "schema"]
    known = {identity.rstrip("#") for node, _ in schemas if isinstance(identity := node.get("$id"), str)}
    for node, at in schemas:
        dialect, identity = node.get("$schema"), node.get("$id")
        if not isinstance(dialect, str) or not is_foreign_dialect(node):
            continue
        if is_own_dialect(dialect) and dialect.rstrip("#") not in known:
            message = f"the dialect {dialect} is not known, and its metaschema is not part of the document"
        elif not isinstance(identity, str) or ":" not in identity:
            message = f"the dialect {dialect} holds only in a schema with an absolute $id; this one is read as 2020-12"
        else:
            continue
        findings.add("SCHEMA_DIALECT", message, source.origins.at(Pointer((*at, "$schema"))))


def _identities(form: Normal, findings: Findings) -> None:
    """Two schemas with one URI, or one anchor in the same resource (JSON Schema core, 8.2)."""
    resources = SchemaResources(form.source.tree)
    first: dict[tuple[str, str], Pointer] = {}
    for kind, node, tokens in walk(form.source.tree, kinds_of("3.1.0")):
        for keyword in _IDENTITIES if kind == "schema" else ():
            name = node.get(keyword)
            if not isinstance(name, str):
                continue
            key = (resources.base_of(tokens), "" if keyword == "$id" else name)
            at = Pointer((*tokens, keyword))
            other = first.setdefault(key, at)
            if other[:-1] != at[:-1]:
                message = f"{keyword} {name} is already used by {other.parent.fragment}"
                findings.add("SCHEMA_IDENTITY", message, form.source.origins.at(at))
