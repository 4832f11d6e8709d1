"""All mutants of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from specproof.core.location import Pointer
from specproof.document.kinds import kinds_of
from specproof.document.walk import Node, walk
from specproof.prove.mutants.mutant import Mutant
from specproof.prove.mutants.operations import operation_changes, renamings
from specproof.prove.mutants.schemas import schema_changes
from specproof.prove.mutants.wire_equivalence import is_same_wire

__all__ = ["mutants_of"]

_ELSEWHERE = frozenset(("callbacks", "webhooks", "links", "examples"))


def mutants_of(tree: dict[str, Any], formats: Collection[str] = ()) -> Iterator[Mutant]:
    """Yield a mutant for each change of each schema and operation, in document order, without callbacks and webhooks.

    Changes of a parameter that provably change no request are left out.

    Args:
        tree: an effective document.
        formats: values of `format` that types enforce.
    """
    version = str(tree["openapi"])
    for kind, node, tokens in _objects(tree, version):
        at = Pointer(tokens)
        if kind == "schema":
            changes = schema_changes(node, version.startswith("3.0"), formats)
        else:
            found = operation_changes(kind, node)
            changes = (change for change in found if not is_same_wire(kind, node, change, tree))
        yield from (Mutant(kind, at, *change) for change in changes if change.node != node)
    for path, item in (tree.get("paths") or {}).items():
        if not path.startswith("x-") and "$ref" not in item:
            for method, change in renamings(path, item):
                kind = "operation" if method else "pathItem"
                yield Mutant(kind, Pointer(("paths", path, method) if method else ("paths", path)), *change)


def _objects(tree: dict[str, Any], version: str) -> Iterator[Node]:
    for kind, node, tokens in walk(tree, kinds_of(version)):
        outside = tokens[:1] == ("components",) and tokens[1:2] != ("schemas",) and "callbacks" in tokens[:2]
        if not outside and _ELSEWHERE.isdisjoint(tokens[:1]) and "callbacks" not in tokens[3:4]:
            yield kind, node, tokens
