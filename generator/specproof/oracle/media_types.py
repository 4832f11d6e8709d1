"""Media types (RFC 9110, 8.3.1): which are JSON, their parameters, and which declared one content falls under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["content_key", "decode_text", "encode_text", "essence", "is_json", "parameters"]

PARAMETER = re.compile(r';\s*([^\s;="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))')
CHARSETS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}


def essence(media_type: str) -> str:
    """Return ``type/subtype`` of a media type in lower case, without parameters (RFC 9110, 8.3.1)."""
    return media_type.partition(";")[0].strip().lower()


def parameters(media_type: str) -> dict[str, str]:
    """Return the parameters of a media type by lower-case name, values without quotes (RFC 9110, 5.6.6)."""
    _, semicolon, rest = media_type.partition(";")
    found = PARAMETER.finditer(semicolon + rest)
    return {one[1].lower(): re.sub(r"\\(.)", r"\1", one[2]) if one[2] is not None else one[3] for one in found}


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON: application/json, text/json or ``+json`` (WHATWG MIME Sniffing, 4.6)."""
    kind = essence(media_type)
    return kind in ("application/json", "text/json") or kind.endswith("+json")


def decode_text(content: bytes, media_type: str) -> str:
    """Return content as text in the charset that its media type names, by default UTF-8.

    Raises:
        ValueError: the charset is none of ``CHARSETS``, or the content is not in it.
    """
    charset = parameters(media_type).get("charset", "utf-8")
    if charset.lower() not in CHARSETS:
        raise ValueError(f"the charset {charset!r} is not supported; send utf-8")
    try:
        return content.decode(CHARSETS[charset.lower()])
    except UnicodeDecodeError as error:
        raise ValueError(f"the content is not {charset.upper()}") from error


def encode_text(text: str, media_type: str) -> bytes:
    """Return text in the charset that a media type names, in UTF-8 if it names none of ``CHARSETS``.

    What the charset lacks becomes a question mark.
    """
    charset = parameters(media_type).get("charset", "utf-8")
    return text.encode(CHARSETS.get(charset.lower(), "utf-8"), "replace")


def content_key(content: Iterable[str], media_type: str) -> str | None:
    """Return the key of ``content`` that applies to a media type (OpenAPI 3.1, 4.8.14); None if none does.

    The order: the same type, then ``type/*+suffix``, ``type/*``, ``*/*``. Of keys that differ in their parameters: the
    one most of whose parameters the media type has, among those that ask for no other.
    """
    kind, given = essence(media_type), parameters(media_type.lower())
    best, found = (0, False, 0), None
    for key in content:
        wanted = parameters(key.lower())
        fit = (_closeness(essence(key), kind), wanted.items() <= given.items(), len(wanted))
        if fit[0] and fit > best:
            best, found = fit, key
    return found


def _closeness(declared: str, kind: str) -> int:
    main, _, sub = declared.partition("/")
    if declared == kind:
        return 4
    if sub.startswith("*+") and kind.startswith(main + "/"):
        return 3 if kind.endswith(sub[1:]) else 0
    if sub == "*" and main != "*":
        return 2 if kind.startswith(main + "/") else 0
    return int(declared == "*/*")
