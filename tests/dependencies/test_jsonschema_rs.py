"""Facts about jsonschema-rs, the judge of guards and documents; one that moves with a release shows here."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, Registry

METASCHEMA = "https://json-schema.org/draft/2020-12/schema"


def judged(definitions: dict[str, Any], value: Any) -> bool:
    registry = Registry([("urn:here", {"$defs": definitions})])
    return Draft202012Validator({"$ref": "urn:here#/$defs/A"}, registry=registry, offline=True).is_valid(value)


def test_every_definition_of_a_registered_document_is_searched_for_documents_to_load() -> None:
    with pytest.raises(ValueError, match="urn:gone"):
        judged({"A": {"type": "integer"}, "B": {"$ref": "urn:gone"}}, 1)


def test_below_other_keys_only_what_is_referred_to_is_read() -> None:
    schemas = {"A": {"type": "integer"}, "B": {"$ref": "urn:gone"}}
    document = {"$ref": "#/components/schemas/A", "components": {"schemas": schemas}}
    assert Draft202012Validator(document, offline=True).is_valid(1)


@pytest.mark.parametrize("other", [{"type": "no type"}, {"pattern": "("}, {"$ref": "#/$defs/Nobody"}])
def test_a_definition_that_is_not_reached_may_be_broken(other: dict[str, Any]) -> None:
    assert judged({"A": {"type": "integer"}, "B": other}, 1)
    with pytest.raises(ValueError):
        judged({"A": {"$ref": "#/$defs/B"}, "B": other}, 1)


def test_the_metaschema_needs_no_file() -> None:
    validator = Draft202012Validator({"$ref": METASCHEMA}, offline=True)
    assert validator.is_valid({"type": "string"})
    assert not validator.is_valid({"type": "no type"})


def test_a_dialect_of_somebody_s_own_is_read_from_the_registry() -> None:
    vocabulary = {"https://json-schema.org/draft/2020-12/vocab/core": True}
    resources: list[tuple[str, Any]] = [
        ("urn:dialect", {"$id": "urn:dialect", "$schema": METASCHEMA, "$vocabulary": vocabulary}),
        ("urn:own", {"$id": "urn:own", "$schema": "urn:dialect", "type": "integer"}),
    ]
    validator = Draft202012Validator({"$ref": "urn:own"}, registry=Registry(resources), offline=True)
    assert validator.is_valid("no integer, but its dialect does not know `type`")


def test_an_error_tells_place_and_keyword() -> None:
    [error] = Draft202012Validator({"items": {"not": {"const": 2}}}).iter_errors([1, 2])
    assert (list(error.instance_path), error.kind.name) == ([1], "not")


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, 1.0),
        ({"const": 1}, 1.0),
        ({"maxLength": 1}, "\U0001f600"),
        ({"maximum": 10**30}, 10**30),
        ({"format": "uuid"}, "no uuid"),
    ],
)
def test_values_are_read_as_json_schema_says(schema: dict[str, Any], value: Any) -> None:
    assert Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    ("pattern", "text", "ecma"),
    [
        ("^a+a*a+$", "a", False),
        ("^a+a?a+$", "a", False),
        ("^.$", "\r", False),
        ("^.$", "\u2028", False),
        ("\\b", "É", False),
    ],
)
def test_departures_from_ecma_262(pattern: str, text: str, ecma: bool) -> None:
    """The day this fails, `misread` in tests/unit/schema/test_patterns.py can shrink."""
    assert Draft202012Validator({"pattern": pattern}).is_valid(text) is not ecma
