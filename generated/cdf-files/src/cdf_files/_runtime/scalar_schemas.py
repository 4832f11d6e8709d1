"""Scalar leaves of a pydantic core schema, rewritten to JSON Schema's reading of numbers, strings and booleans."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, cast

from pydantic_core import CoreSchema, SchemaValidator, core_schema

__all__ = ["exact_schema"]

_DONE = "specproof.exact"
_BOUNDS = ("ge", "gt", "le", "lt", "multiple_of")
_CHILDREN = {
    "nullable": "schema",
    "missing-sentinel": "schema",
    "default": "schema",
    "model-field": "schema",
    "model-fields": "extras_schema",
    "model": "schema",
    "list": "items_schema",
    "dict": "values_schema",
    "function-after": "schema",
    "definitions": "schema",
}


def exact_schema(schema: Any) -> Any:
    """Return a core schema with its scalar schemas replaced by those of JSON Schema; exact models in it are kept."""
    kind = schema["type"]
    if _DONE in (schema.get("metadata") or {}):
        return schema
    if kind in _SCALARS:
        return _SCALARS[kind](schema)
    new = dict(schema)
    if (child := _CHILDREN.get(kind)) and isinstance(new.get(child), Mapping):
        new[child] = exact_schema(new[child])
    if kind in _MEMBERS:
        new |= _MEMBERS[kind](schema)
    if kind == "model" and (schema.get("config") or {}).get("extra_fields_behavior") == "allow":
        new["schema"].setdefault("extras_schema", _json({}))
    return _done(new) if kind in ("model", "definitions") else new


_MEMBERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "model-fields": lambda schema: {
        "fields": {name: {**field, "schema": exact_schema(field["schema"])} for name, field in schema["fields"].items()}
    },
    "union": lambda schema: {
        "choices": [(exact_schema(c[0]), c[1]) if isinstance(c, tuple) else exact_schema(c) for c in schema["choices"]]
    },
    "tagged-union": lambda schema: {
        "choices": {tag: exact_schema(choice) for tag, choice in schema["choices"].items()}
    },
    "tuple": lambda schema: {"items_schema": [exact_schema(item) for item in schema["items_schema"]]},
    "definitions": lambda schema: {"definitions": [exact_schema(item) for item in schema["definitions"]]},
}


def _done(schema: Any) -> Any:
    return {**schema, "metadata": {**(schema.get("metadata") or {}), _DONE: True}}


def _every_json_value() -> CoreSchema:
    """Null, booleans, strings, integers, finite doubles, arrays and objects of these. Left to right, so all in Rust."""
    again = core_schema.definition_reference_schema("json")
    value = core_schema.union_schema(
        [
            core_schema.str_schema(strict=True),
            core_schema.int_schema(strict=True),
            core_schema.bool_schema(strict=True),
            core_schema.none_schema(),
            core_schema.float_schema(strict=True, allow_inf_nan=False),
            core_schema.list_schema(again, strict=True),
            core_schema.dict_schema(core_schema.str_schema(strict=True), again, strict=True),
        ],
        mode="left_to_right",
        ref="json",
        custom_error_type="json_value",
        custom_error_message="Input should be a JSON value: no NaN, no infinity, no Python object",
    )
    return core_schema.definitions_schema(again, [value])


_JSON = SchemaValidator(_every_json_value(), {"title": "JSON"})


def _json(schema: Any) -> Any:
    """The core schema to stand in for `Any`: any JSON value, and nothing that is none (RFC 8259)."""
    plain = core_schema.no_info_plain_validator_function(
        _JSON.validate_python, json_schema_input_schema=core_schema.any_schema(), metadata=schema.get("metadata")
    )
    return _done(plain)


_WRITTEN = {
    "datetime": r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?$",
    "date": r"^\d{4}-\d\d-\d\d$",
    "time": r"^\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?$",
}


def _written(schema: Any) -> Any:
    """Moments and days are written as RFC 3339 has it; pydantic alone would also read numbers."""
    kind = schema["type"]
    steps, value = [core_schema.str_schema(strict=True, pattern=_WRITTEN[kind]), _done(schema)], _strict(schema)
    if kind == "datetime":
        steps.insert(1, _zoned(core_schema.str_schema(pattern=r"(?i)(z|[+-]\d\d:\d\d)$")))
        value = core_schema.chain_schema([value, _zoned(_strict({**schema, "tz_constraint": "aware"}))])
    text = core_schema.chain_schema(steps)
    either = core_schema.tagged_union_schema(
        {"str": text, kind: value}, lambda given: "str" if isinstance(given, str) else kind
    )
    return _done(core_schema.json_or_python_schema(text, either))


def _zoned(schema: Any) -> Any:
    return core_schema.custom_error_schema(schema, "format", custom_error_message="the time zone is missing")


def _strict(schema: Any) -> Any:
    return _done({**schema, "strict": True})


def _integer(schema: Any) -> CoreSchema:
    """Integers of any size; a float without fraction is one too (JSON Schema core, 4.2.2)."""
    bounds = {key: schema[key] for key in _BOUNDS if key in schema}
    number = core_schema.union_schema(
        [
            _done(core_schema.int_schema(strict=True)),
            core_schema.no_info_after_validator_function(
                _integral, _done(core_schema.float_schema(strict=True, allow_inf_nan=False))
            ),
        ],
        custom_error_type="int_type",
        serialization=core_schema.simple_ser_schema("int"),
    )
    if not bounds:
        return cast(CoreSchema, _done(number))
    return cast(CoreSchema, _done(core_schema.chain_schema([number, _done(core_schema.int_schema(**bounds))])))


def _integral(value: float) -> int:
    if not value.is_integer():
        raise ValueError("not an integer")
    return int(value)


def _number(schema: Any) -> CoreSchema:
    """An integer stays an integer, anything else is a finite double."""
    bounds = {key: schema[key] for key in _BOUNDS if key in schema}
    whole = {key: _whole(key, bound) for key, bound in bounds.items()}
    choices = [
        _done(core_schema.float_schema(strict=True, allow_inf_nan=False, **bounds)),
        _done(core_schema.int_schema(strict=True, **cast(Any, whole))),
    ]
    error: Any = {} if bounds else {"custom_error_type": "float_type"}
    number = core_schema.json_or_python_schema(
        core_schema.union_schema(choices, **error),
        core_schema.union_schema(choices[::-1], mode="left_to_right", **error),
        serialization=core_schema.simple_ser_schema("any"),
    )
    return cast(CoreSchema, _done(number))


def _whole(key: str, bound: float) -> int:
    """The integer bound that says for integers what `bound` says for numbers."""
    if key in ("ge", "lt"):
        return math.ceil(bound)
    return math.floor(bound)


_SCALARS: dict[str, Callable[[Any], Any]] = {
    "int": _integer,
    "float": _number,
    "str": _strict,
    "bool": _strict,
    "any": _json,
    "datetime": _written,
    "date": _written,
    "time": _written,
}
