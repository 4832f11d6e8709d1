"""The JSON types of values (RFC 8259, section 3)."""

from __future__ import annotations

__all__ = ["described", "json_type"]

_TYPES = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}


def json_type(value: object) -> str:
    """Return the JSON type of a value: ``object``, ``array``, ``string``, ``number``, ``boolean`` or ``null``."""
    return _TYPES.get(type(value), "number")


def described(value: object) -> str:
    """Return the JSON type of a value with its article, for messages: ``an object``, ``a string``, ``null``."""
    kind = json_type(value)
    return kind if kind == "null" else f"an {kind}" if kind[0] in "ao" else f"a {kind}"
