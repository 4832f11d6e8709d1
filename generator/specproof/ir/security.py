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
    """Security scheme of HTTP Bearer authentication (RFC 6750); ``format`` is its ``bearerFormat``."""

    name: str
    description: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class Basic:
    """Security scheme of HTTP Basic authentication (RFC 7617)."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class OtherHttp:
    """Security scheme of HTTP other than Basic and Bearer, such as ``digest``; the user gives the header value."""

    name: str
    scheme: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """Security scheme of a key in the query parameter, header or cookie called ``key``."""

    name: str
    location: Literal["query", "header", "cookie"]
    key: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class OAuth2:
    """Security scheme of OAuth 2 (RFC 6749).

    Attributes:
        token_urls: token URLs of all flows.
        token_url: that of the client credentials flow; empty if the document marks it by ``x-placeholder``, None if
            there is no such flow.
    """

    name: str
    flows: tuple[str, ...]
    token_urls: tuple[str, ...]
    description: str = ""
    token_url: str | None = None


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """Security scheme of OpenID Connect; ``url`` is that of the discovery document."""

    name: str
    url: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class MutualTls:
    """Security scheme of mutual TLS, for which the user sets a certificate on the HTTP client."""

    name: str
    description: str = ""


SecurityScheme = Bearer | Basic | OtherHttp | ApiKey | OAuth2 | OpenIdConnect | MutualTls


@dataclass(frozen=True, slots=True)
class Requirement:
    """A Security Requirement Object: names of schemes that are needed together, each with its scopes.

    Without any scheme, no credentials are needed.
    """

    schemes: tuple[tuple[str, tuple[str, ...]], ...]
