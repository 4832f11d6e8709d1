"""The native types of strings, numbers and constants, and the keywords that each leaves to the guard."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from specproof.schema.keywords import types_of
from specproof.schema.native import (
    Anything,
    Boolean,
    ListOf,
    Literals,
    MapOf,
    Native,
    Null,
    Number,
    Rich,
    String,
    union,
)
from specproof.schema.patterns import linear

__all__ = ["constants", "count", "number", "string"]

_SAFE = 2**53
_LONGEST = 2**63 - 1
_SIMPLE = ("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def count(schema: Mapping[str, Any], keyword: str) -> int | None:
    """Return a limit on a length or number of items as an integer, also if written `2.0`; None if there is none."""
    value = schema.get(keyword)
    if value is None or (value > _LONGEST and keyword.startswith("max")):
        return None
    return min(int(value), _LONGEST)


def string(schema: Mapping[str, Any], formats: Mapping[str, str]) -> tuple[Native, list[str]]:
    """Return the type of a schema's strings, and the keywords that the type does not express.

    Args:
        formats: `format` -> Python type to convert to.
    """
    if target := formats.get(str(schema.get("format"))):
        return Rich(target), [key for key in ("minLength", "maxLength", "pattern") if key in schema]
    pattern = schema.get("pattern")
    native = None if pattern is None else _compiled(pattern)
    left = ["pattern"] if pattern is not None and native is None else []
    return String(count(schema, "minLength"), count(schema, "maxLength"), native, schema.get("format")), left


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> str | None:
    """The pattern in the linear engine's syntax, if that engine takes it."""
    from pydantic_core import SchemaError, SchemaValidator, core_schema  # here: only documents with patterns pay for it

    native = linear(pattern)
    if native is None:
        return None
    try:
        SchemaValidator(core_schema.str_schema(pattern=native))
    except SchemaError:
        return None
    return native


def number(schema: Mapping[str, Any], whole: bool) -> tuple[Native, list[str]]:
    """Return the type of a schema's numbers, and the keywords that the type does not express.

    These are bounds beyond 2**53 of non-integers, and `multipleOf` a fraction.

    Args:
        whole: whether the type is `integer`.
    """
    left = [key for key in _BOUNDS if not whole and abs(schema.get(key, 0)) > _SAFE]
    given = {key: schema[key] for key in _BOUNDS if key in schema and key not in left}
    low, high, above, below = (_whole(key, given.get(key)) if whole else given.get(key) for key in _BOUNDS)
    multiple = schema.get("multipleOf")
    if multiple is not None and not (whole and multiple == int(multiple)):
        return Number(whole, low, high, above, below), [*left, "multipleOf"]
    return Number(whole, low, high, above, below, None if multiple is None else int(multiple)), left


def _whole(keyword: str, bound: int | float | None) -> int | None:
    """The integer that bounds integers as `bound` does."""
    if bound is None:
        return None
    return math.ceil(bound) if keyword in ("minimum", "exclusiveMaximum") else math.floor(bound)


def constants(schema: Mapping[str, Any]) -> tuple[Native, list[str]]:
    """Return the type of an `enum` or `const`, narrowed by `type`, and the keywords that the type does not express."""
    keyword = "const" if "const" in schema else "enum"
    declared = types_of(schema)
    values = [schema["const"]] if keyword == "const" else schema["enum"]
    simple = {key: schema[key] for key in _SIMPLE if key in schema}
    kept = [value for value in values if declared is None or any(_is(value, kind) for kind in declared)]
    kept = [value for value in kept if not simple or _fits(value, simple)]
    native, exact = _enumerated(kept)
    others = sorted(set(schema) - {keyword, "type", "format", *simple})
    return native, [*([] if exact else [keyword]), *others]


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether limits beside an enumeration leave a value in it. Limits that nobody can read leave all."""
    from jsonschema_rs import Draft202012Validator  # here: few documents limit what they enumerate

    try:
        return Draft202012Validator(dict(schema), offline=True).is_valid(value)
    except ValueError:
        return True


def _enumerated(values: Sequence[Any]) -> tuple[Native, bool]:
    """The type of some values, and whether it says exactly them."""
    texts = tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
    flags = {value for value in values if isinstance(value, bool)}
    numbers = [value for value in values if _is(value, "number")]
    members: list[Native] = [Literals(texts)] if texts else []
    members += [Boolean()] if flags else []
    members += [Number(all(_is(value, "integer") for value in numbers))] if numbers else []
    members += [ListOf(Anything("enum"))] if any(isinstance(value, list) for value in values) else []
    members += [MapOf(Anything("enum"))] if any(isinstance(value, dict) for value in values) else []
    members += [Null()] if any(value is None for value in values) else []
    exact = len(flags) != 1 and all(value is None or isinstance(value, str | bool) for value in values)
    return union(members), exact


_PYTHON: Mapping[str, type | tuple[type, ...]] = {
    "null": type(None),
    "boolean": bool,
    "string": str,
    "array": list,
    "object": dict,
    "number": (int, float),
    "integer": (int, float),
}


def _is(value: Any, kind: str) -> bool:
    """Whether a value is of a JSON type; 1.0 is an integer, true is no number."""
    if not isinstance(value, _PYTHON[kind]) or (isinstance(value, bool) and kind != "boolean"):
        return False
    return kind != "integer" or isinstance(value, int) or (isinstance(value, float) and value.is_integer())
