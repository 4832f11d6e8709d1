"""Server and Server Variable Objects (OpenAPI 3.1, 4.8.5 and 4.8.6), and ``x-client-headers``."""

from __future__ import annotations

import re
from typing import Any

from specproof.core.location import Pointer
from specproof.ir.api import ClientHeader, Server, Variable
from specproof.lower.source import Source

__all__ = ["client_headers", "servers"]

_EXPRESSION = re.compile(r"\{([^{}]+)\}")


def servers(nodes: list[dict[str, Any]] | None, at: Pointer, source: Source) -> tuple[Server, ...]:
    """Return the servers of a ``servers`` array in order; empty for None. ``x-required`` makes a variable required.

    Reports a variable that is not declared, whose value is then asked for, and a default that is not of its ``enum``.
    """
    return tuple(_server(node, at / index, source) for index, node in enumerate(nodes or ()))


def _server(node: dict[str, Any], at: Pointer, source: Source) -> Server:
    url, declared = node.get("url", ""), node.get("variables") or {}
    variables = [_variable(name, one, at / "variables" / name, source) for name, one in declared.items()]
    for name in dict.fromkeys(_EXPRESSION.findall(url)):
        if name not in declared:
            source.say(
                "SERVER_VARIABLE", f"the variable {{{name}}} is not declared: its value is asked for", at / "url"
            )
            variables.append(Variable(name, name, required=True))
    return Server(url, tuple(variables), node.get("description", ""))


def _variable(name: str, node: dict[str, Any], at: Pointer, source: Source) -> Variable:
    default, choices = str(node.get("default", "")), tuple(str(choice) for choice in node.get("enum", ()))
    if choices and default not in choices:
        source.say("SERVER_VARIABLE", f"the default {default!r} is not in enum: it is allowed as well", at / "default")
        choices = (default, *choices)
    return Variable(name, default, node.get("x-required") is True, choices, node.get("description", ""))


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
