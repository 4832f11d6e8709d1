"""Every way to change one keyword of a schema by the least that matters."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from specproof.prove.mutants.bounds import limits
from specproof.prove.mutants.changes import Change, Schema, without

__all__ = ["schema_changes"]

_DROPPED = (
    "const",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "patternProperties",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "items",
    "$ref",
    "$dynamicRef",
    "readOnly",
    "writeOnly",
)
_BRANCHES = ("allOf", "anyOf", "oneOf", "prefixItems")
_OTHER = {
    "string": "integer",
    "integer": "string",
    "number": "string",
    "boolean": "string",
    "null": "string",
    "array": "object",
    "object": "array",
}
_NEAR = {"integer": ("widen", "number"), "number": ("narrow", "integer")}


def schema_changes(schema: Schema, is_30: bool, formats: Collection[str] = ()) -> Iterator[Change]:
    """Yield the changes of one schema object, not of its subschemas.

    Args:
        is_30: whether the document is OpenAPI 3.0, where keywords beside `$ref` are ignored.
        formats: values of `format` that types enforce.
    """
    if is_30 and "$ref" in schema:
        yield Change("$ref", "drop", "", without(schema, "$ref"))
        return
    yield from limits(schema, is_30)
    yield from _types(schema, is_30)
    yield from _values(schema)
    yield from _objects(schema)
    yield from _branches(schema)
    yield from (Change(keyword, "drop", "", without(schema, keyword)) for keyword in _DROPPED if _says(schema, keyword))
    if schema.get("format") in formats:
        yield Change("format", "drop", "", without(schema, "format"))


def _says(schema: Schema, keyword: str) -> bool:
    return schema.get(keyword, True) is not True or (keyword in ("readOnly", "writeOnly") and keyword in schema)


def _types(schema: Schema, is_30: bool) -> Iterator[Change]:
    kind = schema.get("type")
    if kind is None:
        return
    yield Change("type", "drop", "", without(schema, "type", "nullable"))
    kinds = [kind] if isinstance(kind, str) else list(kind)
    if len(kinds) == 1 and kinds[0] in _OTHER:
        yield Change("type", "swap type", _OTHER[kinds[0]], {**schema, "type": _OTHER[kinds[0]]})
    for name, (change, near) in _NEAR.items():
        if name in kinds and near not in kinds:
            others = [near if one == name else one for one in kinds]
            yield Change("type", change, near, {**schema, "type": others if len(others) > 1 else others[0]})
    yield from _nullable(schema) if is_30 else _null(schema, kinds)


def _nullable(schema: Schema) -> Iterator[Change]:
    if schema.get("nullable") is True:
        yield Change("nullable", "drop", "", without(schema, "nullable"))
    else:
        yield Change("nullable", "add", "", {**schema, "nullable": True})


def _null(schema: Schema, kinds: list[str]) -> Iterator[Change]:
    if "null" not in kinds:
        yield Change("type", "allow null", "", {**schema, "type": [*kinds, "null"]})
    for lost in kinds if len(kinds) > 1 else ():
        yield Change("type", "narrow", lost, {**schema, "type": [kind for kind in kinds if kind != lost]})


def _values(schema: Schema) -> Iterator[Change]:
    values = schema.get("enum")
    if isinstance(values, list) and values:
        yield Change("enum", "drop", "", without(schema, "enum"))
        yield Change("enum", "widen", repr(_beside(values)), {**schema, "enum": [*values, _beside(values)]})
        if len(values) > 1:
            yield Change("enum", "narrow", repr(values[-1]), {**schema, "enum": values[:-1]})
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        yield Change("pattern", "drop", "", without(schema, "pattern"))
        if pattern.startswith("^"):
            yield Change("pattern", "loosen", "start", {**schema, "pattern": pattern[1:]})
        if pattern.endswith("$") and not pattern.endswith("\\$"):
            yield Change("pattern", "loosen", "end", {**schema, "pattern": pattern[:-1]})
    if schema.get("uniqueItems") is True:
        yield Change("uniqueItems", "drop", "", without(schema, "uniqueItems"))
    elif schema.get("type") == "array":
        yield Change("uniqueItems", "add", "", {**schema, "uniqueItems": True})


def _beside(values: list[Any]) -> Any:
    """The nearest value that an enumeration does not hold: the first one in other letters, or the next number."""
    first = values[0]
    if isinstance(first, str):
        near = first.swapcase()
        while near in values:
            near += "x"
        return near
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return max(numbers) + 1 if numbers else None if None not in values else ""


def _objects(schema: Schema) -> Iterator[Change]:
    properties = schema.get("properties")
    named = properties if isinstance(properties, dict) else {}
    required = schema.get("required")
    demanded = required if isinstance(required, list) else []
    for name in demanded:
        yield Change("required", "unrequire", name, {**schema, "required": [one for one in demanded if one != name]})
    for name in named:
        if name not in demanded:
            yield Change("required", "require", name, {**schema, "required": [*demanded, name]})
        yield Change("properties", "drop", name, {**schema, "properties": without(named, name)})
    yield from _closing(schema, bool(named))
    for keyword in ("dependentRequired", "dependentSchemas"):
        for name in schema.get(keyword, {}):
            yield Change(keyword, "drop", name, {**schema, keyword: without(schema[keyword], name)})


def _closing(schema: Schema, is_record: bool) -> Iterator[Change]:
    rest = schema.get("additionalProperties", True)
    if rest is not True:
        yield Change("additionalProperties", "loosen", "", without(schema, "additionalProperties"))
    elif is_record:
        yield Change("additionalProperties", "tighten", "", {**schema, "additionalProperties": False})


def _branches(schema: Schema) -> Iterator[Change]:
    for keyword in _BRANCHES:
        branches = schema.get(keyword)
        if not isinstance(branches, list):
            continue
        if len(branches) == 1 or keyword == "prefixItems":
            yield Change(keyword, "drop", "", without(schema, keyword))
        for index in range(len(branches)) if len(branches) > 1 else ():
            kept = [branch for i, branch in enumerate(branches) if i != index]
            yield Change(keyword, "lose branch", str(index), {**schema, keyword: kept})
    for keyword, other in (("oneOf", "anyOf"), ("anyOf", "oneOf")):
        if keyword in schema and other not in schema:
            yield Change(keyword, f"as {other}", "", {**without(schema, keyword), other: schema[keyword]})
