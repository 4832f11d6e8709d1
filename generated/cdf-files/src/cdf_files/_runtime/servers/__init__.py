"""Servers whose URLs hold variables (OpenAPI 3.1, Server Object)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from ..errors import InvalidArgumentError

__all__ = ["expand_server", "fill"]

_VARIABLE = re.compile(r"\{([^{}]+)\}")
_AUTHORITY_VALUE = re.compile(r"[A-Za-z0-9._~:\[\]-]+")


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
    scheme, mark, rest = template.partition("://")
    host_end = len(scheme) + len(mark) + (rest.find("/") if "/" in rest else len(rest)) if mark else 0

    def value_of(match: re.Match[str]) -> str:
        name, value = match[1], fill(match[0], variables)
        if match.start() < host_end:
            if not _AUTHORITY_VALUE.fullmatch(value):
                raise InvalidArgumentError(name, "not usable in the scheme, host or port of a URL")
            return value
        if any(segment in {".", ".."} for segment in value.split("/")):
            raise InvalidArgumentError(name, "'.' and '..' would leave the server's path")
        return quote(value, safe="/~")

    return _VARIABLE.sub(value_of, template)
