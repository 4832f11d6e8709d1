"""Servers whose URLs hold variables, are relative, or are several (OpenAPI 3.1, Server Object)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from ..errors import InvalidArgumentError
from ..operation import NOTHING
from ..package import Package
from ..url import absolute_url

__all__ = ["Server", "Variable", "choose", "expand_server", "fill", "server_url"]

_VARIABLE = re.compile(r"\{([^{}]+)\}")
_AUTHORITY_VALUE = re.compile(r"[A-Za-z0-9._~:\[\]-]+")
_ABSOLUTE = re.compile(r"[^/?#]+://")
_START = re.compile(r"(?://[^/?#]*)?(?:\.{0,2}/)*(?:\.{1,2}$)?")


class Variable(NamedTuple):
    """A Server Variable Object. Without ``default`` a value is asked for, without ``enum`` any will do."""

    default: str | None = None
    enum: tuple[str, ...] = ()


class Server(NamedTuple):
    """A Server Object; ``url`` is a template, absolute or relative to where the document is."""

    url: str
    variables: Mapping[str, Variable] = NOTHING


def choose(package: Package, chosen: str | Sequence[str] | None, known: Collection[str]) -> Package:
    """Return the package with other servers than the first ones of the document.

    Args:
        chosen: their URLs as the document has them.
        known: all that there are.

    Raises:
        InvalidArgumentError: the document has no such server.
    """
    urls = [chosen] if isinstance(chosen, str) else chosen or ()
    if strange := [url for url in urls if url not in known]:
        raise InvalidArgumentError("server", f"{strange[0]!r} is none of {', '.join(known)}")
    return replace(package, server_url=partial(server_url, chosen=urls)) if urls else package


def server_url(
    servers: Sequence[Server], base_url: str | None, variables: Mapping[str, str], chosen: Collection[str] = ()
) -> str:
    """Return the URL of the first server, or of the first that is chosen; ``base_url`` takes its place.

    A ``base_url`` without a path says where the document is, if the server's URL is relative: that is put behind it.

    Raises:
        InvalidArgumentError: a variable is missing or not of its ``enum``, or its value would change what the URL
            means; or the URL is relative, and there is no ``base_url``.
    """
    server = next((one for one in servers if one.url in chosen), servers[0])
    template, values = server.url, dict(variables)
    for name, declared in server.variables.items():
        value = values.get(name, declared.default)
        if value is not None and declared.enum and value not in declared.enum:
            raise InvalidArgumentError(name, f"{value!r} is none of {', '.join(declared.enum)}")
        if value == "" and value in (declared.default, *declared.enum):
            template = template.replace(f"{{{name}}}", "")
        elif value is not None:
            values[name] = value
    is_absolute = _ABSOLUTE.match(_VARIABLE.sub(lambda match: values.get(match[1], match[1]), template))
    base = absolute_url("base_url", base_url) if base_url is not None else None
    if base_url is not None and base is not None and (is_absolute or base.path != "/"):
        return base_url
    url = expand_server(template, values)
    if is_absolute:
        return url
    if base is None:
        raise InvalidArgumentError("base_url", f"the server {server.url!r} is relative: give the URL of its host")
    return base.root + _START.sub("/", url, count=1) + (f"?{base.query}" if base.query else "")


def fill(text: str, variables: Mapping[str, str]) -> str:
    """Return a text, such as a scope, with the values of server variables in it. Raises: InvalidArgumentError."""

    def value_of(match: re.Match[str]) -> str:
        if not (value := variables.get(match[1])):
            raise InvalidArgumentError(match[1], "this server variable needs a value")
        return value

    return _VARIABLE.sub(value_of, text)


def expand_server(template: str, variables: Mapping[str, str]) -> str:
    """Return the URL for a server URL template (OpenAPI 3.1, Server Object).

    Raises:
        InvalidArgumentError: a variable is missing, or its value would change what the URL means.
    """
    url, *rest = _VARIABLE.split(template)
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        url += _value(name, fill(f"{{{name}}}", variables), url, after) + after
    return url


def _value(name: str, value: str, before: str, after: str) -> str:
    """The value as it stands in the URL, between what comes before it and the text that follows."""
    ends = not after or after.startswith("/")
    if not before and ends and _ABSOLUTE.match(value):
        if "#" in value or ("?" in value and after):
            raise InvalidArgumentError(name, "a query or fragment would swallow the path behind it")
        return value
    _, mark, authority = before.partition("://")
    is_in_host = (mark and "/" not in authority) or (not before and not ends)
    if is_in_host and not (re.search(r"[\w\]]$", authority) and ends and value.startswith("/")):
        if not _AUTHORITY_VALUE.fullmatch(value):
            raise InvalidArgumentError(name, "not usable in the scheme, host or port of a URL")
        return value
    if any(segment in {".", ".."} for segment in value.split("/")):
        raise InvalidArgumentError(name, "'.' and '..' would leave the server's path")
    return quote(value, safe="/~")
