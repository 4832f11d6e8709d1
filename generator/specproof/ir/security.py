"""Security schemes and the alternatives that an operation accepts (OpenAPI 3.1, 4.8.27 and 4.8.30)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "ApiKey",
    "Basic",
    "Bearer",
    "MutualTls",
    "OAuth2",
    "OpenIdConnect",
    "OtherHttp",
    "Requirement",
    "SecurityScheme",
]


@dataclass(frozen=True, slots=True)
class Bearer:
    name: str
    description: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Basic:
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class OtherHttp:
    """An HTTP scheme beyond Basic and Bearer, such as ``digest``: the user gives the whole header value."""

    name: str
    scheme: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ApiKey:
    name: str
    location: Literal["query", "header", "cookie"]
    key: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class OAuth2:
    """``token_urls`` in the order of the document's flows, each once; ``token_url`` of the client credentials flow.

    The latter is empty where the document only holds a place for it.
    """

    name: str
    flows: tuple[str, ...]
    token_urls: tuple[str, ...]
    description: str = ""
    token_url: str | None = None


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    name: str
    url: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class MutualTls:
    """Nothing to send: the certificate belongs to the HTTP client."""

    name: str
    description: str = ""


SecurityScheme = Bearer | Basic | OtherHttp | ApiKey | OAuth2 | OpenIdConnect | MutualTls


@dataclass(frozen=True, slots=True)
class Requirement:
    """One alternative: all of these schemes together, each with its scopes. Empty: no credentials needed."""

    schemes: tuple[tuple[str, tuple[str, ...]], ...]
