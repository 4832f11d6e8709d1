"""Normal form to IR, one module a family of keywords."""

from __future__ import annotations

from specproof.core.diagnostics import Findings
from specproof.ir.api import Api, Tag
from specproof.lower import operations, security, servers, uploads
from specproof.lower.source import NormalForm, Source

__all__ = ["lower"]


def lower(normal: NormalForm, findings: Findings) -> Api:
    """What a client of this document is.

    Raises:
        specproof.core.diagnostics.StopError: an error was found, such as an upload that names no operation.
    """
    source = Source(normal, findings)
    info = source.tree.get("info", {})
    found = operations.operations(source)
    api = Api(
        title=info.get("title", ""),
        version=str(info.get("version", "")),
        description=info.get("description", ""),
        servers=servers.servers(source.tree.get("servers")),
        security_schemes=security.schemes(source),
        tags=tuple(Tag(node["name"], node.get("description", "")) for node in source.tree.get("tags", ())),
        operations=found,
        uploads=uploads.uploads(source, found),
        client_headers=servers.client_headers(source),
    )
    findings.stop_if_errors()
    return api
