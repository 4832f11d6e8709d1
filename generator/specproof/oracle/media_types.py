"""Media types: which are JSON, and which entry of a document's ``content`` one falls under."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["declared_as", "essence", "is_json"]


def essence(media_type: str) -> str:
    """Return ``type/subtype`` in lower case, without parameters (RFC 9110, 8.3.1)."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Return whether content is JSON: application/json, text/json or ``+json`` (WHATWG MIME Sniffing, 4.6)."""
    kind = essence(media_type)
    return kind in ("application/json", "text/json") or kind.endswith("+json")


def declared_as(content: Iterable[str], media_type: str) -> str | None:
    """Return the key of ``content`` that a media type falls under (OpenAPI 3.1, 4.8.14), None if there is none.

    The order: the media type without parameters, then ``type/*``, then ``*/*``.
    """
    kind = essence(media_type)
    by_essence = {essence(key): key for key in content}
    wanted = (kind, kind.partition("/")[0] + "/*", "*/*")
    return next((by_essence[one] for one in wanted if one in by_essence), None)
