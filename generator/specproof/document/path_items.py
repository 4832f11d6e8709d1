"""Path items that refer to another one and have fields of their own: both sides become one object.

OpenAPI 3.1.0, 4.8.9: the fields of both sides hold; only a field on both sides is undefined.
"""

from __future__ import annotations

from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.document.document import Document
from specproof.document.follow import follow
from specproof.document.kinds import kinds_of
from specproof.document.origins import Origins
from specproof.document.patch import patched
from specproof.document.walk import Tokens

__all__ = ["join_path_items"]


def join_path_items(document: Document, findings: Findings) -> Document:
    """Return a bundled document in which no path item has fields beside a ``$ref``, with their origins.

    Reports REF_BESIDE for a field on both sides: of parameters those of the same name and place, of other fields all,
    are taken from beside the reference.
    """
    fields = kinds_of(document.version)["pathItem"].fields
    origins = document.origins.layer()
    edits: dict[Tokens, Any] = {}
    for section in ("paths", "webhooks"):
        items = document.tree.get(section)
        for name, item in items.items() if isinstance(items, dict) else ():
            if isinstance(item, dict) and isinstance(item.get("$ref"), str) and fields.keys() & item.keys():
                edits[section, name] = _joined(document, Pointer((section, name)), origins, findings)
    if not edits:
        return document
    return Document(patched(document.tree, edits), origins, document.version, document.texts)


def _joined(document: Document, at: Pointer, origins: Origins, findings: Findings) -> dict[str, Any]:
    """The fields of a chain of references, the nearest first."""
    out: dict[str, Any] = {}
    for place, item in follow(document.tree, at.find(document.tree), at):
        for field, value in item.items() if isinstance(item, dict) else ():
            if field == "$ref":
                continue
            if field in out and not field.startswith("x-") and field not in ("summary", "description"):
                message = f"{field} stands on both sides of the $ref: that beside it is taken"
                findings.add("REF_BESIDE", message, document.origins.at(at / field))
            if field not in out:
                out[field] = value
                origins.moved(at / field, place / field)
            elif field == "parameters":
                out[field] = [*out[field], *_others(document, at, origins, out[field], value, place / field)]
    return out


def _others(
    document: Document, at: Pointer, origins: Origins, known: list[Any], more: Any, place: Pointer
) -> list[Any]:
    """The parameters that none of the known ones replaces."""
    taken = {_key(document, parameter) for parameter in known}
    kept: list[Any] = []
    for i, parameter in enumerate(more if isinstance(more, list) else ()):
        if _key(document, parameter) not in taken:
            origins.moved(at / "parameters" / (len(known) + len(kept)), place / i)
            kept.append(parameter)
    return kept


def _key(document: Document, parameter: Any) -> tuple[Any, Any] | None:
    """Place and name; None where there is no parameter, which ``check`` reports."""
    *_, (_, node) = follow(document.tree, parameter, Pointer())
    return (node.get("in"), node.get("name")) if isinstance(node, dict) else None
