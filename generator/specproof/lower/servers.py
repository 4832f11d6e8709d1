"""Server and Server Variable Objects (OpenAPI 3.1, 4.8.5 and 4.8.6), and ``x-client-headers``."""

from __future__ import annotations

import re
from typing import Any

from specproof.core.location import Pointer
from specproof.ir.api import ClientHeader, Server, Variable
from specproof.lower.source import Source

__all__ = ["client_headers", "servers"]


def servers(nodes: list[dict[str, Any]] | None) -> tuple[Server, ...]:
    """Return the servers of a ``servers`` array in order; empty for None. ``x-required`` makes a variable required."""
    return tuple(
        Server(node.get("url", ""), _variables(node.get("variables")), node.get("description", ""))
        for node in nodes or ()
    )


def _variables(nodes: dict[str, Any] | None) -> tuple[Variable, ...]:
    return tuple(
        Variable(
            name,
            str(node.get("default", "")),
            node.get("x-required") is True,
            tuple(str(choice) for choice in node.get("enum", ())),
            node.get("description", ""),
        )
        for name, node in (nodes or {}).items()
    )


def client_headers(source: Source) -> tuple[ClientHeader, ...]:
    """Return the headers that ``x-client-headers`` declares for every request.

    A ``pattern`` that Python's ``re`` cannot compile is reported and dropped; its header stays.
    """
    return tuple(
        ClientHeader(node["name"], node.get("description", ""), _pattern(node, index, source), node.get("default"))
        for index, node in enumerate(source.tree.get("x-client-headers") or ())
    )


def _pattern(node: dict[str, Any], index: int, source: Source) -> str | None:
    pattern: str | None = node.get("pattern")
    try:
        re.compile(pattern or "")
    except re.error as error:
        at = Pointer(("x-client-headers", str(index), "pattern"))
        source.say("CLIENT_HEADER_PATTERN", f"{pattern!r}: {error}", at)
        return None
    return pattern
