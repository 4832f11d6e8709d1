"""Whether what was read from text means a value."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from specproof.oracle.decode import NUMBER
from specproof.oracle.json_values import equal
from specproof.oracle.shape import Shape

__all__ = ["equals_decoded", "shape_like", "without_triplets"]

_TEXT = Shape(frozenset({"string"}))


def equals_decoded(read: Any, value: Any) -> bool:
    """Return whether a decoded value equals the original; 5 and "5" count as equal, since styles write them alike."""
    if isinstance(read, dict) and isinstance(value, dict):
        return read.keys() == value.keys() and all(equals_decoded(read[key], value[key]) for key in read)
    if isinstance(read, list) and isinstance(value, list):
        return len(read) == len(value) and all(map(equals_decoded, read, value))
    if isinstance(read, str) and isinstance(value, bool):
        return read == ("true" if value else "false")
    if isinstance(read, str) and isinstance(value, int | float):
        return NUMBER.fullmatch(read) is not None and bool(json.loads(read) == value)
    return equal(read, value)


def shape_like(value: Any) -> Shape:
    """Return what to decode a text as so that it gives a value like this one: arrays, objects, and scalars as text."""
    if isinstance(value, dict):
        return Shape(frozenset({"object"}), None, {name: shape_like(one) for name, one in value.items()}, _TEXT)
    if isinstance(value, list):
        inner = next((one for one in value if isinstance(one, dict | list)), "")
        return Shape(frozenset({"array"}), shape_like(inner))
    return _TEXT


def without_triplets(value: Any) -> Any:
    """Return a copy of a value with percent-encoded triplets in its strings decoded, as `allowReserved` sends them."""
    if isinstance(value, dict):
        return {unquote(name): without_triplets(one) for name, one in value.items()}
    if isinstance(value, list):
        return [without_triplets(one) for one in value]
    return unquote(value) if isinstance(value, str) else value
