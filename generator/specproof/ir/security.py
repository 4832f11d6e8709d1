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
    """HTTP Bearer authentication (RFC 6750)."""

    name: str
    description: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Basic:
    """HTTP Basic authentication (RFC 7617)."""

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
    """A key in the parameter or header called ``key``."""

    name: str
    location: Literal["query", "header", "cookie"]
    key: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class OAuth2:
    """OAuth 2 (RFC 6749). ``token_urls`` are those of all flows, ``token_url`` that of the client credentials flow.

    ``token_url`` is empty where the document marks it by ``x-placeholder``, None where there is no such flow.
    """

    name: str
    flows: tuple[str, ...]
    token_urls: tuple[str, ...]
    description: str = ""
    token_url: str | None = None


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """OpenID Connect; ``url`` is that of the discovery document."""

    name: str
    url: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class MutualTls:
    """Mutual TLS. The client sends nothing by it: the certificate is a setting of the HTTP client."""

    name: str
    description: str = ""


SecurityScheme = Bearer | Basic | OtherHttp | ApiKey | OAuth2 | OpenIdConnect | MutualTls


@dataclass(frozen=True, slots=True)
class Requirement:
    """One alternative: all of these schemes together, each with its scopes. Empty: no credentials are needed."""

    schemes: tuple[tuple[str, tuple[str, ...]], ...]
