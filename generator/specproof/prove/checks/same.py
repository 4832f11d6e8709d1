"""Equality of JSON, with numbers exact."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

__all__ = ["exact", "same"]


def exact(text: str | bytes) -> Any:
    """Parsed JSON in which numbers with a fraction or an exponent are the decimals that they are written as."""
    return json.loads(text, parse_float=Decimal)


def same(one: Any, other: Any) -> bool:
    """Equal as JSON; numbers that are written with a fraction or an exponent count as doubles."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool) or isinstance(other, bool) or not isinstance(one, int | Decimal):
        return type(one) is type(other) and bool(one == other)
    return isinstance(other, int | Decimal) and (
        one == other or (isinstance(one, Decimal) and float(one) == float(other))
    )
