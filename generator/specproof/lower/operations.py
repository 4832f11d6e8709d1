"""Operation Objects (OpenAPI 3.1, 4.8.10) of the normal form. This walk decides which operations there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specproof.core.location import Pointer
from specproof.ir.api import Operation
from specproof.lower import content, parameters, security, servers
from specproof.lower.source import Source

__all__ = ["METHODS", "operations"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def operations(source: Source) -> tuple[Operation, ...]:
    """Return every operation of the normal form, in the order of its paths, then of ``METHODS``."""
    return tuple(_operation(path, method, node, source) for path, method, node in _walk(source.tree))


def _walk(tree: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in (tree.get("paths") or {}).items():
        if not path.startswith("x-"):
            yield from ((path, method, item[method]) for method in METHODS if method in item)


def _operation(path: str, method: str, node: dict[str, Any], source: Source) -> Operation:
    at = Pointer(("paths", path, method))
    return Operation(
        method=method.upper(),
        path=path,
        id=node.get("operationId", ""),
        tag=next(iter(node.get("tags", ())), None),
        summary=node.get("summary", ""),
        description=node.get("description", ""),
        parameters=parameters.parameters(node.get("parameters", []), at / "parameters", source),
        body=content.body(node.get("requestBody"), source),
        responses=content.responses(node.get("responses", {}), at / "responses", source),
        security=security.requirements(node.get("security", source.tree.get("security")), at / "security", source),
        servers=servers.servers(node.get("servers"), at / "servers", source),
        deprecated=node.get("deprecated", False),
        idempotent=node.get("x-idempotent"),
    )
