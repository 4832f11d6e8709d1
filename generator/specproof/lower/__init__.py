"""Normal form to IR, one module a family of keywords."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from specproof.core.diagnostics import Findings
from specproof.core.location import Pointer
from specproof.ir.api import Api, Operation, Tag
from specproof.lower import operations, security, servers
from specproof.lower.source import NormalForm, Source

__all__ = ["ReadExtension", "lower"]

ReadExtension = Callable[[Source, Sequence[Operation]], object | None]
"""Reads what a document declares by an extension; None if it declares nothing."""

_NONE: Mapping[str, ReadExtension] = MappingProxyType({})


def lower(normal: NormalForm, findings: Findings, extensions: Mapping[str, ReadExtension] = _NONE) -> Api:
    """Return the API that a normal form describes, as data without Python names.

    Args:
        extensions: functions that read what the document declares by ``x-…``, by the name in ``Api.extensions``.

    Raises:
        StopError: an error was found, such as an extension that names no operation.
    """
    source = Source(normal, findings)
    info = source.tree.get("info", {})
    found = operations.operations(source)
    read = {name: reader(source, found) for name, reader in extensions.items()}
    api = Api(
        title=info.get("title", ""),
        version=str(info.get("version", "")),
        description=info.get("description", ""),
        servers=servers.servers(source.tree.get("servers"), Pointer(("servers",)), source),
        security_schemes=security.schemes(source),
        tags=tuple(Tag(node["name"], node.get("description", "")) for node in source.tree.get("tags", ())),
        operations=found,
        client_headers=servers.client_headers(source),
        security=security.of_document(source),
        extensions=MappingProxyType({name: value for name, value in read.items() if value is not None}),
    )
    findings.stop_if_errors()
    return api
