"""Security Scheme and Security Requirement Objects (OpenAPI 3.1, 4.8.27 and 4.8.30)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from specproof.core.location import Pointer
from specproof.ir.security import (
    ApiKey,
    Basic,
    Bearer,
    MutualTls,
    OAuth2,
    OpenIdConnect,
    OtherHttp,
    Requirement,
    SecurityScheme,
)
from specproof.lower.source import Source

__all__ = ["of_document", "requirements", "schemes"]


def schemes(source: Source) -> tuple[SecurityScheme, ...]:
    """Return the security schemes in the order of the document; one of an unknown type is reported and left out."""
    found = []
    for name, node in source.tree.get("components", {}).get("securitySchemes", {}).items():
        kind = _KINDS.get(node.get("type"))
        if kind is None:
            at = Pointer(("components", "securitySchemes", name))
            source.say("SECURITY_UNKNOWN", f"security scheme {name!r} has the unknown type {node.get('type')!r}", at)
        else:
            found.append(kind(name, node))
    return tuple(found)


def requirements(nodes: list[dict[str, list[str]]] | None, at: Pointer, source: Source) -> tuple[Requirement, ...]:
    """Return the alternatives of a ``security`` array, in order; empty for None.

    One that names an undeclared scheme is reported as SECURITY_UNKNOWN and left out.

    Args:
        at: JSON pointer of the array in the normal form.
    """
    for index, alternative in enumerate(nodes or ()):
        for name in _unknown(alternative, source)[:1]:
            source.say("SECURITY_UNKNOWN", f"no usable security scheme is named {name!r}", at / index)
    return _usable(nodes, source)


def of_document(source: Source) -> tuple[Requirement, ...]:
    """Return the alternatives that hold where an operation declares none. Findings are those of the operations."""
    return _usable(source.tree.get("security"), source)


def _usable(nodes: list[dict[str, list[str]]] | None, source: Source) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(tuple((name, tuple(scopes or ())) for name, scopes in alternative.items()))
        for alternative in nodes or ()
        if not _unknown(alternative, source)
    )


def _unknown(alternative: dict[str, list[str]], source: Source) -> list[str]:
    declared = source.tree.get("components", {}).get("securitySchemes", {})
    return [name for name in alternative if name not in declared or declared[name].get("type") not in _KINDS]


def _http(name: str, node: dict[str, Any]) -> SecurityScheme:
    description = node.get("description", "")
    match node.get("scheme", "").lower():
        case "bearer":
            return Bearer(name, description, node.get("bearerFormat", ""))
        case "basic":
            return Basic(name, description)
        case other:
            return OtherHttp(name, other, description)


def _api_key(name: str, node: dict[str, Any]) -> SecurityScheme:
    return ApiKey(name, node["in"], node["name"], node.get("description", ""))


def _oauth2(name: str, node: dict[str, Any]) -> SecurityScheme:
    flows: dict[str, Any] = {key: flow for key, flow in node.get("flows", {}).items() if not key.startswith("x-")}
    urls = dict.fromkeys(flow["tokenUrl"] for flow in flows.values() if flow.get("tokenUrl"))
    credentials = flows.get("clientCredentials", {})
    own = "" if credentials.get("x-placeholder") is True else credentials.get("tokenUrl")
    return OAuth2(name, tuple(flows), tuple(urls), node.get("description", ""), own)


def _open_id_connect(name: str, node: dict[str, Any]) -> SecurityScheme:
    return OpenIdConnect(name, node.get("openIdConnectUrl", ""), node.get("description", ""))


def _mutual_tls(name: str, node: dict[str, Any]) -> SecurityScheme:
    return MutualTls(name, node.get("description", ""))


_KINDS: dict[object, Callable[[str, dict[str, Any]], SecurityScheme]] = {
    "http": _http,
    "apiKey": _api_key,
    "oauth2": _oauth2,
    "openIdConnect": _open_id_connect,
    "mutualTLS": _mutual_tls,
}
