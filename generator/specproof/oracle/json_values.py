"""JSON values: when two are equal, and which number a number spells (JSON Schema core, 4.2.2)."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

__all__ = ["MOST_LEVELS", "equal", "equality_key", "exact", "parse_exact", "parse_strict"]

MOST_LEVELS = 200


def exact(number: object) -> Fraction:
    """Return the number that a JSON number denotes in decimal: 0.1 is a tenth, not the double next to it."""
    return Fraction(str(number))


def parse_exact(text: str | bytes) -> Any:
    """Parse JSON; numbers with a fraction or an exponent become ``Decimal``, without rounding.

    Raises:
        ValueError: the text is not JSON.
    """
    return json.loads(text, parse_float=Decimal)


def parse_strict(text: str) -> Any:
    """Parse JSON that all readers understand alike (RFC 8259, 8.1 and 9); a byte order mark before it is ignored.

    Raises:
        ValueError: it is not JSON, or has a duplicate name, NaN, a number beyond a double, half a surrogate pair, or
            more than 200 levels.
    """
    try:
        value = json.loads(
            text.removeprefix("\ufeff"), object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_double
        )
    except RecursionError:
        raise ValueError(f"it has more than {MOST_LEVELS} levels") from None
    if text.count("[") + text.count("{") > MOST_LEVELS and _is_deep(value):
        raise ValueError(f"it has more than {MOST_LEVELS} levels")
    if "\\u" in text:
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("a string holds half of a surrogate pair") from None
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise ValueError(f"the name {name!r} appears twice in one object")
        result[name] = value
    return result


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _double(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text[:30]} is beyond the range of a double")
    return value


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MOST_LEVELS):
        level = [child for node in level for child in _children(node)]
    return any(isinstance(node, list | dict) for node in level)


def _children(node: Any) -> list[Any]:
    return node if isinstance(node, list) else list(node.values()) if isinstance(node, dict) else []


def equal(one: Any, other: Any) -> bool:
    """Return whether two values are equal as JSON: 1 and 1.0 are, 1 and true are not (JSON Schema core, 4.2.2).

    A ``Decimal`` (see ``parse_exact``) also equals a number that rounds to the same double.
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
    """Return a string that two values share exactly if they are equal as JSON, for use in sets."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return repr(value)
    if isinstance(value, list):
        return f"[{','.join(map(equality_key, value))}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{name!r}:{equality_key(value[name])}" for name in sorted(value)) + "}"
    return repr(int(value)) if value == int(value) else repr(value)
