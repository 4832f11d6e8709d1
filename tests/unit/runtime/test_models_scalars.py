"""Leaves: JSON Schema's numbers, strings and booleans, wherever in a core schema they stand."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Annotated, Any

import pytest
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import SchemaValidator, core_schema

from specproof.runtime.models import Exact
from specproof.runtime.scalar_schemas import exact_schema


def adapter(kind: Any, *limits: Any) -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[kind, *limits, Exact()])


def read(kind: Any, text: str, *limits: Any) -> Any:
    """What comes of a JSON text; the type of the first error where it is refused."""
    try:
        return adapter(kind, *limits).validate_json(text)
    except ValidationError as error:
        return error.errors()[0]["type"]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (int, "1", 1),
        (int, "1.0", 1),
        (int, "1e3", 1000),
        (int, "1e22", 10**22),
        (int, "123456789012345678901234567890", 123456789012345678901234567890),
        (int, "-0.0", 0),
        (int, "1.5", "int_type"),
        (int, "true", "int_type"),
        (int, '"1"', "int_type"),
        (int, "null", "int_type"),
        (float, "1", 1),
        (float, "1.5", 1.5),
        (float, "12345678901234567890", 12345678901234567890),
        (float, "true", "float_type"),
        (float, '"1.5"', "float_type"),
        (float, "NaN", "float_type"),
        (float, "Infinity", "float_type"),
        (float, "1e400", "float_type"),
        (str, '"a"', "a"),
        (str, "1", "string_type"),
        (bool, "true", True),
        (bool, "1", "bool_type"),
        (bool, '"true"', "bool_type"),
    ],
)
def test_scalars(kind: Any, text: str, found: Any) -> None:
    got = read(kind, text)
    assert got == found
    assert type(got) is type(found)


@pytest.mark.parametrize(
    ("kind", "limits", "good", "bad"),
    [
        (int, Field(ge=1), ("1", "1.0", "1e22"), ("0", "0.0", "-1e22")),
        (int, Field(gt=1, lt=5), ("2", "4.0"), ("1", "5", "5.0")),
        (int, Field(le=3, multiple_of=3), ("3", "0", "-3.0"), ("6", "2", "1.0")),
        (float, Field(ge=1.5), ("1.5", "2"), ("1", "1.4999")),
        (float, Field(gt=1.5), ("1.51", "2"), ("1", "1.5")),
        (float, Field(le=1.5), ("1.5", "1"), ("2", "1.51")),
        (float, Field(lt=1.5), ("1.49", "1"), ("1.5", "2")),
        (float, Field(gt=2, lt=3), ("2.5",), ("2", "3", "2.0")),
        (str, Field(min_length=1, max_length=2), ('"é"', '"\U0001f600\U0001f600"'), ('""', '"abc"')),
        (str, Field(pattern="^a"), ('"ab"',), ('"b"',)),
    ],
)
def test_bounds(kind: Any, limits: Any, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    for text in good:
        adapter(kind, limits).validate_json(text)
    for text in bad:
        with pytest.raises(ValidationError):
            adapter(kind, limits).validate_json(text)


@pytest.mark.parametrize(
    "limits", [Field(ge=0.5), Field(gt=0.5), Field(le=1.5), Field(lt=1.5), Field(gt=0.5, lt=1.5), Field(multiple_of=1)]
)
def test_an_integer_within_bounds_of_numbers_stays_one(limits: Any) -> None:
    assert type(read(float, "1", limits)) is int


@pytest.mark.parametrize(
    "kind",
    [
        list[int],
        tuple[int],
        dict[str, int],
        int | None,
        int | str,
        list[dict[str, int | None]],
        tuple[str | int],
    ],
)
def test_leaves_are_found_in_containers(kind: Any) -> None:
    shapes: dict[str, str] = {"list[dict": '[{"a": %s}]', "list": "[%s]", "tuple": "[%s]", "dict": '{"a": %s}'}
    shape = next((text for prefix, text in shapes.items() if str(kind).startswith(prefix)), "%s")
    assert adapter(kind).validate_json(shape % "2.0") is not None
    with pytest.raises(ValidationError):
        adapter(kind).validate_json(shape % "true")


@pytest.mark.parametrize(
    "wrap",
    [
        lambda leaf: core_schema.with_default_schema(leaf, default=1),
        lambda leaf: core_schema.no_info_after_validator_function(lambda value: value, leaf),
        lambda leaf: core_schema.union_schema([(leaf, "labelled"), core_schema.none_schema()]),
        lambda leaf: core_schema.definitions_schema(
            core_schema.definition_reference_schema("x"), [core_schema.nullable_schema(leaf, ref="x")]
        ),
        core_schema.nullable_schema,
    ],
)
def test_leaves_are_found_in_wrappers(wrap: Any) -> None:
    validator = SchemaValidator(exact_schema(wrap(core_schema.int_schema())))
    assert validator.validate_python(2.0) == 2
    with pytest.raises(ValidationError):
        validator.validate_python(True)


def test_leaves_are_found_in_tagged_unions() -> None:
    fields = core_schema.model_fields_schema({"n": core_schema.model_field(core_schema.int_schema())})

    class Tag:
        pass

    choice = core_schema.model_schema(Tag, fields)
    tagged = core_schema.tagged_union_schema({"a": choice}, lambda _: "a")
    with pytest.raises(ValidationError):
        SchemaValidator(exact_schema(tagged)).validate_python({"n": True})


def test_what_is_exact_stays_as_it_is() -> None:
    for schema in (core_schema.int_schema(), core_schema.float_schema(ge=1), core_schema.str_schema()):
        once = exact_schema(schema)
        assert exact_schema(once) is once
    model = exact_schema(core_schema.definitions_schema(core_schema.int_schema(), []))
    assert exact_schema(model) is model


def test_a_list_of_whatever_stays_as_it_is() -> None:
    assert exact_schema(core_schema.list_schema()) == core_schema.list_schema()


@pytest.mark.parametrize("text", ["1e400", "NaN", "[NaN]", '{"a": [Infinity]}'])
def test_whatever_is_json(text: str) -> None:
    with pytest.raises(ValidationError):
        adapter(Any).validate_json(text)


@pytest.mark.parametrize("value", [None, True, 1, 10**30, 1.5, "a", [1, [None]], {"a": {"b": [1.5, True]}}])
def test_whatever_comes_back_as_it_went_in(value: Any) -> None:
    assert adapter(Any).validate_python(value) == value
    back = json.loads(adapter(Any).dump_json(adapter(Any).validate_json(json.dumps(value))))
    assert json.dumps(back) == json.dumps(value)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (datetime, ["2026-01-02T03:04:05Z", "2026-01-02t03:04:05.678+01:00"], ["2026-01-02", "0"]),
        (date, ["2026-01-02"], ["0", "2026-01-02T00:00:00Z"]),
        (time, ["03:04:05", "03:04:05.5Z"], ["0", "03:04"]),
    ],
)
def test_moments_are_written_as_rfc_3339_has_it(kind: Any, good: list[str], bad: list[str]) -> None:
    for text in good:
        value = adapter(kind).validate_python(text)
        assert adapter(kind).validate_python(value) == adapter(kind).validate_json(f'"{text}"') == value
    for wrong in (*(f'"{text}"' for text in bad), "0", "null"):
        with pytest.raises(ValidationError):
            adapter(kind).validate_json(wrong)
