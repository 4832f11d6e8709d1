"""Python types that a string format may be converted to, where a project asks for it."""

from __future__ import annotations

__all__ = ["RICH_TYPES"]

RICH_TYPES = frozenset(
    (
        "datetime.date",
        "datetime.datetime",
        "datetime.time",
        "ipaddress.IPv4Address",
        "ipaddress.IPv6Address",
        "uuid.UUID",
    )
)
"""Importable names. Each validates its format and converts; none preserves every string exactly."""
