"""Media types as HTTP compares them (RFC 9110, section 8.3.1)."""

from __future__ import annotations

__all__ = ["essence", "is_json"]


def essence(media_type: str) -> str:
    """Return type and subtype of a media type in lower case, without parameters: `text/html`."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON: application/json, text/json or ``+json`` (WHATWG MIME Sniffing, 4.6)."""
    name = essence(media_type)
    return name in ("application/json", "text/json") or name.endswith("+json")
