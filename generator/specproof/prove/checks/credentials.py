"""Secrets for every scheme of a document, and where a request presents them (OpenAPI 3.1, 4.8.27 and 4.8.30)."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from specproof.oracle.decode import Query
from specproof.prove.checks.recording_clients import SentRequest

__all__ = ["leaked", "presented", "secrets_for"]

Schemes = Mapping[str, Mapping[str, Any]]


def secrets_for(schemes: Schemes) -> dict[str, str]:
    """Return a different credential for each security scheme, by name; none for mutualTLS."""
    return {
        name: f"user{at}:secret-{at}" for at, (name, one) in enumerate(schemes.items()) if one["type"] != "mutualTLS"
    }


def presented(schemes: Schemes, secrets: Mapping[str, str], sent: SentRequest) -> frozenset[str]:
    """Return the security schemes whose secret a request has where the scheme requires it (OpenAPI 3.1, 4.8.27)."""
    return frozenset(name for name, secret in secrets.items() if _is_there(schemes[name], secret, sent))


def _is_there(scheme: Mapping[str, Any], secret: str, sent: SentRequest) -> bool:
    if scheme["type"] == "apiKey":
        return secret in _keys(scheme, sent)
    word = scheme.get("scheme", "bearer") if scheme["type"] == "http" else "bearer"
    text = base64.b64encode(secret.encode()).decode() if word.lower() == "basic" else secret
    cut = [value.partition(" ") for value in sent.all("authorization")]
    return any(kind.lower() == word.lower() and given == text for kind, _, given in cut)


def _keys(scheme: Mapping[str, Any], sent: SentRequest) -> list[str]:
    place, name = scheme["in"], scheme["name"]
    if place == "header":
        return sent.all(name.lower())
    if place == "cookie":
        return Query.of_cookies(sent.header("cookie") or "").values(name)
    query = Query(sent.target.partition("?")[2])
    return [query.decode_text(value) for value in query.values(name)]


def leaked(secrets: Mapping[str, str], wanted: frozenset[str], sent: SentRequest) -> Iterator[str]:
    """Yield the security schemes whose secret occurs anywhere in a request, although they are not ``wanted`` in it."""
    everything = "\n".join([sent.target, *(f"{name}: {value}" for name, value in sent.headers)])
    for name, secret in secrets.items():
        texts = (secret, quote(secret, safe="~"), base64.b64encode(secret.encode()).decode())
        if name not in wanted and any(text in everything for text in texts):
            yield name
