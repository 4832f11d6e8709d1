"""What good values of a schema reach: exact bounds, each branch, each member of an enumeration, present and absent.

The goals are read off the schema, before any generator is asked. Some cannot be reached (a bound that another keyword
shuts out); they are the same for all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs

__all__ = ["goals"]

_OF_NUMBERS = ("minimum", "maximum")
_OF_LENGTHS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (str, ("minLength", "maxLength")),
    (list, ("minItems", "maxItems")),
    (dict, ("minProperties", "maxProperties")),
)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: dict[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and value == int(value),
    "number": _is_number,
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def goals(schema: Any, values: list[Any]) -> Iterator[bool]:
    """One verdict a goal: whether any of the values reaches it."""
    if not isinstance(schema, dict):
        return
    yield from _bounds(schema, values)
    yield from _choices(schema, values)
    yield from _members(schema, values)


def _bounds(schema: dict[str, Any], values: list[Any]) -> Iterator[bool]:
    for keyword in _OF_NUMBERS:
        if keyword in schema:
            yield any(_is_number(value) and value == schema[keyword] for value in values)
    for kind, keywords in _OF_LENGTHS:
        for keyword in keywords:
            if keyword in schema:
                yield any(isinstance(value, kind) and len(value) == schema[keyword] for value in values)


def _choices(schema: dict[str, Any], values: list[Any]) -> Iterator[bool]:
    if isinstance(schema.get("type"), list):
        yield from (any(map(_TYPES[name], values)) for name in schema["type"])
    for member in schema.get("enum", ()):
        yield any(_same(value, member) for value in values)
    for keyword in ("anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            if "$" not in json.dumps(branch):
                judge = jsonschema_rs.Draft202012Validator(branch)
                yield any(map(judge.is_valid, values))
    for part in schema.get("allOf", ()):
        yield from goals(part, values)


def _members(schema: dict[str, Any], values: list[Any]) -> Iterator[bool]:
    records = [value for value in values if isinstance(value, dict)]
    for name, part in schema.get("properties", {}).items():
        if part is not False:
            yield any(name in record for record in records)
        if name not in schema.get("required", ()):
            yield any(name not in record for record in records)
        yield from goals(part, [record[name] for record in records if name in record])
    lists = [value for value in values if isinstance(value, list)]
    fixed = schema.get("prefixItems", ())
    for at, part in enumerate(fixed):
        yield from goals(part, [value[at] for value in lists if len(value) > at])
    yield from goals(schema.get("items"), [item for value in lists for item in value[len(fixed) :]])


def _same(one: Any, other: Any) -> bool:
    """JSON's equality: true is not 1."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
