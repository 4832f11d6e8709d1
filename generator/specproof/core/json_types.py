"""The JSON type of a value, in the words of a message (RFC 8259, section 3)."""

from __future__ import annotations

__all__ = ["json_type"]

_TYPES = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", type(None): "null"}


def json_type(value: object) -> str:
    """Return ``an object``, ``an array``, ``a string``, ``a boolean``, ``null`` or ``a number``."""
    return _TYPES.get(type(value), "a number")
