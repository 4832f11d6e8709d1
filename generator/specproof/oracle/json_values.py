"""JSON values: when two are equal, and which number a number spells (JSON Schema core, 4.2.2)."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

__all__ = ["equal", "equality_key", "exact", "parse_exact"]


def exact(number: object) -> Fraction:
    """Return the number that a JSON number spells: 0.1 is a tenth, not the double next to it."""
    return Fraction(str(number))


def parse_exact(text: str | bytes) -> Any:
    """Parse JSON; numbers with a fraction or an exponent become the ``Decimal`` that they are written as.

    Raises:
        ValueError: the text is not JSON.
    """
    return json.loads(text, parse_float=Decimal)


def equal(one: Any, other: Any) -> bool:
    """Return whether two values are equal as JSON: 1 and 1.0 are, 1 and true are not.

    A ``Decimal`` (see ``parse_exact``) also equals whatever number is the same double.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    if one == other:
        return True
    return isinstance(one, Decimal) and isinstance(other, int | Decimal) and float(one) == float(other)


def equality_key(value: Any) -> str:
    """Return a text that is the same for two values exactly if they are equal as JSON."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return repr(value)
    if isinstance(value, list):
        return f"[{','.join(map(equality_key, value))}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{name!r}:{equality_key(value[name])}" for name in sorted(value)) + "}"
    return repr(int(value)) if value == int(value) else repr(value)
