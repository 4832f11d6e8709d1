"""Positions of which the document says nothing: any JSON value, and nothing that is none (RFC 8259)."""

from __future__ import annotations

from typing import Any

from pydantic_core import CoreSchema, SchemaValidator, core_schema

__all__ = ["json_value"]


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


def json_value(schema: Any) -> CoreSchema:
    """The core schema to stand in for `Any`."""
    return core_schema.no_info_plain_validator_function(
        _JSON.validate_python, json_schema_input_schema=core_schema.any_schema(), metadata=schema.get("metadata")
    )
