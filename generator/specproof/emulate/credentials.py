"""The credentials of a request for the security schemes that an operation names."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Set
from typing import Any

from specproof.oracle.decode import Query

__all__ = ["presented"]


def presented(
    schemes: Mapping[str, Mapping[str, Any]], wanted: Set[str], headers: Mapping[str, str], query: Query, cookies: Query
) -> dict[str, str]:
    """Return the credentials that a request presents: security scheme -> token, key, or ``user:password`` of basic.

    Schemes without credentials in the request are left out (OpenAPI 3.1, 4.8.27).

    Args:
        schemes: the declared security schemes.
        wanted: the names of those to look for.
    """
    credentials: dict[str, str] = {}
    for name in wanted & set(schemes):
        value = _credential(schemes[name], headers, query, cookies)
        if value is not None:
            credentials[name] = value
    return credentials


def _credential(scheme: Mapping[str, Any], headers: Mapping[str, str], query: Query, cookies: Query) -> str | None:
    if scheme["type"] == "apiKey":
        name = scheme["name"]
        raw = cookies.values(name)  # as they are, never percent-encoded (RFC 6265, 4.1.1)
        cookie = raw[0] if len(raw) == 1 else None
        places = {"header": headers.get(name.lower()), "query": query.text(name), "cookie": cookie}
        return places[scheme["in"]]
    kind, _, value = headers.get("authorization", "").partition(" ")
    wanted = scheme.get("scheme", "bearer").lower() if scheme["type"] == "http" else "bearer"
    if kind.lower() != wanted or not value.strip():
        return None
    return _basic(value.strip()) if wanted == "basic" else value.strip()


def _basic(text: str) -> str | None:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8")
    except ValueError:
        return None
