"""Merging of the schemas of an `allOf`, where no keyword is lost or changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from specproof.schema.keywords import Schema, assertions, types_of
from specproof.schema.walk import dereferenced

__all__ = ["conjunction"]

_TIGHTER: Mapping[str, Callable[[Any, Any], Any]] = {
    "minimum": max,
    "exclusiveMinimum": max,
    "minLength": max,
    "minItems": max,
    "minProperties": max,
    "maximum": min,
    "exclusiveMaximum": min,
    "maxLength": min,
    "maxItems": min,
    "maxProperties": min,
    "uniqueItems": lambda a, b: a or b,
}
_ALONE = frozenset(("enum", "const", "pattern", "multipleOf", "items", "format"))


def conjunction(components: Mapping[str, Schema], parts: list[Schema]) -> Schema | None:
    """Return one schema that is equivalent to all of `parts` together.

    None if they cannot be merged, as those with properties.
    """
    merged: dict[str, Any] = {}
    for part in parts:
        opened = _opened(components, part)
        if opened is None or isinstance(opened, bool):
            return opened
        for keyword, value in opened.items():
            if not _merge(merged, keyword, value):
                return None
    return merged


def _opened(components: Mapping[str, Schema], part: Schema) -> Schema | None:
    """The keywords of a part, references followed; None where it holds what cannot be merged."""
    target = dereferenced(components, part)
    if target is None or isinstance(target, bool):
        return {} if target else target
    kept = {**assertions(target), **({"format": target["format"]} if "format" in target else {})}
    return kept if set(kept) <= {"type", *_TIGHTER, *_ALONE} else None


def _merge(merged: dict[str, Any], keyword: str, value: Any) -> bool:
    if keyword not in merged or merged[keyword] == value:
        merged[keyword] = value
    elif keyword in _TIGHTER:
        merged[keyword] = _TIGHTER[keyword](merged[keyword], value)
    elif keyword == "type":
        merged[keyword] = _types(merged[keyword], value)
    elif keyword != "format":
        return False
    return True


def _types(one: Any, other: Any) -> list[str]:
    first, second = types_of({"type": one}) or (), types_of({"type": other}) or ()
    out = [kind for kind in first if kind in second]
    if ("number" in first and "integer" in second) or ("integer" in first and "number" in second):
        out.append("integer")
    return out
