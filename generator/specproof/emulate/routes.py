"""The operation of a method and a raw path, with its server variables and its still encoded path values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from specproof.oracle.operations import PATH_EXPRESSION, Operation

__all__ = ["Match", "Routes", "base_path"]

SLASH = ord("/")
ORIGIN = re.compile(r"^(?:[^/?#]*:)?//[^/?#]*")
PATH_CHARACTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@")


@dataclass(frozen=True, slots=True)
class Match:
    """The operation that a path matches.

    Attributes:
        variables: server variables in the path, decoded.
        values: path parameters as they stand in the path, percent-encoded.
    """

    operation: Operation
    variables: Mapping[str, str]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Route:
    operation: Operation
    template: str
    expression: re.Pattern[str]
    variables: tuple[str, ...]
    names: tuple[str, ...]

    def match(self, raw_path: str, query: str) -> Match | None:
        match = self.expression.fullmatch(raw_path)
        sent = set(map(unquote, query.split("&")))
        if match is None or not sent.issuperset(map(unquote, self.operation.fixed_query)):
            return None
        groups, cut = match.groups(), len(self.variables)
        values = dict(zip(self.names, groups[cut:], strict=True))
        if any(values[name] != group for name, group in zip(self.names, groups[cut:], strict=True)):
            return None
        variables = {name: unquote(group) for name, group in zip(self.variables, groups[:cut], strict=True)}
        return Match(self.operation, variables, values)


def base_path(server: str) -> str:
    """Return the path of a server's URL template: `https://api.example/v1` -> `/v1`; empty if it has none.

    A relative URL counts from the root of the origin.
    """
    path = ORIGIN.sub("", server).removeprefix("./").strip("/")
    return f"/{path}" if path else ""


def _literal(text: str) -> str:
    """A pattern for ``text`` as it is or percent-encoded: ``a`` and ``%61`` are one path (RFC 3986, 6.2.2.2).

    A slash is one only as it is, since it separates segments and ``%2F`` does not (RFC 3986, 2.2 and 3.3).
    """
    parts = []
    for byte in text.encode():
        if byte == SLASH:
            parts.append("/")
            continue
        encoded = f"(?i:%{byte:02x})"
        parts.append(f"(?:{re.escape(chr(byte))}|{encoded})" if byte in PATH_CHARACTERS else encoded)
    return "".join(parts)


def _pattern(template: str, group: str) -> tuple[str, tuple[str, ...]]:
    """``/a/{x}`` as a pattern with one group a name, and the names in order."""
    pieces = PATH_EXPRESSION.split(template)
    literals, names = pieces[0::2], tuple(pieces[1::2])
    return group.join(_literal(piece) for piece in literals), names


def _routes(operation: Operation) -> Iterable[_Route]:
    path, names = _pattern(operation.template, "([^/]+)")
    for server in operation.servers:
        base = base_path(server)
        prefix, variables = _pattern(base, "(.+?)")
        yield _Route(operation, base + operation.template, re.compile(prefix + path), variables, names)


def _specificity(route: _Route) -> tuple[tuple[tuple[bool, int, int], ...], int]:
    """Concrete segments before templated ones, from the left (OpenAPI 3.1, 4.8.8.2), then more text and query."""
    return tuple(map(_generality, route.template.split("/"))), -len(route.operation.fixed_query)


def _generality(segment: str) -> tuple[bool, int, int]:
    names = PATH_EXPRESSION.findall(segment)
    return bool(names), -len(PATH_EXPRESSION.sub("", segment)), len(names)


class Routes:
    """Finds the operation of a request by method and path."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._routes = sorted((route for one in operations for route in _routes(one)), key=_specificity)

    def find(self, method: str, raw_path: str, query: str = "") -> Match | tuple[str, ...]:
        """Return the operation and the path values of a request; if there is none, the methods of its path, if any.

        Args:
            raw_path: still percent-encoded, as ``query`` is.
        """
        allowed: dict[str, None] = {}
        for route in self._routes:
            match = route.match(raw_path, query)
            if match is None:
                continue
            if route.operation.method == method:
                return match
            allowed[route.operation.method] = None
        return tuple(allowed)
