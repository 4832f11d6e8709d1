"""Links and callbacks that name an operation or a parameter which the document does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.document.document import Document
from specproof.document.follow import follow
from specproof.document.kinds import kinds_of
from specproof.document.uri import fragment_pointer
from specproof.document.walk import Tokens, walk

__all__ = ["judge_named_operations"]

_PARAMETER = re.compile(r"\$request\.(query|path)\.([^}]+)")


def judge_named_operations(document: Document, findings: Findings) -> None:
    """Report AUDIT_NAMES_NOTHING for links (OpenAPI 3.1.0, 4.8.20) and callbacks (4.8.18) of an upgraded document."""
    nodes = list(walk(document.tree, kinds_of("3.1.0")))
    known = {node["operationId"] for kind, node, _ in nodes if kind == "operation" and "operationId" in node}
    for kind, node, tokens in nodes:
        if kind == "link":
            for keyword, message in _of_link(document.tree, node, known):
                findings.add("AUDIT_NAMES_NOTHING", message, document.at(*tokens, *keyword))
        elif kind == "operation":
            for at, message in _of_callbacks(document.tree, node, tokens):
                findings.add("AUDIT_NAMES_NOTHING", message, document.at(*at))


def _of_link(tree: Any, link: Mapping[str, Any], known: set[str]) -> Iterator[tuple[Tokens, str]]:
    name, ref = link.get("operationId"), link.get("operationRef")
    if isinstance(name, str) and name not in known:
        yield ("operationId",), f"the link names the operation {name}, which the document does not have"
    if isinstance(ref, str) and ref.startswith("#") and not _resolves(tree, ref):
        yield ("operationRef",), f"the link refers to {ref}, which does not resolve"
    if name is None and ref is None and "$ref" not in link:
        yield (), "the link names no operation: it has neither operationId nor operationRef"


def _of_callbacks(tree: Any, operation: Mapping[str, Any], at: Tokens) -> Iterator[tuple[Tokens, str]]:
    given = _given(tree, operation, at)
    for name, written in (operation.get("callbacks") or {}).items():
        for expression in _followed(tree, written):
            where = (*at, "callbacks", name) if "$ref" in written else (*at, "callbacks", name, expression)
            for place, parameter in _PARAMETER.findall(expression):
                if (place, parameter) not in given:
                    yield (
                        where,
                        f"the callback names the {place} parameter {parameter}, which the operation does not have",
                    )
            if "$request.body" in expression and "requestBody" not in operation:
                yield where, "the callback names the request body, which the operation does not have"


def _given(tree: Any, operation: Mapping[str, Any], at: Tokens) -> set[tuple[Any, Any]]:
    """Place and name of the parameters of an operation and of its path item."""
    item = Pointer(at[:-1]).find(tree)
    written = [*(item.get("parameters") or ()), *(operation.get("parameters") or ())]
    return {(one.get("in"), one.get("name")) for one in (_followed(tree, parameter) for parameter in written)}


def _followed(tree: Any, node: Any) -> dict[str, Any]:
    *_, (_, last) = follow(tree, node, Pointer())
    return last if isinstance(last, dict) else {}


def _resolves(tree: Any, ref: str) -> bool:
    text = fragment_pointer(ref[1:])
    try:
        return text is not None and isinstance(Pointer.parse(text).find(tree), dict)
    except (LookupError, ValueError):
        return False
