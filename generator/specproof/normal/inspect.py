"""Warnings of ``generate`` about a document that it can generate a package of."""

from __future__ import annotations

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.document.kinds import kinds_of
from specproof.document.resources import SchemaResources
from specproof.document.walk import walk
from specproof.normal.normal import Normal
from specproof.schema.inspection import inspect as inspect_schemas

__all__ = ["inspect"]

_IDENTITIES = ("$id", "$anchor", "$dynamicAnchor")


def inspect(form: Normal, findings: Findings) -> None:
    """Report schemas that are probably mistakes, as warnings.

    The codes are PATTERN_EXPLODES, PATTERN_UNUSABLE, DEFAULT_INVALID, ENUM_TYPE, DISCRIMINATOR_TARGET and
    SCHEMA_IDENTITY.
    """
    inspect_schemas(form, findings)
    if any(keyword.encode() in text for text in form.source.texts.values() for keyword in _IDENTITIES):
        _identities(form, findings)


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
