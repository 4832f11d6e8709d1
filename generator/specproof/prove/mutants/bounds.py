"""Bounds by one step in both directions, and lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specproof.prove.mutants.changes import Change, Schema, without

__all__ = ["limits"]

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
_STRICT = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
_STRICT_OF = {strict: plain for plain, strict in _STRICT.items()}


def limits(schema: Schema, is_30: bool) -> Iterator[Change]:
    """Yield the changes of a schema's bounds: dropped, moved by one in both directions, exclusive <-> inclusive.

    Args:
        is_30: whether the document is OpenAPI 3.0, where `exclusiveMinimum` is a boolean.
    """
    for keyword, step in (*((one, -1) for one in _LOWER), *((one, 1) for one in _UPPER)):
        value = schema.get(keyword)
        if isinstance(value, bool) and is_30:
            yield Change(keyword, "drop", "", without(schema, keyword))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from _moved(schema, keyword, value, step, is_30)
    if isinstance(schema.get("multipleOf"), int | float):
        yield Change("multipleOf", "drop", "", without(schema, "multipleOf"))
        double = schema["multipleOf"] * 2
        yield Change("multipleOf", "tighten", str(double), {**schema, "multipleOf": double})


def _moved(schema: Schema, keyword: str, value: float, step: int, is_30: bool) -> Iterator[Change]:
    strict = _STRICT.get(keyword, "") if is_30 else ""
    yield Change(keyword, "drop", "", without(schema, keyword, strict))
    for change, moved in (("loosen", value + step), ("tighten", value - step)):
        if moved != value and (moved >= 0 or not keyword.endswith(("Length", "Items", "Properties", "Contains"))):
            yield Change(keyword, change, str(moved), {**schema, keyword: moved})
    if strict and schema.get(strict) is not True:
        yield Change(keyword, "exclude", str(value), {**schema, strict: True})
    elif not is_30:
        yield from _turned(schema, keyword, value)


def _turned(schema: Mapping[str, Any], keyword: str, value: float) -> Iterator[Change]:
    if keyword in _STRICT and _STRICT[keyword] not in schema:
        yield Change(keyword, "exclude", str(value), {**without(schema, keyword), _STRICT[keyword]: value})
    if keyword in _STRICT_OF and _STRICT_OF[keyword] not in schema:
        yield Change(keyword, "include", str(value), {**without(schema, keyword), _STRICT_OF[keyword]: value})
